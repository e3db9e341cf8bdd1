//! Years that some of the demo's members have behind them, and whom they work for: what the reports about the membership are
//! made of. Earlier terms come from another system, as they do for any association that moves here.

use chrono::{Days, Months, NaiveDate};

use super::people::DemoPerson;
use crate::app::App;
use crate::audit::Actor;
use crate::db::Tx;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected, uk_time};
use crate::members::employers::find_employer_by_reference;
use crate::members::membership::{Basis, TermSource};
use crate::members::people::find_by_verified_email;
use crate::members::profile::{EmployerAnswer, update_employer};
use crate::members::{NewTerm, give_term};

/// Who has so many years behind them, and so many days without membership before the term that runs.
const BEHIND: [(&str, u32, u64); 5] = [
    ("marian.osei", 3, 0),
    ("dilys.penhaligon", 2, 0),
    ("kit.abernathy", 1, 100),
    ("suresh.valliyappan", 3, 0),
    ("orla.fitzmaurice", 1, 0),
];

/// Who renewed a week after the last day, each time.
const LATE: &str = "suresh.valliyappan";

/// Who works where: a code of the list of employers.
const EMPLOYERS: [(&str, &str); 6] = [
    ("marian.osei", "E09000007"),
    ("dilys.penhaligon", "W06000015"),
    ("kit.abernathy", "E08000035"),
    ("orla.fitzmaurice", "W06000015"),
    ("imogen.tapsell", "TRUST-BIRMINGHAM"),
    ("dafydd.prosser", "W06000011"),
];

/// Gives the terms that lie before the one which begins on `starts_on`, the oldest first.
pub(super) async fn give_past_terms(
    tx: &Tx,
    (person, person_id): (DemoPerson, i64),
    (type_code, starts_on): (&str, NaiveDate),
    now: Instant,
) -> Result<(), Unexpected> {
    let Some((_, years, gap)) = BEHIND.iter().find(|(mailbox, ..)| *mailbox == person.mailbox) else { return Ok(()) };
    let end = starts_on - Days::new(*gap);
    for back in (1..=*years).rev() {
        let (from, next) = (end - Months::new(12 * back), end - Months::new(12 * (back - 1)));
        let is_late = person.mailbox == LATE;
        let paid_on = if is_late { from + Days::new(7) } else { from };
        let term = NewTerm {
            person_id,
            type_code: type_code.to_owned(),
            basis: Basis::Paid,
            source: if is_late { TermSource::Renewal } else { TermSource::Import },
            starts_on: from,
            ends_on: next.pred_opt(),
            price: Pence::new(6_000),
            order_id: None,
            charge_id: None,
            money_cleared_at: Some(uk_time::start_of_day(paid_on)),
            actor: Actor::System,
        };
        give_term(tx, term, now).await?;
    }
    Ok(())
}

/// Writes down whom some of them work for.
pub(super) async fn give_employers(app: &App, now: Instant) -> Result<(), Unexpected> {
    let today = uk_time::london_date(now);
    for (mailbox, code) in EMPLOYERS {
        let db = app.db.reader();
        let email = crate::kernel::EmailAddress::parse(&format!("{mailbox}@example.org"))?;
        let person_id = find_by_verified_email(db, &email).await?.context("somebody of the demo is not there")?;
        let employer = find_employer_by_reference(db, code, today).await?.context("the list of employers lacks one")?;
        let answer = EmployerAnswer { organisation_id: Some(employer.id), other: String::new() };
        update_employer(app, person_id, &answer, (Actor::Person(person_id), None)).await?;
    }
    Ok(())
}
