//! The officers' form of a course: write, preview, save, and on to the dates that the change concerns (SES-1).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::dates_page::next_step;
use super::policy_versions::policy_versions;
use crate::app::App;
use crate::audit::Actor;
use crate::events::courses::views::{CourseForm, CoursePreview, PolicyChoice, StoredCourse};
use crate::events::courses::{UpdateCourseError, find_course, forms};
use crate::events::{CourseContent, CourseDetails, CourseId, create_course, load_course, update_course};
use crate::idempotency::{self, Claim};
use crate::kernel::Unexpected;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

const LIST: &str = "/admin/courses";
const ALREADY_SAVED: &str =
    "This form was saved as a draft before; you find it in the list. Saving again makes a second course.";
const FORM: &str = "admin/courses/form.html";

/// The form of a new course.
pub async fn new_course(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let policies = policies(&app).await?;
    page.render(FORM, &new_form(forms::blank(app.tokens.secret()), policies))
}

/// Saves a new course as a draft, or shows what it would look like.
pub async fn create(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let policies = policies(&app).await?;
    if is_preview(&form) {
        return page.render(FORM, &previewed(new_form(forms::typed(&form), policies)));
    }
    let content = match forms::read(&form, &policies) {
        Ok(content) => content,
        Err(errors) => return refused(&page, new_form(forms::typed(&form), policies), &errors),
    };
    let Some(id) = create_once(&app, &content, officer.person_id, &form).await? else {
        let mut view = new_form(forms::typed(&form), policies);
        view.form.set("idempotency_key", app.tokens.secret());
        view.form = view.form.with_errors(&FieldErrors::one("", ALREADY_SAVED));
        return page.render_with(StatusCode::CONFLICT, FORM, &view);
    };
    let done = Flash::done("Saved as a draft. Only officers see it until you put it on the site.");
    Ok(page.redirect_with(&done, &format!("{LIST}/{id}")))
}

/// The form of a stored course.
pub async fn edit_course(app: Data<App>, page: PageContext, id: Path<i64>) -> Result<HttpResponse, PageError> {
    let course = find(&app, *id).await?;
    page.render(FORM, &stored_form(&course, forms::filled(&course.content), policies(&app).await?))
}

/// Saves over the version the form was filled from and goes on to the dates that the change concerns, or shows what it would look
/// like.
pub async fn update(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<i64>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let course = find(&app, *id).await?;
    let expected = form.get("version").parse().unwrap_or_default();
    let mut view = stored_form(&course, forms::typed(&form), policies(&app).await?);
    if is_preview(&form) {
        view.version = expected;
        return page.render(FORM, &previewed(view));
    }
    let content = match forms::read(&form, &view.policies) {
        Ok(content) => content,
        Err(errors) => {
            view.version = expected;
            return refused(&page, view, &errors);
        }
    };
    match save(&app, (course.id, expected), &content, officer.person_id).await {
        Ok(()) => saved(&app, &page, &course).await,
        Err(UpdateCourseError::ChangedMeanwhile) => {
            let errors = FieldErrors::one(
                "",
                "Somebody else saved this course while you were writing. Nothing of yours is saved yet. Compare it with \
                 what is stored now; saving again replaces their words with yours.",
            );
            view.form = view.form.with_errors(&errors);
            page.render_with(StatusCode::CONFLICT, FORM, &view)
        }
        Err(UpdateCourseError::Unexpected(error)) => Err(error.into()),
    }
}

/// Creates the course, or finds the one that this very form created before. None: the form was sent before with other words.
async fn create_once(
    app: &App,
    content: &CourseContent,
    officer_id: i64,
    form: &Posted,
) -> Result<Option<String>, Unexpected> {
    let (key, actor, now) = (form.get("idempotency_key"), format!("person:{officer_id}"), app.now());
    app.db
        .write_tx(async |tx| match idempotency::claim(tx, key, &actor, &form.digest(), now).await? {
            Claim::Repeat(id) => Ok(Some(id)),
            Claim::Different => Ok(None),
            Claim::Fresh => {
                let id = create_course(tx, content, Actor::Person(officer_id), now).await?.to_string();
                idempotency::finish(tx, key, &actor, &id).await?;
                Ok(Some(id))
            }
        })
        .await
}

/// The course's dates keep what they copied, unless the officer says otherwise on the next page (SES-1).
async fn saved(app: &App, page: &PageContext, before: &CourseDetails) -> Result<HttpResponse, PageError> {
    let course = load_course(app.db.reader(), before.id).await?;
    let (done, next) = match next_step(app, &before.content, &course).await? {
        Some(next) => ("Saved. Its coming dates are as they were: tick those that take the change too.", next),
        None => ("Saved.", format!("{LIST}/{}", course.id)),
    };
    Ok(page.redirect_with(&Flash::done(done), &next))
}

/// The refund policies to choose from.
async fn policies(app: &App) -> Result<Vec<PolicyChoice>, Unexpected> {
    Ok(policy_versions(app.db.reader()).await?.choices())
}

async fn find(app: &App, id: i64) -> Result<CourseDetails, PageError> {
    find_course(app.db.reader(), CourseId(id)).await?.ok_or(PageError::NotFound)
}

async fn save(
    app: &App,
    target: (CourseId, i32),
    content: &CourseContent,
    officer_id: i64,
) -> Result<(), UpdateCourseError> {
    let now = app.now();
    app.db.write_tx(async |tx| update_course(tx, target, content, Actor::Person(officer_id), now).await).await
}

fn refused(page: &PageContext, mut view: CourseForm, errors: &FieldErrors) -> Result<HttpResponse, PageError> {
    view.form = view.form.with_errors(errors);
    page.render_with(StatusCode::UNPROCESSABLE_ENTITY, FORM, &view)
}

fn is_preview(form: &Posted) -> bool {
    form.get("do") == "preview"
}

fn previewed(view: CourseForm) -> CourseForm {
    CourseForm { preview: Some(CoursePreview::of(&view.form)), ..view }
}

fn new_form(form: FormView, policies: Vec<PolicyChoice>) -> CourseForm {
    CourseForm { form, action: LIST.to_owned(), version: 0, course: None, policies, preview: None }
}

fn stored_form(course: &CourseDetails, form: FormView, policies: Vec<PolicyChoice>) -> CourseForm {
    let action = format!("{LIST}/{}", course.id);
    CourseForm {
        form,
        action,
        version: course.version,
        course: Some(StoredCourse::from(course)),
        policies,
        preview: None,
    }
}
