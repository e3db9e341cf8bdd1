//! Sends an application: what it says is carried over to the person's record, and it waits for a decision, or, where its type
//! needs none, its order is opened at once.

use super::answers::Answers;
use super::application_kind::ApplicationKind;
use super::application_state::ApplicationState;
use super::approve::{CannotOpen, OpenedFor, open_order_of};
use super::declaration::declaration_of;
use super::queries::{ApplicationRecord, find_live_application};
use super::step::Step;
use super::store::applications::{Change, mark};
use super::store::second_address::insert_unproved_address;
use super::{clock, emails, terms_words};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, PersonName, Unexpected};
use crate::members::addresses::MOST_ADDRESSES;
use crate::members::email_choices::{Wanted, record_wanted};
use crate::members::employers::find_employer_by_reference;
use crate::members::membership::{OfferedType, find_current_terms, removal_in_force, type_version_on};
use crate::members::people::addresses;
use crate::members::practice::{PracticeRole, Workplace};
use crate::members::profile::{self, EmployerAnswer, ProfileRow, unless_empty};
use crate::members::search;
use crate::notifications::preferences::MailPurpose;
use crate::unexpected_from;

/// The words beside the boxes of the join form.
const CHOICE_WORDING: &str = "join-2026-11";

/// Who sends what.
#[derive(Copy, Clone, Debug)]
pub struct SubmitApplication {
    /// Whose application; they have one at most.
    pub person_id: i64,
}

/// What happens next.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// People decide; we answer by this day.
    Waits {
        /// The day.
        reply_by: chrono::NaiveDate,
    },
    /// An order is open, to be paid.
    ToPay,
    /// Nothing is to be paid: it holds already.
    Settled,
    /// Another type, from the next renewal on.
    WithRenewal {
        /// Its first day.
        from: chrono::NaiveDate,
    },
}

/// Why it was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// There is no draft.
    #[error("there is no application to send")]
    NoDraft,
    /// It was sent already, perhaps from another tab.
    #[error("this application has been sent already")]
    AlreadySent,
    /// A question is still open.
    #[error("one question is not answered yet")]
    Missing(Step),
    /// No order can be opened, in words for the applicant.
    #[error("{0}")]
    CannotOrder(String),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(SubmitError);

/// Sends the person's draft.
pub async fn submit_application(app: &App, command: SubmitApplication) -> Result<Submitted, SubmitError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let draft = find_live_application(tx, command.person_id).await?.ok_or(SubmitError::NoDraft)?;
            if draft.state != ApplicationState::Draft {
                return Err(SubmitError::AlreadySent);
            }
            let today = london_date(now);
            let offered = type_version_on(tx, draft.type_id, today).await?;
            let offered = offered.ok_or(SubmitError::Missing(Step::Type))?;
            if let Some(step) = draft.answers.next_step(&offered.version) {
                return Err(SubmitError::Missing(step));
            }
            let in_force = find_current_terms(tx).await?.map_or(0, |terms| terms.version);
            if draft.answers.terms_version != in_force {
                return Err(SubmitError::Missing(Step::Declaration));
            }
            // Whoever was removed by a resolution comes back through the trustees, whatever the type (rules 2.3).
            let was_removed = removal_in_force(tx, draft.person_id, today).await?.is_some();
            let waits = offered.version.needs_decision || was_removed || draft.kind == ApplicationKind::Renewal;
            let reply_by = clock::reply_by(today);
            let to = if waits { ApplicationState::Submitted } else { ApplicationState::Approved };
            let change = Change {
                terms_version: Some(terms_words(draft.answers.terms_version)),
                declared: Some((offered.version_id, declaration_of(&offered.version))),
                submitted_at: Some(now),
                reply_by: waits.then_some(reply_by),
                closed_at: (!waits).then_some(now),
                ..Change::default()
            };
            if !mark(tx, draft.id, (&[ApplicationState::Draft], to), change, now).await? {
                return Err(SubmitError::AlreadySent);
            }
            carry_over(app, tx, &draft, now).await?;
            note(tx, &draft, waits, now).await?;
            if waits {
                emails::queue_received(app, tx, (&draft, &offered.version.name), reply_by, now).await?;
                return Ok(Submitted::Waits { reply_by });
            }
            open_at_once(app, tx, (&draft, &offered), now).await
        })
        .await
}

