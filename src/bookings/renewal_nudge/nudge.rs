//! Whether a membership ends before an event, when to remind of it, and in which words. Pure.

use chrono::{Days, NaiveDate};

use crate::bookings::sale::EventSale;
use crate::events::EventDetails;
use crate::kernel::uk_time::{long_date, start_of_day};
use crate::kernel::{Instant, Pence};
use crate::members::Standing;

/// How many days before the end of the membership the member is reminded (ELG-5).
const DAYS_BEFORE_END: u64 = 14;
/// Letters go out in the morning.
const MORNING: chrono::Duration = chrono::Duration::hours(9);

/// The last day of a membership that is over before the event begins. Whoever is in grace is asked by the reminders of the
/// membership itself.
pub fn ends_before(standing: Standing, first_day: NaiveDate) -> Option<NaiveDate> {
    match standing {
        Standing::Active { ends_on, .. } if ends_on < first_day => Some(ends_on),
        _ => None,
    }
}

/// When a member whose membership ends on this day is reminded.
pub fn reminder_at(ends_on: NaiveDate) -> Instant {
    start_of_day(ends_on.checked_sub_days(Days::new(DAYS_BEFORE_END)).unwrap_or(ends_on)) + MORNING
}

/// What the booking form says to a member; empty for whoever need not think of it. A members' meeting is opened by live standing
/// (ELG-6), a price is kept.
pub fn renewal_words(standing: Standing, event: &EventDetails, sale: &EventSale) -> String {
    let saves = sale.prices.member_difference(sale.prices.standard) > Pence::ZERO;
    let is_for_members = standing.gives_member_price() && (saves || sale.members_only);
    let first_day = event.when.known_day().filter(|_| is_for_members);
    first_day.and_then(|day| ends_before(standing, day)).map_or_else(String::new, |ends| words(ends, sale.members_only))
}

fn words(ends_on: NaiveDate, members_only: bool) -> String {
    let ends = long_date(ends_on);
    if members_only {
        format!(
            "Your membership ends on {ends}, before this meeting, which opens for members only. Renew it by then to take part."
        )
    } else {
        format!(
            "Your membership ends on {ends}, before this date. You keep the member price and nothing more is charged; renew in time to stay a member."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::membership::FOR_LIFE;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn active(ends_on: NaiveDate) -> Standing {
        Standing::Active { ends_on, member_price: true }
    }

    #[test]
    fn elg_5_only_a_membership_that_ends_before_the_day_of_the_event() {
        let event = day("2026-09-04");
        let table = [
            (active(day("2026-09-03")), Some(day("2026-09-03"))),
            (active(day("2026-09-04")), None),
            (active(day("2026-09-05")), None),
            (active(FOR_LIFE), None),
            (Standing::Lapsed { ended_on: day("2026-05-01") }, None),
            (Standing::None, None),
        ];
        for (standing, expected) in table {
            assert_eq!(ends_before(standing, event), expected, "{standing:?}");
        }
    }

    #[test]
    fn elg_5_fourteen_days_before_the_end_at_nine_in_london() {
        assert_eq!(reminder_at(day("2026-07-15")), "2026-07-01T08:00:00Z".parse::<Instant>().unwrap());
        assert_eq!(reminder_at(day("2026-11-30")), "2026-11-16T09:00:00Z".parse::<Instant>().unwrap());
    }

    #[test]
    fn elg_5_the_form_says_that_the_price_is_kept_and_elg_6_that_a_meeting_opens_for_members() {
        let kept = words(day("2026-09-03"), false);
        assert!(kept.contains("Thursday 3 September 2026") && kept.contains("You keep the member price"), "{kept}");
        assert!(words(day("2026-09-03"), true).contains("opens for members only"));
    }
}
