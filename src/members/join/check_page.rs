//! Everything once more before it is sent; each line leads back to its question.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use serde::Serialize;

use super::type_view::TypeView;
use crate::app::App;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::applications::words::{
    address_words, place_words, registration_words, role_words, years_since_words,
};
use crate::members::applications::{
    Answers, ApplicationKind, ApplicationState, REPLY_DAYS, Step, SubmitApplication, SubmitError, Submitted,
    find_live_application, submit_application,
};
use crate::members::membership::{removal_in_force, type_version_on};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn};

/// One answer with its question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct AnswerLine {
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) href: String,
}

#[derive(Serialize)]
struct CheckView {
    form: FormView,
    kind: TypeView,
    lines: Vec<AnswerLine>,
    reply_days: u64,
    /// People decide before anything is paid.
    waits: bool,
}

/// GET `/join/check`.
pub async fn show_check(app: Data<App>, page: PageContext, signed_in: SignedIn) -> Result<HttpResponse, PageError> {
    show(&app, &page, &signed_in, &FieldErrors::new(), StatusCode::OK).await
}

/// POST `/join/check`: sends the application.
pub async fn create_application(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    _form: Posted,
) -> Result<HttpResponse, PageError> {
    match submit_application(&app, SubmitApplication { person_id: signed_in.person_id }).await {
        Ok(Submitted::ToPay) => Ok(page.redirect("/join/payment")),
        Ok(Submitted::WithRenewal { from }) => {
            let words = format!("Your type of membership changes on {}, with your next renewal.", long_date(from));
            Ok(page.redirect_with(&Flash::done(words), "/account"))
        }
        Ok(Submitted::Waits { .. } | Submitted::Settled) | Err(SubmitError::AlreadySent) => {
            Ok(page.redirect("/join/done"))
        }
        Err(SubmitError::NoDraft) => Ok(page.redirect("/join/type")),
        Err(SubmitError::Missing(step)) => {
            Ok(page.redirect_with(&Flash::info("One question is not answered yet."), &step.path()))
        }
        Err(SubmitError::CannotOrder(words)) => {
            show(&app, &page, &signed_in, &FieldErrors::one("", words), StatusCode::CONFLICT).await
        }
        Err(SubmitError::Unexpected(error)) => Err(error.into()),
    }
}

async fn show(
    app: &App,
    page: &PageContext,
    signed_in: &SignedIn,
    errors: &FieldErrors,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let Some(draft) = find_live_application(db, signed_in.person_id).await? else {
        return Ok(page.redirect("/join/type"));
    };
    if draft.state != ApplicationState::Draft {
        return Ok(page.redirect("/join/done"));
    }
    let Some(offered) = type_version_on(db, draft.type_id, london_date(app.now())).await? else {
        return Ok(page.redirect("/join/type"));
    };
    if let Some(step) = draft.answers.next_step(&offered.version) {
        return Ok(page.redirect(&step.path()));
    }
    let kind = TypeView::new(&offered, london_date(app.now()));
    let asks_years = Step::Experience.is_asked(Some(&offered.version));
    let was_removed = removal_in_force(db, signed_in.person_id, london_date(app.now())).await?.is_some();
    let view = CheckView {
        form: FormView::default().with_errors(errors),
        lines: lines(&draft.answers, &signed_in.viewer.email, (&kind.name, asks_years)),
        waits: kind.needs_decision || was_removed || draft.kind == ApplicationKind::Renewal,
        kind,
        reply_days: REPLY_DAYS,
    };
    page.render_with(status, "join/check.html", &view)
}

fn lines(answers: &Answers, email: &str, (type_name, asks_years): (&str, bool)) -> Vec<AnswerLine> {
    let line = |step: Step, label, value: String| AnswerLine { label, value, href: step.path() };
    let or_none = |text: &str| if text.is_empty() { "None".to_owned() } else { text.to_owned() };
    let mut lines = vec![
        line(Step::Type, "Membership", type_name.to_owned()),
        line(Step::Name, "Name", answers.name.clone()),
        line(Step::SecondEmail, "Email addresses", email_words(answers, email)),
        line(Step::Roles, "What you do", role_words(answers)),
        line(Step::Employer, "Employer", answers.employer.words()),
        line(Step::Registration, "Registration", registration_words(answers)),
        line(Step::Experience, "Qualified for", years_since_words(answers)),
        line(Step::Region, "Where you work", place_words(answers)),
        line(Step::Address, "Address for the register", address_words(answers)),
        line(Step::EmailChoices, "What you want to hear by email", wants_words(answers)),
    ];
    lines.retain(|line| line.href != Step::Experience.path() || asks_years);
    if !answers.statement.is_empty() {
        lines.push(line(Step::Declaration, "In your words", or_none(&answers.statement)));
    }
    lines.push(line(Step::Declaration, "Declaration", "Made".to_owned()));
    lines
}

fn email_words(answers: &Answers, email: &str) -> String {
    match answers.second_email.as_str() {
        "" => email.to_owned(),
        second => format!("{email} and {second}"),
    }
}

fn wants_words(answers: &Answers) -> String {
    let names = [
        (answers.wants.member_news, "News for members"),
        (answers.wants.campaign_news, "Campaigns"),
        (answers.wants.training_offers, "Courses"),
    ];
    let wanted: Vec<&str> = names.into_iter().filter(|(is_wanted, _)| *is_wanted).map(|(_, name)| name).collect();
    if wanted.is_empty() { "Nothing beyond what concerns my membership".to_owned() } else { wanted.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::applications::EmailWants;

    #[test]
    fn what_is_wanted_is_said_in_words() {
        let wants = EmailWants { campaign_news: true, ..EmailWants::default() };
        let answers = Answers { wants, ..Answers::default() };

        assert_eq!(wants_words(&answers), "Campaigns");
        assert_eq!(wants_words(&Answers::default()), "Nothing beyond what concerns my membership");
    }
}
