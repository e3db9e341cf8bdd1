//! The page of a question for a file, behind both doors: one file, given, given anew or taken back (QST-1).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::answer_file::{FileKind, FileRefused, LARGEST_FILE, kept_name};
use super::answer_pages::next_page;
use super::give_file::{GiveFile, give_file, take_file_back};
use super::open_form::OpenForm;
use super::queries::answers_of;
use super::question::{Question, QuestionKind};
use super::save_answers::SaveAnswersError;
use super::views::{FilePageView, given_file};
use crate::app::App;
use crate::bookings::door::Door;
use crate::events::EventView;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Uploaded, UploadedFile};

const PAGE: &str = "bookings/question_file.html";

/// The question's number in the address.
#[derive(Debug, Deserialize)]
pub struct Asked {
    question: String,
}

/// The question for a file on this form; 404 for any other.
fn question_of(open: &OpenForm, asked: &Asked) -> Result<Question, PageError> {
    let id: i64 = asked.question.parse().map_err(|_| PageError::NotFound)?;
    let form = open.form();
    let found = form.into_iter().find(|question| question.id == id && question.wording.kind == QuestionKind::File);
    found.cloned().ok_or(PageError::NotFound)
}

/// GET /bookings/{ref}/questions/{question}/file, GET /manage/{token}/questions/{question}/file
pub async fn show_file(
    app: Data<App>,
    page: PageContext,
    door: Door,
    asked: Path<Asked>,
) -> Result<HttpResponse, PageError> {
    let open = OpenForm::find(&app, &page, &door).await?;
    if let Some(words) = open.refusal(app.now()) {
        return Ok(page.redirect_with(&Flash::info(words), &open.base));
    }
    show(&app, &page, (&open, &question_of(&open, &asked)?), &FieldErrors::new()).await
}

async fn show(
    app: &App,
    page: &PageContext,
    (open, question): (&OpenForm, &Question),
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let stored = answers_of(app.db.reader(), open.who).await?;
    let view = FilePageView {
        here: format!("{}/questions/{}/file", open.base, question.id),
        base: open.base.clone(),
        event: EventView::new(&open.event, app.now()),
        name: open.name.clone(),
        label: question.wording.words.clone(),
        hint: question.wording.hint.clone(),
        optional: !question.wording.is_required,
        form: FormView::blank(&["file"]).with_errors(errors),
        given: given_file(&stored, question.id).unwrap_or_default().to_owned(),
        until: open.until(),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page.render_with(status, PAGE, &view)
}

/// POST to the same: keeps the file that came with it.
pub async fn create_file(
    app: Data<App>,
    page: PageContext,
    door: Door,
    asked: Path<Asked>,
    uploaded: Uploaded,
) -> Result<HttpResponse, PageError> {
    let open = OpenForm::find(&app, &page, &door).await?;
    if let Some(words) = open.refusal(app.now()) {
        return Ok(page.redirect_with(&Flash::info(words), &open.base));
    }
    let question = question_of(&open, &asked)?;
    let (kind, content) = match read(uploaded.file()).await? {
        Ok(read) => read,
        Err(refused) => {
            return show(&app, &page, (&open, &question), &FieldErrors::one("file", refused.to_string())).await;
        }
    };
    let file_name = kept_name(uploaded.file().map_or("", |file| &file.file_name), kind);
    let command = GiveFile { who: open.who, generation: open.generation, question, file_name, kind, content };
    match give_file(&app, command).await {
        Ok(()) => next_page(&app, &page, &open).await,
        Err(SaveAnswersError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base)),
    }
}

/// What came, and what it is. A file that is too large is not read.
async fn read(file: Option<&UploadedFile>) -> Result<Result<(FileKind, Vec<u8>), FileRefused>, PageError> {
    let Some(file) = file else { return Ok(Err(FileRefused::Missing)) };
    if file.bytes > LARGEST_FILE {
        return Ok(Err(FileRefused::TooLarge));
    }
    let path = file.path().to_owned();
    let judged = move || std::fs::read(path).map(|content| FileKind::of(&content).map(|kind| (kind, content)));
    let judged = actix_web::rt::task::spawn_blocking(judged).await.map_err(PageError::from_error)?;
    judged.map_err(PageError::from_error)
}

/// POST …/file/removal
pub async fn remove_file(
    app: Data<App>,
    page: PageContext,
    door: Door,
    asked: Path<Asked>,
) -> Result<HttpResponse, PageError> {
    let open = OpenForm::find(&app, &page, &door).await?;
    if let Some(words) = open.refusal(app.now()) {
        return Ok(page.redirect_with(&Flash::info(words), &open.base));
    }
    let question = question_of(&open, &asked)?;
    let here = format!("{}/questions/{}/file", open.base, question.id);
    match take_file_back(&app, (open.who, open.generation), question).await {
        Ok(true) => Ok(page.redirect_with(&Flash::done("The file is deleted."), &here)),
        Ok(false) => Ok(page.redirect_with(&Flash::info("There was no file to delete."), &here)),
        Err(SaveAnswersError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base)),
    }
}
