//! One question a page: shown with what was answered before, kept when it is answered, then on to the next.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use sea_orm::ConnectionTrait;

use super::step_answer::StepAnswer;
use super::step_form::{Asked, NOTHING, filled, read_step, typed};
use super::step_view::{
    Choice, StepView, back_of, found_words, further_employers, regulator_choices, role_choices, title_of, type_choices,
    workplace_choices,
};
use super::type_view::TypeView;
use crate::app::App;
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::members::applications::{
    Answers, ApplicationRecord, ApplicationState, DraftAnswer, STANDARD_DECLARATION, SaveDraftError, Step,
    draft_or_prefilled, find_live_application, save_draft as keep,
};
use crate::members::employers::pages::{EmployerChoice, read_question};
use crate::members::employers::{find_employer_by_reference, general_employers, search_employers};
use crate::members::membership::{
    AppliedForBy, OfferedType, TypeVersion, find_current_terms, offered_types, type_version_on,
};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn};

/// Where an application that was sent is seen.
const OWN_APPLICATION: &str = "/account/application";
/// The check before sending.
const CHECK: &str = "/join/check";

/// What a question's page is made from.
struct Desk {
    step: Step,
    draft: Option<ApplicationRecord>,
    answers: Answers,
    chosen: Option<OfferedType>,
    email: String,
}

impl Desk {
    /// Opens the question. `Err` is where the person must go instead.
    async fn open(app: &App, signed_in: &SignedIn, step: &str) -> Result<Result<Self, &'static str>, PageError> {
        let step = Step::parse(step).ok_or(PageError::NotFound)?;
        let db = app.db.reader();
        let (draft, answers) = draft_or_prefilled(db, signed_in.person_id).await?;
        if draft.as_ref().is_some_and(|record| record.state != ApplicationState::Draft) {
            return Ok(Err(OWN_APPLICATION));
        }
        if draft.is_none() && step != Step::Type {
            return Ok(Err("/join/type"));
        }
        let chosen = match &draft {
            Some(draft) => type_version_on(db, draft.type_id, london_date(app.now())).await?,
            None => None,
        };
        if !step.is_asked(chosen.as_ref().map(|chosen| &chosen.version)) {
            return Ok(Err("/join/continue"));
        }
        Ok(Ok(Self { step, draft, answers, chosen, email: signed_in.viewer.email.clone() }))
    }

    fn version(&self) -> Option<&TypeVersion> {
        self.chosen.as_ref().map(|chosen| &chosen.version)
    }

    fn asked(&self) -> Asked<'_> {
        let version = self.version();
        Asked {
            asks_registration: version.is_some_and(|version| version.asks_registration),
            email: &self.email,
            evidence: version.map_or(&NOTHING, |version| &version.evidence),
            is_decided: version.is_some_and(|version| version.needs_decision),
            version_id: self.chosen.as_ref().map_or(0, |chosen| chosen.version_id),
        }
    }

    fn type_code(&self) -> &str {
        self.chosen.as_ref().map_or("", |chosen| chosen.code.as_str())
    }
}

/// GET `/join/continue`: on to the first question without an answer. The link in our mail leads here; looking uses nothing up.
pub async fn continue_draft(app: Data<App>, page: PageContext, signed_in: SignedIn) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let Some(live) = find_live_application(db, signed_in.person_id).await? else {
        return Ok(page.redirect("/join/type"));
    };
    if live.state != ApplicationState::Draft {
        return Ok(page.redirect(OWN_APPLICATION));
    }
    let chosen = type_version_on(db, live.type_id, london_date(app.now())).await?;
    Ok(page.redirect(&next_path(&live.answers, chosen.as_ref())))
}

