//! The officers' desk of questions, for a date or for a course: the list, a question's form, and the acts on it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::desk_views::{ListView, QuestionFormView, form_view, question_rows};
use super::edit_questions::{Edit, EditQuestionError, edit_questions};
use super::forms;
use super::home::{Home, OpenHome};
use super::queries::{answer_counts, questions_of};
use super::question::Question;
use crate::app::App;
use crate::bookings::needs::care::care_view;
use crate::kernel::Unexpected;
use crate::web::{FieldErrors, Flash, PageContext, PageError, Permitted, Posted, may};

const LIST: &str = "admin/questions/list.html";
const FORM: &str = "admin/questions/form.html";

/// GET …/questions
pub async fn list_questions(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let open = OpenHome::find(&app, &page.path, &id).await?;
    let db = app.db.reader();
    let questions = questions_of(db, open.home).await?;
    let ids: Vec<i64> = questions.iter().map(|question| question.id).collect();
    let answers = answer_counts(db, &ids).await?;
    let care = match &open.event {
        Some(event) => Some(care_view(&app, event).await?),
        None => None,
    };
    let view = ListView {
        title: open.title,
        is_course: matches!(open.home, Home::Course(_)),
        has_course: open.course.is_some(),
        questions: question_rows(&questions, &answers, &open.base),
        back: open.base.clone(),
        base: format!("{}/questions", open.base),
        care,
    };
    page.render(LIST, &view)
}

/// GET …/questions/new
pub async fn new_question(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let open = OpenHome::find(&app, &page.path, &id).await?;
    let questions = questions_of(app.db.reader(), open.home).await?;
    page.render(FORM, &form_view(&open, &questions, None, forms::blank()))
}

/// POST …/questions/new
pub async fn create_question(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let open = OpenHome::find(&app, &page.path, &id).await?;
    let questions = questions_of(app.db.reader(), open.home).await?;
    let again = |status, errors: &FieldErrors| {
        let form = forms::sent(&posted).with_errors(errors);
        page.render_with(status, FORM, &form_view(&open, &questions, None, form))
    };
    let wording = match forms::read_wording(&posted) {
        Ok(wording) => wording,
        Err(errors) => return again(StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    match edit_questions(&app, open.home, Edit::Add(wording), officer.person_id).await {
        Ok(()) => Ok(done(&page, &open, "The question is asked from now on.")),
        Err(EditQuestionError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => again(StatusCode::CONFLICT, &FieldErrors::one(field_of(&refusal), refusal.to_string())),
    }
}

/// GET …/questions/{question}
pub async fn edit_question(
    app: Data<App>,
    page: PageContext,
    ids: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (open, questions, at) = open_question(&app, &page, &ids).await?;
    let question = &questions[at];
    let mut view = form_view(&open, &questions, Some(question), forms::filled(&question.wording));
    view.answers = count(&app, question.id).await?;
    page.render(FORM, &view)
}

/// POST …/questions/{question}: another version of it (QST-8).
pub async fn update_question(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    ids: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (open, questions, at) = open_question(&app, &page, &ids).await?;
    let question = &questions[at];
    let answers = count(&app, question.id).await?;
    let again = |status, errors: &FieldErrors| {
        let form = forms::sent(&posted).with_errors(errors);
        let view = form_view(&open, &questions, Some(question), form);
        page.render_with(status, FORM, &QuestionFormView { answers, ..view })
    };
    let wording = match forms::read_wording(&posted) {
        Ok(wording) => wording,
        Err(errors) => return again(StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    let version = posted.get("version").parse().unwrap_or_default();
    let edit = Edit::Change { id: question.id, version, wording };
    match edit_questions(&app, open.home, edit, officer.person_id).await {
        Ok(()) if answers > 0 => {
            Ok(done(&page, &open, "Changed. Answers given before keep the words they were given to."))
        }
        Ok(()) => Ok(done(&page, &open, "Changed.")),
        Err(EditQuestionError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => again(StatusCode::CONFLICT, &FieldErrors::one(field_of(&refusal), refusal.to_string())),
    }
}

fn field_of(refusal: &EditQuestionError) -> &'static str {
    if matches!(refusal, EditQuestionError::WouldWaitInVain { .. }) { "after" } else { "" }
}

/// POST …/questions/{question}/withdrawal
pub async fn withdraw_question(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    ids: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (open, questions, at) = open_question(&app, &page, &ids).await?;
    let words = "The question is asked no more. What was answered is kept.";
    act(&app, &page, &open, (Edit::Withdraw(questions[at].id), words), officer.person_id).await
}

/// POST …/questions/{question}/position
pub async fn move_question(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    ids: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (open, questions, at) = open_question(&app, &page, &ids).await?;
    let by = if posted.get("to") == "up" { -1 } else { 1 };
    act(&app, &page, &open, (Edit::Move(questions[at].id, by), "Moved."), officer.person_id).await
}

/// POST …/questions/copies: the questions of the course, after those of the date.
pub async fn copy_from_course(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let open = OpenHome::find(&app, &page.path, &id).await?;
    let course = open.course.ok_or(PageError::NotFound)?;
    let words = "The course’s questions are asked here too. Changes here do not touch the course.";
    act(&app, &page, &open, (Edit::Copy(Home::Course(course)), words), officer.person_id).await
}

async fn act(
    app: &App,
    page: &PageContext,
    open: &OpenHome,
    (edit, words): (Edit, &str),
    officer_id: i64,
) -> Result<HttpResponse, PageError> {
    match edit_questions(app, open.home, edit, officer_id).await {
        Ok(()) => Ok(done(page, open, words)),
        Err(EditQuestionError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &format!("{}/questions", open.base)))
        }
    }
}

fn done(page: &PageContext, open: &OpenHome, words: &str) -> HttpResponse {
    page.redirect_with(&Flash::done(words), &format!("{}/questions", open.base))
}

/// The home, its questions, and where among them the one asked for stands; 404 for one of another home.
async fn open_question(
    app: &App,
    page: &PageContext,
    (id, question): &(String, String),
) -> Result<(OpenHome, Vec<Question>, usize), PageError> {
    let open = OpenHome::find(app, &page.path, id).await?;
    let questions = questions_of(app.db.reader(), open.home).await?;
    let wanted: i64 = question.parse().map_err(|_| PageError::NotFound)?;
    let at = questions.iter().position(|question| question.id == wanted).ok_or(PageError::NotFound)?;
    Ok((open, questions, at))
}

async fn count(app: &App, id: i64) -> Result<i64, Unexpected> {
    Ok(answer_counts(app.db.reader(), &[id]).await?.get(&id).copied().unwrap_or_default())
}
