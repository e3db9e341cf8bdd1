//! One application with everything that helps to decide, the decision, and the look afterwards.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::cautions::cautions;
use super::evidence::answer_lines;
use super::forms::{blank, read_decision, typed};
use super::views::{ApplicationView, Line, clock_of, decision_choices, reason_choices, type_note};
use crate::app::App;
use crate::kernel::uk_time::{date_and_time, london_date, long_date};
use crate::kernel::unexpected::Context;
use crate::members::applications::queries::{decisions_of, find_application, possible_duplicates};
use crate::members::applications::{
    ApplicationRecord, ApplicationState, DecideError, Decided, Decision, decide_application, review_application,
};
use crate::members::membership::{standing, type_version_on, version_first_day};
use crate::members::people::{addresses, find_person};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

/// GET `/admin/applications/{reference}`.
pub async fn show_application(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::DecideApplications>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let application = find_application(app.db.reader(), &reference).await?.ok_or(PageError::NotFound)?;
    show(&app, &page, (&application, officer.person_id), blank(), StatusCode::OK).await
}

/// POST `/admin/applications/{reference}/decision`.
pub async fn create_decision(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::DecideApplications>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let application = find_application(app.db.reader(), &reference).await?.ok_or(PageError::NotFound)?;
    let again = async |errors: &FieldErrors, status| {
        let shown = typed(&form).with_errors(errors);
        show(&app, &page, (&application, officer.person_id), shown, status).await
    };
    let command = match read_decision(&form, application.id, officer.person_id) {
        Ok(command) => command,
        Err(errors) => return again(&errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let here = format!("/admin/applications/{}", application.reference);
    match decide_application(&app, &command).await {
        Ok(decided) => Ok(page.redirect_with(&Flash::done(done_words(command.decision, decided)), &here)),
        Err(DecideError::Unexpected(error)) => Err(error.into()),
        Err(DecideError::NotWaiting) => {
            Ok(page.redirect_with(&Flash::info("This has been decided, or taken back, already. See below."), &here))
        }
        Err(refusal) => {
            let field = match &refusal {
                DecideError::ConflictNotRuledOut => "no_conflict",
                DecideError::WordsMissing => "reason",
                DecideError::MinuteMissing => "minute_reference",
                _ => "decision",
            };
            again(&FieldErrors::one(field, sentence(&refusal.to_string())), StatusCode::CONFLICT).await
        }
    }
}

fn done_words(decision: Decision, decided: Decided) -> &'static str {
    match (decision, decided) {
        (_, Decided::WaitsForSecond) => "Your approval is written down. A second person has to approve as well.",
        (Decision::Approve, Decided::Done) => "Approved. The applicant gets a letter with the way to pay.",
        (Decision::Ask, Decided::Done) => "Asked. The applicant gets your question by email.",
        (Decision::Refuse, Decided::Done) => "Refused. The applicant gets your reason by email.",
        (Decision::Duplicate, Decided::Done) => "Closed: already on record.",
    }
}

/// Our errors begin small; pages begin large.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// POST `/admin/applications/{reference}/review`.
pub async fn create_review(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::DecideApplications>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let application = find_application(app.db.reader(), &reference).await?.ok_or(PageError::NotFound)?;
    let flash = if review_application(&app, application.id, officer.person_id).await? {
        Flash::done("Noted that you have looked at it.")
    } else {
        Flash::info("There is nothing here for you to look at.")
    };
    Ok(page.redirect_with(&flash, "/admin/applications?show=to-review"))
}

async fn show(
    app: &App,
    page: &PageContext,
    (application, officer_id): (&ApplicationRecord, i64),
    form: FormView,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let person = find_person(db, application.person_id).await?.context("who applied is not there")?;
    let offered = type_version_on(db, application.type_id, today).await?;
    let (clock, clock_kind) = clock_of(application, today);
    let history = decisions_of(db, application.id).await?;
    let is_own = application.person_id == officer_id;
    let declared_from = match application.version_id {
        Some(id) => version_first_day(db, id).await?,
        None => None,
    };
    let is_undecided = ApplicationState::UNDECIDED.contains(&application.state);
    let view = ApplicationView {
        form,
        name: person.name,
        emails: addresses(db, person.id).await?.into_iter().map(|held| held.address).collect(),
        standing: standing_words(standing(db, person.id, today).await?.is_member()),
        kind: application.kind.label(),
        type_note: offered.as_ref().map(|offered| type_note(offered, is_undecided)).unwrap_or_default(),
        type_name: offered.as_ref().map(|offered| offered.version.name.clone()).unwrap_or_default(),
        state: application.state.word(),
        state_words: application.state.label(),
        sent_on: application.submitted_at.map(date_and_time).unwrap_or_default(),
        reply_by: application.reply_by.map(long_date).unwrap_or_default(),
        clock,
        clock_kind,
        answers: answer_lines(application, offered.as_ref().map(|offered| &offered.version), declared_from),
        cautions: cautions(db, (application, officer_id), offered.as_ref(), today).await?,
        evidence: evidence_lines(application),
        duplicates: possible_duplicates(db, person.id, &application.answers)
            .await?
            .into_iter()
            .map(Into::into)
            .collect(),
        may_review: application.state == ApplicationState::Approved && history.is_empty() && !is_own,
        history: history.into_iter().map(Into::into).collect(),
        decisions: decision_choices(application.state),
        reasons: reason_choices(),
        cannot: if is_own { "This is your own application, so somebody else has to decide on it." } else { "" },
        may_decide: is_undecided && !is_own,
        reference: application.reference.clone(),
    };
    page.render_with(status, "admin/applications/show.html", &view)
}

fn standing_words(is_member: bool) -> String {
    if is_member { "A member today" } else { "Not a member today" }.to_owned()
}

fn evidence_lines(application: &ApplicationRecord) -> Vec<Line> {
    let answers = application.answers.evidence.iter();
    answers.map(|answer| Line { label: date_and_time(answer.at), value: answer.words.clone() }).collect()
}
