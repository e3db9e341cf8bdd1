//! The page of a question for a file, behind both doors: one file, given, given anew or taken back (QST-1).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::answer_file::{FileKind, FileRefused, LARGEST_FILE, kept_name};
use super::answer_pages::next_page;
use super::give_file::{GiveFile, forget_given_file, give_file, take_file_back};
use super::open_form::OpenForm;
use super::picture_metadata::without_metadata;
use super::queries::{answers_of, given_files};
use super::question::{Question, QuestionKind};
use super::save_answers::SaveAnswersError;
use super::views::{FilePageView, given_file};
use crate::app::App;
use crate::bookings::door::Door;
use crate::bookings::needs::deadlines::forget_at;
use crate::events::EventView;
use crate::kernel::uk_time::{last_whole_day, long_date};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Uploaded, UploadedFile};

const PAGE: &str = "bookings/question_file.html";

/// The question's number in the address.
#[derive(Debug, Deserialize)]
pub struct Asked {
    question: String,
}

impl Asked {
    fn id(&self) -> Result<i64, PageError> {
        self.question.parse().map_err(|_| PageError::NotFound)
    }
}

/// The question for a file on this form; 404 for any other.
fn question_of(open: &OpenForm, asked: &Asked) -> Result<Question, PageError> {
    let id = asked.id()?;
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
    let refusal = open.refusal(app.now());
    match question_of(&open, &asked) {
        Ok(question) if refusal.is_none() => show(&app, &page, (&open, &question), &FieldErrors::new()).await,
        _ => show_given(&app, &page, (&open, asked.id()?), refusal).await,
    }
}

/// What was given and cannot be changed any more: it can only be taken away. Leads back when there is nothing.
async fn show_given(
    app: &App,
    page: &PageContext,
    (open, question_id): (&OpenForm, i64),
    refusal: Option<String>,
) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let files = given_files(db, &answers_of(db, open.who).await?).await?;
    let Some(file) = files.into_iter().find(|file| file.question_id == question_id) else {
        let words = refusal.ok_or(PageError::NotFound)?;
        return Ok(page.redirect_with(&Flash::info(words), &open.base));
    };
    let view = FilePageView { label: file.label, given: file.name, ..page_view(app, open, question_id) };
    page.render(PAGE, &view)
}

/// The page without what is particular to a question that can be answered.
fn page_view(app: &App, open: &OpenForm, question_id: i64) -> FilePageView {
    let kept_until = forget_at(open.event.when.over_at(), open.event.cancelled_at);
    FilePageView {
        here: format!("{}/questions/{question_id}/file", open.base),
        base: open.base.clone(),
        event: EventView::new(&open.event, app.now()),
        name: open.name.clone(),
        kept_until: kept_until.map(|at| long_date(last_whole_day(at))).unwrap_or_default(),
        label: String::new(),
        hint: String::new(),
        optional: false,
        form: FormView::default(),
        given: String::new(),
        until: String::new(),
        may_change: false,
    }
}

async fn show(
    app: &App,
    page: &PageContext,
    (open, question): (&OpenForm, &Question),
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let stored = answers_of(app.db.reader(), open.who).await?;
    let view = FilePageView {
        may_change: true,
        label: question.wording.words.clone(),
        hint: question.wording.hint.clone(),
        optional: !question.wording.is_required,
        form: FormView::blank(&["file"]).with_errors(errors),
        given: given_file(&stored, question.id).unwrap_or_default().to_owned(),
        until: open.until(),
        ..page_view(app, open, question.id)
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
    let judge = |content: Vec<u8>| -> Result<(FileKind, Vec<u8>), FileRefused> {
        let kind = FileKind::of(&content)?;
        Ok((kind, without_metadata(kind, content)?))
    };
    let judged = move || std::fs::read(path).map(judge);
    let judged = actix_web::rt::task::spawn_blocking(judged).await.map_err(PageError::from_error)?;
    judged.map_err(PageError::from_error)
}

/// POST …/file/removal: works for as long as there is a file (DP-15).
pub async fn remove_file(
    app: Data<App>,
    page: PageContext,
    door: Door,
    asked: Path<Asked>,
) -> Result<HttpResponse, PageError> {
    let open = OpenForm::find(&app, &page, &door).await?;
    let (from, id) = ((open.who, open.generation), asked.id()?);
    let here = format!("{}/questions/{id}/file", open.base);
    let (is_gone, back) = match question_of(&open, &asked) {
        Ok(question) if open.refusal(app.now()).is_none() => match take_file_back(&app, from, question).await {
            Ok(is_gone) => (is_gone, &here),
            Err(SaveAnswersError::Unexpected(error)) => return Err(error.into()),
            Err(refusal) => return Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base)),
        },
        // Whatever became of the date, the question or the place: what somebody gave they can take away.
        _ => (forget_given_file(&app, from, id).await?, &open.base),
    };
    let flash = if is_gone { Flash::done("The file is deleted.") } else { Flash::info("There was no file to delete.") };
    Ok(page.redirect_with(&flash, back))
}
