//! News for visitors.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};

use super::PostState;
use super::queries::{find_public_post, list_published_posts};
use super::views::{NewsCard, NewsList, PostView, WithdrawnPost};
use crate::app::App;
use crate::web::{Page, PageContext, PageError, Pagination};

const POSTS_A_PAGE: u64 = 10;

/// The newest posts, ten a page.
pub async fn list_news(
    app: Data<App>,
    page: PageContext,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let number = Page::from_query(query.get("page").map(String::as_str), POSTS_A_PAGE);
    let listed = list_published_posts(app.db.reader(), number).await?;
    if listed.posts.is_empty() && number.number > 1 {
        return Err(PageError::NotFound);
    }
    let posts = listed.posts.iter().map(NewsCard::from).collect();
    let view = NewsList { posts, pages: Pagination::new(number, listed.total, "/news?") };
    page.render_kept("news/list.html", &view, None)
}

/// One post. A withdrawn one keeps its page, which says why.
pub async fn show_post(app: Data<App>, page: PageContext, slug: Path<String>) -> Result<HttpResponse, PageError> {
    let post = find_public_post(app.db.reader(), &slug).await?.ok_or(PageError::NotFound)?;
    if post.state == PostState::Withdrawn {
        return page.render_with(StatusCode::GONE, "news/withdrawn.html", &WithdrawnPost::from(&post));
    }
    let view = PostView::new(&post, &page.identity, &app.shell.base_url)?;
    page.render_kept("news/show.html", &view, None)
}
