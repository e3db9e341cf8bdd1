//! Officers decide: yes, a question, no, or "on record already". One decision each; where the type asks for it, a second person
//! must say yes too.

use super::application_state::{ApplicationEvent, ApplicationState};
use super::approve::{CannotOpen, OpenedFor, open_order_of};
use super::decision::{Decision, RefusalReason};
use super::emails;
use super::queries::{ApplicationRecord, approvers_of, load_application};
use super::store::applications::{Change, hold_undecided, mark};
use super::store::decisions::{NewDecision, insert_decision};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::{OfferedType, removal_in_force, type_version_on};
use crate::unexpected_from;

/// A decision to be carried out.
#[derive(Clone, Debug)]
pub struct DecideApplication {
    /// On what.
    pub application_id: i64,
    /// By whom.
    pub decider_id: i64,
    /// What.
    pub decision: Decision,
    /// Why, for a refusal.
    pub reason_code: Option<RefusalReason>,
    /// What the applicant reads: the question, or the reason. A note of ours for the other two.
    pub reason: String,
    /// The decider says that they have no interest of their own in it.
    pub has_no_conflict: bool,
    /// The minute of the meeting, or "".
    pub minute_reference: String,
}

/// What the decision did.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It is decided.
    Done,
    /// One yes is written down; a second person decides.
    WaitsForSecond,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// Somebody was first, or it was taken back.
    #[error("this application is not waiting for a decision any more")]
    NotWaiting,
    /// It is their own.
    #[error("this is your own application, so somebody else has to decide on it")]
    OwnApplication,
    /// They did not say that they have no conflict of interest.
    #[error("say that you have no conflict of interest, or leave the decision to somebody else")]
    ConflictNotRuledOut,
    /// They said yes already, and a second person is asked for.
    #[error("you have approved this already; a second person has to")]
    SamePerson,
    /// A resolution keeps the applicant out, and no other one lets them in.
    #[error("the trustees removed this person, so enter the minute of the meeting that lets them back")]
    MinuteMissing,
    /// Words are missing that the applicant should read.
    #[error("write what the applicant should read")]
    WordsMissing,
    /// A question was asked already and is not answered yet.
    #[error("a question is waiting for the applicant’s answer already")]
    AskedAlready,
    /// No order can be opened for it, in words.
    #[error("{0}")]
    CannotOrder(String),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(DecideError);

/// What can be said without looking anything up.
fn check(command: &DecideApplication, applicant_id: i64) -> Result<(), DecideError> {
    if command.decider_id == applicant_id {
        return Err(DecideError::OwnApplication);
    }
    if !command.has_no_conflict {
        return Err(DecideError::ConflictNotRuledOut);
    }
    let refuses_without_code = command.decision == Decision::Refuse && command.reason_code.is_none();
    if refuses_without_code || (command.decision.needs_words() && command.reason.is_empty()) {
        return Err(DecideError::WordsMissing);
    }
    Ok(())
}

/// Carries the decision out.
pub async fn decide_application(app: &App, command: &DecideApplication) -> Result<Decided, DecideError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            // Two deciders come one after the other from here on; the second sees what the first did.
            if !hold_undecided(tx, command.application_id, now).await? {
                return Err(DecideError::NotWaiting);
            }
            let application = load_application(tx, command.application_id).await?;
            check(command, application.person_id)?;
            let offered = type_version_on(tx, application.type_id, london_date(now)).await?;
            let offered = offered.ok_or_else(|| DecideError::CannotOrder("This type is not there any more.".into()))?;
            let decided = match command.decision {
                Decision::Approve => approve(app, tx, (command, &application), &offered, now).await?,
                Decision::Ask => {
                    if application.state == ApplicationState::WaitingForEvidence {
                        return Err(DecideError::AskedAlready);
                    }
                    close(tx, (command, &application), ApplicationEvent::Ask, now).await?;
                    emails::queue_question(app, tx, (&application, &offered.version.name), &command.reason, now)
                        .await?;
                    Decided::Done
                }
                Decision::Refuse => {
                    close(tx, (command, &application), ApplicationEvent::Refuse, now).await?;
                    emails::queue_refused(app, tx, (&application, &offered.version.name), command, now).await?;
                    Decided::Done
                }
                Decision::Duplicate => {
                    close(tx, (command, &application), ApplicationEvent::MarkDuplicate, now).await?;
                    Decided::Done
                }
            };
            write_down(tx, command, decided, now).await?;
            Ok(decided)
        })
        .await
}

