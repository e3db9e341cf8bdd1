//! A pause: parental leave, long sickness, a career break. A free term of up to twelve months after the one that ends, so that
//! number, rights and "continuous since" go on (rules 2.3).

use chrono::{Days, NaiveDate};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::kernel::membership_months::add_months_inclusive_end;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::chain::Chain;
use crate::members::membership::give_term::{GiveTermError, NewTerm, give_term};
use crate::members::membership::officer_facts::FactKind;
use crate::members::membership::officer_facts::store::{NewFact, insert_fact};
use crate::members::membership::orders::close_open_order;
use crate::members::membership::orders::letters::{Letter, queue_letter};
use crate::members::membership::queries::load_chain;
use crate::members::membership::renewal::RENEWAL_OPENS_DAYS;
use crate::members::membership::term::Basis;
use crate::members::membership::term_source::TermSource;
use crate::unexpected_from;

/// The longest pause.
pub const LONGEST_PAUSE_MONTHS: u32 = 12;

/// Why somebody pauses. Nobody is asked for more than this.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum PauseReason {
    /// Maternity, paternity, adoption.
    ParentalLeave,
    /// Long sickness.
    Sickness,
    /// A break from practice.
    CareerBreak,
}

impl PauseReason {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ParentalLeave, Self::Sickness, Self::CareerBreak];

    /// The short word for forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ParentalLeave => "parental_leave",
            Self::Sickness => "sickness",
            Self::CareerBreak => "career_break",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ParentalLeave => "Parental leave",
            Self::Sickness => "Long sickness",
            Self::CareerBreak => "A career break",
        }
    }
}

/// The days of a pause.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// First London day.
    pub starts_on: NaiveDate,
    /// Last London day, inclusive.
    pub ends_on: NaiveDate,
}

/// Why there is no pause.
#[derive(Debug, thiserror::Error)]
pub enum PauseError {
    /// No term that could be followed by one.
    #[error("You can pause when your membership is about to end, or has just ended.")]
    NotAMember,
    /// The term runs for longer yet.
    #[error("You can pause from {}.", long_date(*.opens_on))]
    TooEarly {
        /// The first day on which one may be asked for.
        opens_on: NaiveDate,
    },
    /// The last term was a pause.
    #[error("You are pausing already. Write to us if you need longer.")]
    PausedBefore,
    /// Not between one and twelve months.
    #[error("A pause lasts from one to twelve months.")]
    WrongLength,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(PauseError);

/// The days a pause of `months` asked for on `today` would have. Officers may pause somebody twice in a row.
pub fn plan_pause(chain: &Chain, months: u32, today: NaiveDate, is_officer: bool) -> Result<Pause, PauseError> {
    if !(1..=LONGEST_PAUSE_MONTHS).contains(&months) {
        return Err(PauseError::WrongLength);
    }
    let last = chain.last_term().filter(|_| chain.standing_on(today).is_member()).ok_or(PauseError::NotAMember)?;
    if last.term.basis == Basis::Life {
        return Err(PauseError::NotAMember);
    }
    if last.source == TermSource::Pause && !is_officer {
        return Err(PauseError::PausedBefore);
    }
    let end = last.term.last_day();
    let opens_on = end.checked_sub_days(Days::new(RENEWAL_OPENS_DAYS)).unwrap_or(NaiveDate::MIN);
    if today < opens_on {
        return Err(PauseError::TooEarly { opens_on });
    }
    let starts_on = end.succ_opt().ok_or(PauseError::NotAMember)?;
    Ok(Pause { starts_on, ends_on: add_months_inclusive_end(starts_on, months) })
}

/// Who pauses, and for how long.
#[derive(Clone, Debug)]
pub struct PauseMembership {
    /// The member.
    pub person_id: i64,
    /// From one to twelve.
    pub months: u32,
    /// Why.
    pub reason: PauseReason,
    /// The member, or an officer for them.
    pub actor: Actor,
}

/// Pauses: a free term, a fact on record, an open renewal withdrawn, and a mail with the dates.
pub async fn pause_membership(app: &App, command: PauseMembership) -> Result<Pause, PauseError> {
    let now = app.now();
    app.db.write_tx(async |tx| pause_in(app, tx, &command, now).await).await
}

async fn pause_in(
    app: &App,
    tx: &DatabaseTransaction,
    command: &PauseMembership,
    now: Instant,
) -> Result<Pause, PauseError> {
    let chain = load_chain(tx, command.person_id).await?;
    let officer_id = command.actor.person_id().filter(|id| *id != command.person_id);
    let pause = plan_pause(&chain, command.months, london_date(now), officer_id.is_some())?;
    let last = chain.last_term().ok_or(PauseError::NotAMember)?;
    close_open_order(app, tx, command.person_id, (command.actor, "paused instead"), now).await?;
    let fact = NewFact {
        person_id: command.person_id,
        kind: FactKind::Paused,
        starts_on: pause.starts_on,
        ends_on: Some(pause.ends_on),
        reason: Some(command.reason.label()),
        minute_reference: None,
        recorded_by_id: officer_id,
    };
    let fact_id = insert_fact(tx, fact, now).await?;
    let term = NewTerm {
        person_id: command.person_id,
        type_code: last.type_code.clone(),
        basis: Basis::Complimentary,
        source: TermSource::Pause,
        starts_on: pause.starts_on,
        ends_on: Some(pause.ends_on),
        price: Pence::ZERO,
        order_id: None,
        charge_id: None,
        money_cleared_at: None,
        actor: command.actor,
    };
    give_term(tx, term, now).await.map_err(|error| match error {
        GiveTermError::Unexpected(error) => error,
        refused => Unexpected::because(format!("a pause could not become a term: {refused}")),
    })?;
    let entry = Entry {
        actor: command.actor,
        action: "membership.paused",
        subject_kind: "membership_fact",
        subject_id: fact_id,
        reason: Some(command.reason.label()),
        values: None,
    };
    record(tx, entry, now).await?;
    let data = json!({ "starts_on": long_date(pause.starts_on), "ends_on": long_date(pause.ends_on) });
    let key = format!("membership-paused:{fact_id}");
    let letter = Letter { template: "membership_paused", person_id: command.person_id, data, key };
    queue_letter(app, tx, letter, now).await?;
    Ok(pause)
}
