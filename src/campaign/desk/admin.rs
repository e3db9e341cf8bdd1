//! List, write, preview and save posts.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};

use super::views::{DeskRow, NewsDesk, PostForm, PostPreview, SHOWS, StoredPost, kinds};
use super::{forms, revisions};
use crate::app::App;
use crate::audit::Actor;
use crate::campaign::queries::list_for_desk;
use crate::campaign::{
    PostContent, PostDetails, PostId, PostState, UpdatePostError, create_post, find_post, update_post,
};
use crate::idempotency::{self, Claim};
use crate::kernel::Permission::PublishNews;
use crate::kernel::Unexpected;
use crate::web::{FieldErrors, Flash, FormView, Page, PageContext, PageError, Pagination, Permitted, Posted, may};

const LIST: &str = "/admin/news";
const ALREADY_SAVED: &str =
    "This form was saved as a draft before; you find it in the list. Saving again makes a second post.";
const FORM: &str = "admin/news/form.html";
const POSTS_A_PAGE: u64 = 30;

/// Posts in one state, or all.
pub async fn list_posts(
    app: Data<App>,
    page: PageContext,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let state = query.get("show").and_then(|word| PostState::parse(word));
    let shown = state.map_or("", PostState::word);
    let number = Page::from_query(query.get("page").map(String::as_str), POSTS_A_PAGE);
    let listed = list_for_desk(app.db.reader(), state, number).await?;
    let view = NewsDesk {
        form: FormView::filled([("show", shown)]),
        shows: SHOWS,
        posts: listed.posts.iter().map(DeskRow::from).collect(),
        pages: Pagination::new(number, listed.total, &format!("{LIST}?show={shown}&")),
        is_filtered: state.is_some(),
    };
    page.render("admin/news/list.html", &view)
}

/// The form of a new post.
pub async fn new_post(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    page.render(FORM, &new_form(&page, forms::blank(app.tokens.secret())))
}

/// Saves a new post as a draft, or shows what it would look like.
pub async fn create(
    app: Data<App>,
    page: PageContext,
    editor: Permitted<may::EditNews>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let view = new_form(&page, forms::typed(&form));
    if is_preview(&form) {
        return page.render(FORM, &previewed(view));
    }
    let content = match forms::read(&form) {
        Ok(content) => content,
        Err(errors) => return refused(&page, view, &errors),
    };
    let Some(id) = create_once(&app, &content, editor.person_id, &form).await? else {
        let mut view = new_form(&page, forms::typed(&form));
        view.form.set("idempotency_key", app.tokens.secret());
        view.form = view.form.with_errors(&FieldErrors::one("", ALREADY_SAVED));
        return page.render_with(StatusCode::CONFLICT, FORM, &view);
    };
    let done = Flash::done("Saved as a draft. Only editors see it until it is published.");
    Ok(page.redirect_with(&done, &format!("{LIST}/{id}")))
}

/// The form of a stored post, with its revisions.
pub async fn edit_post(app: Data<App>, page: PageContext, id: Path<i64>) -> Result<HttpResponse, PageError> {
    let post = find(&app, *id).await?;
    page.render(FORM, &stored_form(&app, &page, &post, forms::filled(&post.content)).await?)
}

/// Saves over the version the form was filled from, or shows what it would look like.
pub async fn update(
    app: Data<App>,
    page: PageContext,
    editor: Permitted<may::EditNews>,
    id: Path<i64>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let post = find(&app, *id).await?;
    let expected = form.get("version").parse().unwrap_or_default();
    let mut view = stored_form(&app, &page, &post, forms::typed(&form)).await?;
    if is_preview(&form) {
        view.version = expected;
        return page.render(FORM, &previewed(view));
    }
    let content = match forms::read(&form) {
        Ok(content) => content,
        Err(errors) => {
            view.version = expected;
            return refused(&page, view, &errors);
        }
    };
    match save(&app, (post.id, expected), &content, editor.person_id).await {
        Ok(()) => Ok(page.redirect_with(&Flash::done(saved_words(&post)), &format!("{LIST}/{}", post.id))),
        Err(UpdatePostError::ChangedMeanwhile) => {
            let words = "Somebody else saved this post while you were writing. Nothing of yours is saved yet. Look at the \
                         latest revision below; saving again replaces those words with yours.";
            view.form = view.form.with_errors(&FieldErrors::one("", words));
            page.render_with(StatusCode::CONFLICT, FORM, &view)
        }
        Err(UpdatePostError::Unexpected(error)) => Err(error.into()),
    }
}

/// Creates the post, or finds the one that this very form created before. None: the form was sent before with other words.
async fn create_once(
    app: &App,
    content: &PostContent,
    editor_id: i64,
    form: &Posted,
) -> Result<Option<String>, Unexpected> {
    let (key, actor, now) = (form.get("idempotency_key"), format!("person:{editor_id}"), app.now());
    app.db
        .write_tx(async |tx| match idempotency::claim(tx, key, &actor, &form.digest(), now).await? {
            Claim::Repeat(id) => Ok(Some(id)),
            Claim::Different => Ok(None),
            Claim::Fresh => {
                let id = create_post(tx, content, Actor::Person(editor_id), now).await?.to_string();
                idempotency::finish(tx, key, &actor, &id).await?;
                Ok(Some(id))
            }
        })
        .await
}

async fn find(app: &App, id: i64) -> Result<PostDetails, PageError> {
    find_post(app.db.reader(), PostId(id)).await?.ok_or(PageError::NotFound)
}

async fn save(app: &App, target: (PostId, i32), content: &PostContent, editor_id: i64) -> Result<(), UpdatePostError> {
    let now = app.now();
    app.db.write_tx(async |tx| update_post(tx, target, content, Actor::Person(editor_id), now).await).await
}

fn saved_words(post: &PostDetails) -> &'static str {
    match post.state {
        PostState::Published => "Saved. The page on the site has changed.",
        PostState::Draft | PostState::Withdrawn => "Saved.",
    }
}

fn refused(page: &PageContext, mut view: PostForm, errors: &FieldErrors) -> Result<HttpResponse, PageError> {
    view.form = view.form.with_errors(errors);
    page.render_with(StatusCode::UNPROCESSABLE_ENTITY, FORM, &view)
}

fn is_preview(form: &Posted) -> bool {
    form.get("do") == "preview"
}

fn previewed(view: PostForm) -> PostForm {
    PostForm { preview: Some(PostPreview::of(&view.form)), ..view }
}

fn new_form(page: &PageContext, form: FormView) -> PostForm {
    PostForm {
        form,
        kinds: kinds(),
        action: LIST.to_owned(),
        version: 0,
        post: None,
        preview: None,
        revisions: Vec::new(),
        may_publish: may_publish(page),
    }
}

async fn stored_form(app: &App, page: &PageContext, post: &PostDetails, form: FormView) -> Result<PostForm, PageError> {
    Ok(PostForm {
        action: format!("{LIST}/{}", post.id),
        version: post.version,
        post: Some(StoredPost::from(post)),
        revisions: revisions::rows(app.db.reader(), post.id).await?,
        ..new_form(page, form)
    })
}

fn may_publish(page: &PageContext) -> bool {
    page.viewer.as_ref().is_some_and(|viewer| viewer.may(PublishNews))
}