async fn approve(
    app: &App,
    tx: &Tx,
    (command, application): (&DecideApplication, &ApplicationRecord),
    offered: &OfferedType,
    now: Instant,
) -> Result<Decided, DecideError> {
    // Whoever was removed by a resolution comes back by a resolution (rules 2.3).
    let removal = removal_in_force(tx, application.person_id, london_date(now)).await?;
    if removal.is_some() && command.minute_reference.is_empty() {
        return Err(DecideError::MinuteMissing);
    }
    let earlier = approvers_of(tx, application.id).await?;
    if offered.version.needs_second_decider {
        if earlier.contains(&command.decider_id) {
            return Err(DecideError::SamePerson);
        }
        if earlier.is_empty() {
            return Ok(Decided::WaitsForSecond);
        }
    }
    close(tx, (command, application), ApplicationEvent::Approve, now).await?;
    let opened = match open_order_of(app, tx, application, &offered.code, now).await {
        Ok(opened) => opened,
        Err(CannotOpen::Words(words)) => return Err(DecideError::CannotOrder(words)),
        Err(CannotOpen::Fault(fault)) => return Err(DecideError::Unexpected(fault)),
    };
    // What costs nothing is confirmed by the letter that welcomes the member.
    if opened != OpenedFor::Settled {
        emails::queue_approved(app, tx, (application, &offered.version.name), opened, now).await?;
    }
    Ok(Decided::Done)
}

/// Moves the application on; its end, if it is one, keeps the reason.
async fn close(
    tx: &Tx,
    (command, application): (&DecideApplication, &ApplicationRecord),
    event: ApplicationEvent,
    now: Instant,
) -> Result<(), DecideError> {
    let to = application.state.transition(event).map_err(|_| DecideError::NotWaiting)?;
    let is_end = to != ApplicationState::WaitingForEvidence;
    let change = Change {
        closed_at: is_end.then_some(now),
        closed_reason: (is_end && !command.reason.is_empty()).then(|| command.reason.clone()),
        ..Change::default()
    };
    if mark(tx, application.id, (&[application.state], to), change, now).await? {
        Ok(())
    } else {
        Err(DecideError::NotWaiting)
    }
}

async fn write_down(tx: &Tx, command: &DecideApplication, decided: Decided, now: Instant) -> Result<(), Unexpected> {
    let decision = NewDecision {
        application_id: command.application_id,
        decider_id: command.decider_id,
        decision: command.decision,
        reason_code: command.reason_code.map(RefusalReason::word),
        reason: &command.reason,
        minute_reference: &command.minute_reference,
    };
    insert_decision(tx, decision, now).await?;
    let action = match (command.decision, decided) {
        (Decision::Approve, Decided::WaitsForSecond) => "application.approved_by_first",
        (Decision::Approve, Decided::Done) => "application.approved",
        (Decision::Ask, _) => "application.asked",
        (Decision::Refuse, _) => "application.refused",
        (Decision::Duplicate, _) => "application.marked_duplicate",
    };
    let entry = Entry {
        actor: Actor::Person(command.decider_id),
        action,
        subject_kind: "membership_application",
        subject_id: command.application_id,
        reason: command.reason_code.map(RefusalReason::label),
        values: None,
    };
    Ok(audit::record(tx, entry, now).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(decision: Decision, reason: &str) -> DecideApplication {
        DecideApplication {
            application_id: 1,
            decider_id: 7,
            decision,
            reason_code: Some(RefusalReason::Other),
            reason: reason.to_owned(),
            has_no_conflict: true,
            minute_reference: String::new(),
        }
    }

    #[test]
    fn nobody_decides_on_themselves_or_with_a_conflict() {
        let own = command(Decision::Approve, "");
        let torn = DecideApplication { has_no_conflict: false, ..own.clone() };

        assert!(matches!(check(&own, 7), Err(DecideError::OwnApplication)));
        assert!(matches!(check(&torn, 8), Err(DecideError::ConflictNotRuledOut)));
        assert!(check(&own, 8).is_ok());
    }

    #[test]
    fn a_question_and_a_refusal_need_words() {
        let no_code = DecideApplication { reason_code: None, ..command(Decision::Refuse, "Because.") };

        assert!(matches!(check(&command(Decision::Ask, ""), 8), Err(DecideError::WordsMissing)));
        assert!(matches!(check(&command(Decision::Refuse, ""), 8), Err(DecideError::WordsMissing)));
        assert!(matches!(check(&no_code, 8), Err(DecideError::WordsMissing)));
        assert!(check(&command(Decision::Refuse, "Because."), 8).is_ok());
        assert!(check(&command(Decision::Duplicate, ""), 8).is_ok());
    }
}
