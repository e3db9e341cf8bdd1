//! The officers' course desk: list, write, preview, publish, take off the site.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::views::{CourseDesk, CourseForm, CoursePreview, CourseRow, StoredCourse};
use super::{
    CourseContent, CourseDetails, CourseId, PublishCourseError, UpdateCourseError, create_course, find_course, forms,
    publish_course, queries, update_course, withdraw_course,
};
use crate::app::App;
use crate::audit::Actor;
use crate::idempotency::{self, Claim};
use crate::kernel::Unexpected;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

const LIST: &str = "/admin/courses";
const ALREADY_SAVED: &str =
    "This form was saved as a draft before; you find it in the list. Saving again makes a second course.";
const FORM: &str = "admin/courses/form.html";

/// Every course.
pub async fn list_courses(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let courses = queries::list_all_courses(app.db.reader()).await?;
    page.render("admin/courses/list.html", &CourseDesk { courses: courses.iter().map(CourseRow::from).collect() })
}

/// The form of a new course.
pub async fn new_course(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    page.render(FORM, &new_form(forms::blank(app.tokens.secret())))
}

/// Saves a new course as a draft, or shows what it would look like.
pub async fn create(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    if is_preview(&form) {
        return page.render(FORM, &previewed(new_form(forms::typed(&form))));
    }
    let content = match forms::read(&form) {
        Ok(content) => content,
        Err(errors) => return refused(&page, new_form(forms::typed(&form)), &errors),
    };
    let Some(id) = create_once(&app, &content, officer.person_id, &form).await? else {
        let mut view = new_form(forms::typed(&form));
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
    page.render(FORM, &stored_form(&course, forms::filled(&course.content)))
}

/// Saves over the version the form was filled from, or shows what it would look like.
pub async fn update(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<i64>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let course = find(&app, *id).await?;
    let expected = form.get("version").parse().unwrap_or_default();
    let mut view = stored_form(&course, forms::typed(&form));
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
    match save(&app, (course.id, expected), &content, officer.person_id).await {
        Ok(()) => Ok(page.redirect_with(&Flash::done("Saved."), &format!("{LIST}/{}", course.id))),
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

/// Puts the course on the site.
pub async fn publish(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<i64>,
) -> Result<HttpResponse, PageError> {
    let course = find(&app, *id).await?;
    let (by, now) = (Actor::Person(officer.person_id), app.now());
    let outcome = app.db.write_tx(async |tx| publish_course(tx, course.id, by, now).await).await;
    answer(&page, course.id, outcome, "It is on the site.", "It was on the site already.")
}

/// Takes the course off the site; its dates stay.
pub async fn withdraw(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<i64>,
) -> Result<HttpResponse, PageError> {
    let course = find(&app, *id).await?;
    let (by, now) = (Actor::Person(officer.person_id), app.now());
    let outcome = app.db.write_tx(async |tx| withdraw_course(tx, course.id, by, now).await).await;
    answer(&page, course.id, outcome, "It is off the site. Its dates stay where they are.", "It was not on the site.")
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

fn answer(
    page: &PageContext,
    id: CourseId,
    outcome: Result<(), PublishCourseError>,
    done: &str,
    already: &str,
) -> Result<HttpResponse, PageError> {
    let flash = match outcome {
        Ok(()) => Flash::done(done),
        Err(PublishCourseError::NotAllowed) => Flash::info(already),
        Err(refusal @ PublishCourseError::NotSetUp) => Flash::problem(refusal.to_string()),
        Err(PublishCourseError::Unexpected(error)) => return Err(error.into()),
    };
    Ok(page.redirect_with(&flash, &format!("{LIST}/{id}")))
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

fn new_form(form: FormView) -> CourseForm {
    CourseForm { form, action: LIST.to_owned(), version: 0, course: None, preview: None }
}

fn stored_form(course: &CourseDetails, form: FormView) -> CourseForm {
    let action = format!("{LIST}/{}", course.id);
    CourseForm { form, action, version: course.version, course: Some(StoredCourse::from(course)), preview: None }
}