async fn open_at_once(
    app: &App,
    tx: &Tx,
    (draft, offered): (&ApplicationRecord, &OfferedType),
    now: Instant,
) -> Result<Submitted, SubmitError> {
    match open_order_of(app, tx, draft, &offered.code, now).await {
        Ok(OpenedFor::ToPay { .. }) => Ok(Submitted::ToPay),
        Ok(OpenedFor::Settled) => Ok(Submitted::Settled),
        Ok(OpenedFor::WithRenewal { from }) => Ok(Submitted::WithRenewal { from }),
        Err(CannotOpen::Words(words)) => Err(SubmitError::CannotOrder(words)),
        Err(CannotOpen::Fault(fault)) => Err(SubmitError::Unexpected(fault)),
    }
}

async fn note(tx: &Tx, draft: &ApplicationRecord, waits: bool, now: Instant) -> Result<(), Unexpected> {
    let entry = Entry {
        actor: Actor::Person(draft.person_id),
        action: if waits { "application.submitted" } else { "application.approved_by_rule" },
        subject_kind: "membership_application",
        subject_id: draft.id,
        reason: None,
        values: None,
    };
    Ok(audit::record(tx, entry, now).await?)
}

/// Writes what the application says into the person's record.
async fn carry_over(app: &App, tx: &Tx, draft: &ApplicationRecord, now: Instant) -> Result<(), Unexpected> {
    let (person_id, answers) = (draft.person_id, &draft.answers);
    let name = PersonName::parse(&answers.name).context("a name that was accepted is none")?;
    profile::rename(tx, person_id, &name).await?;
    profile::put_profile(tx, person_id, profile_row(answers), now).await?;
    let employer = find_employer_by_reference(tx, &answers.employer.reference, london_date(now)).await?;
    let employer =
        EmployerAnswer { organisation_id: employer.map(|found| found.id), other: answers.employer.other.clone() };
    profile::put_employer(tx, person_id, &employer, now).await?;
    let roles: Vec<PracticeRole> = answers.roles.iter().filter_map(|word| PracticeRole::parse(word)).collect();
    let main = PracticeRole::parse(&answers.main_role).or_else(|| roles.first().copied());
    profile::put_roles(tx, person_id, &roles, main).await?;
    let ticked = answers.wants.by_purpose().into_iter().filter(|(_, is_wanted)| *is_wanted);
    let ticked: Vec<MailPurpose> = ticked.filter_map(|(word, _)| MailPurpose::parse(word)).collect();
    let wanted = Wanted {
        person_id,
        asked: &MailPurpose::ALL,
        ticked: &ticked,
        source: "join_form",
        wording_version: CHOICE_WORDING,
    };
    record_wanted(tx, app, wanted, now).await?;
    let held = addresses(tx, person_id).await?;
    if let Ok(address) = EmailAddress::parse(&answers.second_email)
        && held.len() < MOST_ADDRESSES
    {
        insert_unproved_address(tx, person_id, &address, now).await?;
    }
    search::reindex(tx, person_id).await
}

fn profile_row(answers: &Answers) -> ProfileRow {
    ProfileRow {
        service_address: unless_empty(&answers.address),
        postcode: unless_empty(&answers.postcode),
        workplace: Workplace::parse(&answers.workplace),
        regulator: unless_empty(&answers.regulator),
        registration_number: unless_empty(&answers.registration_number),
        welcomes_welsh: answers.welcomes_welsh,
    }
}
