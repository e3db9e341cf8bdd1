//! A pause: parental leave, long sickness, a career break, of up to twelve months without a price (rules 2.3). It begins when it is
//! needed, today or where the paid term ends. What is paid for is not lost: as many months as the pause lasts are added, free of
//! charge, after the last paid day, so that number, rights and "continuous since" go on.

use chrono::{Days, NaiveDate};
use serde_json::json;

use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::db::Tx;
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

/// When a pause begins.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum PauseFrom {
    /// Today, in the middle of a term.
    Today,
    /// The day after the last term ends; from the day its renewal opens to the last day of grace.
    TermEnd,
}

impl PauseFrom {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Today, Self::TermEnd];

    /// The short word for forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::TermEnd => "term_end",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// The days of a pause, and what it adds to the membership.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// First London day.
    pub starts_on: NaiveDate,
    /// Last London day, inclusive.
    pub ends_on: NaiveDate,
    /// The first of the days that cost nothing: the day after the last one paid for.
    pub free_from: NaiveDate,
    /// The last of them, and of the membership; a renewal follows it.
    pub member_until: NaiveDate,
}

/// Why there is no pause.
#[derive(Debug, thiserror::Error)]
pub enum PauseError {
    /// No term that could be followed by one.
    #[error("You can pause while you are a member, or in the 30 days after your membership ended.")]
    NotAMember,
    /// The term runs for longer yet.
    #[error("A pause at the end of your term can be asked for from {}.", long_date(*.opens_on))]
    TooEarly {
        /// The first day on which one may be asked for.
        opens_on: NaiveDate,
    },
    /// In grace a pause begins where the term ended, so that no gap is left.
    #[error("Your term is over. A pause begins on the day after it.")]
    TermIsOver,
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
pub fn plan_pause(
    chain: &Chain,
    (from, months): (PauseFrom, u32),
    today: NaiveDate,
    is_officer: bool,
) -> Result<Pause, PauseError> {
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
    let free_from = end.succ_opt().ok_or(PauseError::NotAMember)?;
    let member_until = add_months_inclusive_end(free_from, months);
    match from {
        PauseFrom::Today if today > end => Err(PauseError::TermIsOver),
        PauseFrom::Today => {
            let ends_on = add_months_inclusive_end(today, months);
            Ok(Pause { starts_on: today, ends_on, free_from, member_until })
        }
        PauseFrom::TermEnd if today < opens_on => Err(PauseError::TooEarly { opens_on }),
        PauseFrom::TermEnd => Ok(Pause { starts_on: free_from, ends_on: member_until, free_from, member_until }),
    }
}

/// Who pauses, and for how long.
#[derive(Clone, Debug)]
pub struct PauseMembership {
    /// The member.
    pub person_id: i64,
    /// When it begins.
    pub from: PauseFrom,
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

async fn pause_in(app: &App, tx: &Tx, command: &PauseMembership, now: Instant) -> Result<Pause, PauseError> {
    let chain = load_chain(tx, command.person_id).await?;
    let officer_id = command.actor.person_id().filter(|id| *id != command.person_id);
    let pause = plan_pause(&chain, (command.from, command.months), london_date(now), officer_id.is_some())?;
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
        starts_on: pause.free_from,
        ends_on: Some(pause.member_until),
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
    let data = json!({
        "starts_on": long_date(pause.starts_on),
        "ends_on": long_date(pause.ends_on),
        "free_from": long_date(pause.free_from),
        "member_until": long_date(pause.member_until),
        "keeps_paid_days": pause.free_from != pause.starts_on,
    });
    let key = format!("membership-paused:{fact_id}");
    let letter = Letter { template: "membership_paused", person_id: command.person_id, data, key };
    queue_letter(app, tx, letter, now).await?;
    Ok(pause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::membership::chain_tests::{bought, chain, day};

    fn plan(from: PauseFrom, months: u32, today: &str) -> Result<Pause, PauseError> {
        let year = chain(vec![bought(1, "2026-12-01", "2027-11-30")], Vec::new());
        plan_pause(&year, (from, months), day(today), false)
    }

    #[test]
    fn rules_2_3_a_pause_today_adds_as_many_months_after_the_last_paid_day() {
        let table = [
            ("2026-12-01", 12, "2027-11-30", "2028-11-30"),
            ("2027-01-31", 1, "2027-02-28", "2027-12-31"),
            ("2027-08-31", 3, "2027-11-30", "2028-02-29"),
            ("2027-11-30", 3, "2028-02-29", "2028-02-29"),
        ];

        for (today, months, ends_on, member_until) in table {
            let pause = plan(PauseFrom::Today, months, today).unwrap();
            let days = (pause.starts_on, pause.ends_on, pause.free_from, pause.member_until);
            assert_eq!(days, (day(today), day(ends_on), day("2027-12-01"), day(member_until)), "{today} {months}");
        }
    }

    #[test]
    fn rules_2_3_a_pause_at_the_end_is_asked_for_as_a_renewal_is() {
        let early = plan(PauseFrom::TermEnd, 6, "2027-09-30");
        assert!(matches!(early, Err(PauseError::TooEarly { opens_on }) if opens_on == day("2027-10-01")));
        for today in ["2027-10-01", "2027-11-30", "2027-12-30"] {
            let pause = plan(PauseFrom::TermEnd, 6, today).unwrap();
            assert_eq!((pause.starts_on, pause.ends_on), (day("2027-12-01"), day("2028-05-31")), "{today}");
            assert_eq!(pause.ends_on, pause.member_until);
        }
        assert!(matches!(plan(PauseFrom::Today, 6, "2027-12-01"), Err(PauseError::TermIsOver)));
        assert!(matches!(plan(PauseFrom::Today, 6, "2027-12-31"), Err(PauseError::NotAMember)));
        for months in [0, 13] {
            assert!(matches!(plan(PauseFrom::Today, months, "2027-06-01"), Err(PauseError::WrongLength)), "{months}");
        }
    }
}
