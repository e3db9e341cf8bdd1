//! `/account/application`: how one's application stands; answering a question; taking it back.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use serde::Serialize;

use crate::app::App;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::applications::{
    AnswerQuestionError, ApplicationState, answer_question, application_of, withdraw_application,
};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn, TextInput};

const HERE: &str = "/account/application";
const ANSWER: TextInput = TextInput::block("answer", "answer", 4_000);

#[derive(Serialize)]
struct OwnApplicationView {
    form: FormView,
    reference: String,
    type_name: String,
    kind: &'static str,
    state: &'static str,
    state_words: &'static str,
    sent_on: String,
    reply_by: String,
    question: String,
    reason: String,
    is_live: bool,
}

/// GET `/account/application`.
pub async fn show_own_application(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
) -> Result<HttpResponse, PageError> {
    show(&app, &page, &signed_in, FormView::blank(&["answer"]), StatusCode::OK).await
}

/// POST `/account/application/answer`.
pub async fn create_answer(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let mut errors = FieldErrors::new();
    let words = ANSWER.read(&form, &mut errors);
    if !errors.is_empty() {
        let shown = FormView::filled([("answer", form.get("answer"))]).with_errors(&errors);
        return show(&app, &page, &signed_in, shown, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let flash = match answer_question(&app, signed_in.person_id, &words).await {
        Ok(due) => Flash::done(format!("Thank you. We will reply by {}.", long_date(due))),
        Err(AnswerQuestionError::NotAsked) => Flash::info("No question is waiting for your answer."),
        Err(AnswerQuestionError::Unexpected(error)) => return Err(error.into()),
    };
    Ok(page.redirect_with(&flash, HERE))
}

/// POST `/account/application/withdrawal`.
pub async fn create_withdrawal(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    _form: Posted,
) -> Result<HttpResponse, PageError> {
    let flash = if withdraw_application(&app, signed_in.person_id).await? {
        Flash::done("Your application is taken back. You can apply again whenever you like.")
    } else {
        Flash::info("There is no application to take back.")
    };
    Ok(page.redirect_with(&flash, HERE))
}

async fn show(
    app: &App,
    page: &PageContext,
    signed_in: &SignedIn,
    form: FormView,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let Some(own) = application_of(app.db.reader(), signed_in.person_id).await? else {
        return Ok(page.redirect("/join"));
    };
    if own.state == ApplicationState::Draft {
        return Ok(page.redirect("/join/continue"));
    }
    let view = OwnApplicationView {
        form,
        is_live: own.is_live(),
        reference: own.reference,
        type_name: own.type_name,
        kind: own.kind.label(),
        state: own.state.word(),
        state_words: own.state.label(),
        sent_on: own.submitted_at.map(|at| long_date(london_date(at))).unwrap_or_default(),
        reply_by: own.reply_by.map(long_date).unwrap_or_default(),
        question: own.question.unwrap_or_default(),
        reason: own.closed_reason.unwrap_or_default(),
    };
    page.render_with(status, "join/own_application.html", &view)
}
