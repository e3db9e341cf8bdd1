//! The terms that a site begins with. They are data from then on: a later version never changes what was accepted before.

use sea_orm::ConnectionTrait;

use super::queries::has_types;
use super::{add_terms_of_membership, find_current_terms};
use crate::app::App;
use crate::kernel::{Instant, Unexpected};

/// The terms as they ship.
const STANDARD_TERMS: &str = include_str!("standard_terms.md");

/// Writes the standard terms where there are none, in the caller's transaction: whoever makes a type of membership has terms to
/// offer it under.
pub async fn ensure_terms_of_membership(tx: &impl ConnectionTrait, now: Instant) -> Result<(), Unexpected> {
    if find_current_terms(tx).await?.is_none() {
        add_terms_of_membership(tx, 1, STANDARD_TERMS, now).await?;
    }
    Ok(())
}

/// At start-up: a site that has offered membership since before versions were kept gets the standard terms. Safe to repeat, and for
/// two processes at once.
pub async fn ensure_terms_at_start(app: &App) -> Result<(), Unexpected> {
    let db = app.db.reader();
    if find_current_terms(db).await?.is_some() || !has_types(db).await? {
        return Ok(());
    }
    let now = app.now();
    app.db.write_tx(async |tx| ensure_terms_of_membership(tx, now).await).await
}

#[cfg(test)]
mod tests {
    use super::STANDARD_TERMS;
    use crate::members::applications::REPLY_DAYS;
    use crate::members::membership::orders::order_rules::OFFER_DAYS;
    use crate::members::membership::{COOLING_OFF_DAYS, GRACE_DAYS, LONGEST_PAUSE_MONTHS, NoticeKind};

    #[test]
    fn the_standard_terms_name_the_numbers_that_the_rules_have() {
        let notices: Vec<&str> =
            NoticeKind::ALL.into_iter().filter_map(|kind| kind.word().strip_suffix("_days")).collect();
        let promises = [
            ("grace, rules 2.3", format!("for {GRACE_DAYS} days of grace")),
            ("renewal in grace, D6", format!("in the {GRACE_DAYS} days of grace, it begins on that day all the same")),
            ("reply, rules 2.2", format!("reply within {REPLY_DAYS} days")),
            ("offer", format!("An offer to join stands for {OFFER_DAYS} days")),
            ("CO-12", format!("write to you {}, {} and {} days before", notices[0], notices[1], notices[2])),
            ("CO-05", format!("you have {COOLING_OFF_DAYS} days to change your mind")),
            ("pause, rules 2.3", format!("for up to {LONGEST_PAUSE_MONTHS} months")),
        ];
        for (rule, words) in promises {
            assert!(STANDARD_TERMS.contains(&words), "{rule}: {words}");
        }
    }

    #[test]
    fn the_standard_terms_say_what_the_rules_promise() {
        let promises = [
            ("CO-01", "The 14 days are yours too; what comes back goes back the way it was paid"),
            ("CO-02", "What you see before you press the button is what you pay"),
            ("CO-05", "end with the fourteenth day after the day on which your payment is confirmed, in UK time"),
            ("CO-08", "comes back within 14 days, the way it was paid"),
            ("CO-09", "nothing is ever taken from your card by itself"),
            ("CO-10", "need not say why"),
            ("CO-12", "with the old and the new price side by side"),
            ("rules 2.1", "If a reminder gave you a lower one, that one counts"),
            ("rules 2.2", "they say why, and you can appeal"),
            ("rules 2.3", "you pay the difference for the days left"),
        ];
        for (rule, words) in promises {
            assert!(STANDARD_TERMS.contains(words), "{rule}: {words}");
        }
    }

    #[test]
    fn an_email_can_print_every_line() {
        // The emails know paragraphs and headings of the second level.
        for line in STANDARD_TERMS.lines() {
            let is_heading = line.starts_with("## ");
            assert!(is_heading || !line.starts_with(['#', '-', '*', '>', '1', ' ']), "{line}");
        }
    }
}
