//! Put a post on the site, and take it back with a reason.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms;
use super::views::{StoredPost, WithdrawalForm};
use crate::app::App;
use crate::audit::Actor;
use crate::campaign::{ChangePostError, PostDetails, PostId, PostState, find_post, publish_post, withdraw_post};
use crate::web::{Flash, PageContext, PageError, Permitted, Posted, may};

const WITHDRAWAL: &str = "admin/news/withdrawal.html";

/// Puts the post on the site.
pub async fn publish(
    app: Data<App>,
    page: PageContext,
    editor: Permitted<may::PublishNews>,
    id: Path<i64>,
) -> Result<HttpResponse, PageError> {
    let post = find(&app, *id).await?;
    let (by, now) = (Actor::Person(editor.person_id), app.now());
    let outcome = app.db.write_tx(async |tx| publish_post(tx, post.id, by, now).await).await;
    answer(&page, post.id, outcome, "Published. It is on the site and in the feed.", "It was on the site already.")
}

/// Asks why.
pub async fn new_withdrawal(app: Data<App>, page: PageContext, id: Path<i64>) -> Result<HttpResponse, PageError> {
    let post = find(&app, *id).await?;
    if post.state != PostState::Published {
        return Ok(page.redirect_with(&Flash::info("It is not on the site."), &desk_page(post.id)));
    }
    page.render(WITHDRAWAL, &WithdrawalForm { form: forms::blank_withdrawal(), post: StoredPost::from(&post) })
}

/// Takes the post back; its page stays and gives the reason.
pub async fn withdraw(
    app: Data<App>,
    page: PageContext,
    editor: Permitted<may::PublishNews>,
    id: Path<i64>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let post = find(&app, *id).await?;
    let reason = match forms::read_withdrawal(&form) {
        Ok(reason) => reason,
        Err(form) => {
            let view = WithdrawalForm { form, post: StoredPost::from(&post) };
            return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, WITHDRAWAL, &view);
        }
    };
    let (by, now) = (Actor::Person(editor.person_id), app.now());
    let outcome = app.db.write_tx(async |tx| withdraw_post(tx, post.id, &reason, by, now).await).await;
    answer(&page, post.id, outcome, "Withdrawn. Its page stays and gives your reason.", "It was not on the site.")
}

async fn find(app: &App, id: i64) -> Result<PostDetails, PageError> {
    find_post(app.db.reader(), PostId(id)).await?.ok_or(PageError::NotFound)
}

fn answer(
    page: &PageContext,
    id: PostId,
    outcome: Result<(), ChangePostError>,
    done: &str,
    already: &str,
) -> Result<HttpResponse, PageError> {
    let flash = match outcome {
        Ok(()) => Flash::done(done),
        Err(ChangePostError::NotAllowed) => Flash::info(already),
        Err(refusal @ ChangePostError::NotSetUp) => Flash::problem(refusal.to_string()),
        Err(ChangePostError::Unexpected(error)) => return Err(error.into()),
    };
    Ok(page.redirect_with(&flash, &desk_page(id)))
}

fn desk_page(id: PostId) -> String {
    format!("/admin/news/{id}")
}