/// GET `/join/{step}`.
pub async fn show_step(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    step: Path<String>,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let desk = match Desk::open(&app, &signed_in, &step).await? {
        Ok(desk) => desk,
        Err(elsewhere) => return Ok(page.redirect(elsewhere)),
    };
    let mut form = filled(desk.step, &desk.answers, desk.type_code());
    if desk.step == Step::Type
        && let Some(wanted) = query.get("type")
    {
        form.set("type", wanted.as_str());
    }
    // Other words than those that were declared are declared anew.
    if desk.step == Step::Declaration && desk.answers.declared_words != desk.asked().evidence.declaration {
        form.set("declared", "");
    }
    if desk.step == Step::Region && desk.answers.workplace.is_empty() {
        form.set("workplace", likely_workplace(&app, &desk.answers).await?);
    }
    show(&app, &page, &desk, (form, &read_question(&query)), StatusCode::OK).await
}

/// POST `/join/{step}`.
pub async fn save_step(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    step: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let desk = match Desk::open(&app, &signed_in, &step).await? {
        Ok(desk) => desk,
        Err(elsewhere) => return Ok(page.redirect(elsewhere)),
    };
    let again = async |errors: FieldErrors, status| {
        let mut shown = typed(desk.step, &form);
        if errors.iter().any(|error| error.field == "declared") {
            shown.set("declared", "");
        }
        let shown = shown.with_errors(&errors);
        show(&app, &page, &desk, (shown, form.get("q")), status).await
    };
    let answer = match read_step(desk.step, &form, desk.asked()) {
        Ok(answer) => resolve(&app, answer).await?,
        Err(errors) => Err(errors),
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(errors) => return again(errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let type_code = if let StepAnswer::Type(code) = &answer { Some(code.as_str()) } else { None };
    let kept = DraftAnswer { person_id: signed_in.person_id, type_code, write: &|answers| answer.write(answers) };
    match keep(&app, kept).await {
        Ok(draft) => {
            let chosen = type_version_on(app.db.reader(), draft.type_id, london_date(app.now())).await?;
            Ok(page.redirect(&next_path(&draft.answers, chosen.as_ref())))
        }
        Err(SaveDraftError::Unexpected(error)) => Err(error.into()),
        Err(SaveDraftError::AlreadySent) => {
            Ok(page.redirect_with(&Flash::info("Your application has been sent already."), OWN_APPLICATION))
        }
        Err(refusal @ (SaveDraftError::NoType | SaveDraftError::HeldAlready | SaveDraftError::RenewFirst)) => {
            again(FieldErrors::one("type", words_of(&refusal)), StatusCode::CONFLICT).await
        }
    }
}

fn words_of(refusal: &SaveDraftError) -> String {
    match refusal {
        SaveDraftError::HeldAlready => {
            "You hold this type already. To renew it, go to your account; to change, choose another type".to_owned()
        }
        SaveDraftError::RenewFirst => {
            "Your term is over. Renew it in your account first; after that you can change to this type".to_owned()
        }
        _ => "Choose one of the types of membership".to_owned(),
    }
}

/// The first question without an answer, or the check.
fn next_path(answers: &Answers, chosen: Option<&OfferedType>) -> String {
    let Some(chosen) = chosen else { return Step::Type.path() };
    answers.next_step(&chosen.version).map_or_else(|| CHECK.to_owned(), Step::path)
}

/// Completes an answer from what we keep: the employer as it stands on our list, the terms that are accepted.
async fn resolve(app: &App, answer: StepAnswer) -> Result<Result<StepAnswer, FieldErrors>, Unexpected> {
    let mut employer = match answer {
        StepAnswer::Employer(employer) => employer,
        StepAnswer::Declaration { statement, terms_version, words } => {
            // Nobody accepts terms that they have not seen: those on the page must be those in force (CO-04).
            let in_force = find_current_terms(app.db.reader()).await?.map_or(0, |terms| terms.version);
            if terms_version != in_force {
                let words = "The terms have changed since you opened this page. Read them again, then tick the box";
                return Ok(Err(FieldErrors::one("declared", words)));
            }
            return Ok(Ok(StepAnswer::Declaration { statement, terms_version, words }));
        }
        other => return Ok(Ok(other)),
    };
    if employer.reference.is_empty() {
        return Ok(Ok(StepAnswer::Employer(employer)));
    }
    let today = london_date(app.now());
    let Some(known) = find_employer_by_reference(app.db.reader(), &employer.reference, today).await? else {
        return Ok(Err(FieldErrors::one("employer", "Search for your employer and choose it from the list")));
    };
    if known.kind.is_none_or(|kind| !kind.asks_name()) {
        employer.other.clear();
    }
    employer.name = known.name;
    Ok(Ok(StepAnswer::Employer(employer)))
}

/// The region of the employer, as a suggestion.
async fn likely_workplace(app: &App, answers: &Answers) -> Result<&'static str, Unexpected> {
    use crate::members::practice::Workplace;
    let today = london_date(app.now());
    let employer = find_employer_by_reference(app.db.reader(), &answers.employer.reference, today).await?;
    let region = employer.and_then(|employer| employer.region);
    Ok(region.as_deref().and_then(Workplace::of_region).map_or("", Workplace::word))
}

async fn show(
    app: &App,
    page: &PageContext,
    desk: &Desk,
    (form, asked): (FormView, &str),
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let (found, count) = match desk.step {
        Step::Employer => found_employers(app, db, &form, asked).await?,
        _ => (Vec::new(), 0),
    };
    let steps = Step::asked_by(desk.version());
    let view = StepView {
        choices: choices(app, db, desk).await?,
        found,
        form,
        step: desk.step.word(),
        title: title_of(desk.step),
        number: desk.step.number(&steps),
        total: steps.len(),
        back: back_of(desk.step, &steps),
        has_draft: desk.draft.is_some(),
        kind: desk.chosen.as_ref().map(|kind| TypeView::new(kind, london_date(app.now()))),
        email: desk.email.clone(),
        declares: STANDARD_DECLARATION,
        found_words: found_words(asked, count),
        asked: asked.to_owned(),
        terms: if desk.step == Step::Declaration { find_current_terms(db).await?.map(Into::into) } else { None },
    };
    page.render_with(status, &format!("join/steps/{}.html", desk.step.word().replace('-', "_")), &view)
}

async fn choices(app: &App, db: &impl ConnectionTrait, desk: &Desk) -> Result<Vec<Choice>, Unexpected> {
    let today = london_date(app.now());
    Ok(match desk.step {
        Step::Type => {
            let offered = offered_types(db, today).await?;
            let open = offered.iter().filter(|offered| offered.version.applied_for_by == AppliedForBy::Anyone);
            type_choices(&open.map(|kind| TypeView::new(kind, today)).collect::<Vec<_>>())
        }
        Step::Roles => role_choices(),
        Step::Employer => further_employers(&general_employers(db, today).await?),
        Step::Registration => regulator_choices(desk.asked().asks_registration),
        Step::Region => workplace_choices(),
        _ => Vec::new(),
    })
}

/// Employers that answer the question asked, with the one chosen before, so that it is not lost; and how many answer it.
async fn found_employers(
    app: &App,
    db: &impl ConnectionTrait,
    form: &FormView,
    asked: &str,
) -> Result<(Vec<Choice>, usize), Unexpected> {
    let today = london_date(app.now());
    let mut found = search_employers(db, asked, today).await?;
    found.retain(|row| row.kind.is_none_or(|kind| !kind.asks_name()));
    let count = found.len();
    let chosen = form.fields.get("employer").map_or("", |field| field.value.as_str());
    if !found.iter().any(|row| row.reference == chosen)
        && let Some(row) = find_employer_by_reference(db, chosen, today).await?
        && row.kind.is_none_or(|kind| !kind.asks_name())
    {
        found.insert(0, row);
    }
    Ok((found.iter().map(|row| EmployerChoice::from(row).into()).collect(), count))
}
