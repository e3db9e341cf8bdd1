//! Searching employers as somebody types, and the question which council took over (PR-08, PR-09).

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Query};
use serde::Serialize;

use super::queries::{EmployerRow, search_employers};
use super::succession::{AnswerError, answer_employer_question, employer_question};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn};

/// Longer questions are cut: no employer has such a name.
const LONGEST_QUESTION: usize = 100;

/// An employer as a choice of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EmployerChoice {
    /// Its reference.
    pub value: String,
    /// Its short name.
    pub label: String,
    /// What tells it apart.
    pub hint: String,
}

impl From<&EmployerRow> for EmployerChoice {
    fn from(row: &EmployerRow) -> Self {
        Self { value: row.reference.clone(), label: row.name.clone(), hint: row.detail() }
    }
}

/// What was asked, cut to a sane length.
pub fn read_question(query: &BTreeMap<String, String>) -> String {
    query.get("q").map(|asked| asked.trim().chars().take(LONGEST_QUESTION).collect()).unwrap_or_default()
}

/// GET `/employers?q=`: a short list in JSON, for a page that helps while one types. It holds no personal data, and the
/// browser may keep an answer for a while. There is no limit on asking: counting would cost more than answering.
pub async fn list_employers(app: Data<App>, query: Query<BTreeMap<String, String>>) -> Result<HttpResponse, PageError> {
    let found = search_employers(app.db.reader(), &read_question(&query), london_date(app.now())).await?;
    let choices: Vec<EmployerChoice> = found.iter().map(EmployerChoice::from).collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=600")).json(choices))
}

#[derive(Serialize)]
struct SuccessorPage {
    form: FormView,
    old: String,
    choices: Vec<EmployerChoice>,
}

/// GET `/account/employer`: which of the councils that took over is it?
pub async fn show_successors(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
) -> Result<HttpResponse, PageError> {
    show(&app, &page, signed_in.person_id, &FieldErrors::new(), StatusCode::OK).await
}

/// POST `/account/employer`.
pub async fn choose_successor(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    match answer_employer_question(&app, signed_in.person_id, form.get("employer")).await {
        Ok(()) => Ok(page.redirect_with(&Flash::done("Thank you. Your record names your council now."), "/account")),
        Err(AnswerError::NotAChoice) => {
            let errors = FieldErrors::one("employer", "Choose your council");
            show(&app, &page, signed_in.person_id, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(AnswerError::Unexpected(error)) => Err(error.into()),
    }
}

async fn show(
    app: &App,
    page: &PageContext,
    person_id: i64,
    errors: &FieldErrors,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let question = employer_question(app.db.reader(), person_id, london_date(app.now())).await?;
    let Some(question) = question else {
        return Ok(page.redirect_with(&Flash::info("Your council has not changed."), "/account"));
    };
    let view = SuccessorPage {
        form: FormView::blank(&["employer"]).with_errors(errors),
        old: question.old.official_name.unwrap_or(question.old.name),
        choices: question.choices.iter().map(EmployerChoice::from).collect(),
    };
    page.render_with(status, "members/employer_successors.html", &view)
}
