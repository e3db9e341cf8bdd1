//! How long a session lives: until nobody has used it for a while, and in any case not for ever (ASVS 7.3).

use chrono::Duration;

use crate::kernel::Instant;

/// The two spans of a session.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// Over when unused for this long.
    pub idle: Duration,
    /// Over this long after it began, used or not.
    pub absolute: Duration,
}

/// For people without a role in the back office.
pub const ORDINARY: Lifetime = Lifetime { idle: Duration::days(14), absolute: Duration::days(30) };

/// For anyone who may open the back office.
pub const BACK_OFFICE: Lifetime = Lifetime { idle: Duration::minutes(30), absolute: Duration::hours(12) };

/// How long somebody who gave the first factor may take over the second.
pub const HALF_WAY_LIFE: Duration = Duration::minutes(10);

/// Whoever proved who they are may do what matters most for so long; then they are asked again (S18).
pub const CONFIRMED_FOR: Duration = Duration::minutes(15);

/// Use is written down at most this often, so that reading pages is not writing.
const NOTED_EVERY: Duration = Duration::minutes(1);

/// The lifetime that holds for a person.
pub const fn lifetime(back_office: bool) -> Lifetime {
    if back_office { BACK_OFFICE } else { ORDINARY }
}

impl Lifetime {
    /// The first instant at which a session is over (exclusive end).
    pub fn ends_at(self, began_at: Instant, last_seen_at: Instant) -> Instant {
        std::cmp::min(last_seen_at + self.idle, began_at + self.absolute)
    }
}

/// Whether a proof given at `confirmed_at` still counts for what matters most. One from the future (a clock set back) does not.
pub fn is_confirmed(confirmed_at: Instant, now: Instant) -> bool {
    confirmed_at <= now && now < confirmed_at + CONFIRMED_FOR
}

/// Whether use at `now` is worth writing down.
pub fn is_use_noted(last_seen_at: Instant, now: Instant) -> bool {
    now - last_seen_at >= NOTED_EVERY
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_session_ends_when_unused_or_when_it_has_lasted_long_enough() {
        let began = "2026-08-28T09:00:00Z";
        let table = [
            (ORDINARY, began, "2026-09-11T09:00:00Z"),
            (ORDINARY, "2026-09-10T09:00:00Z", "2026-09-24T09:00:00Z"),
            (ORDINARY, "2026-09-20T09:00:00Z", "2026-09-27T09:00:00Z"),
            (BACK_OFFICE, began, "2026-08-28T09:30:00Z"),
            (BACK_OFFICE, "2026-08-28T20:29:00Z", "2026-08-28T20:59:00Z"),
            (BACK_OFFICE, "2026-08-28T20:45:00Z", "2026-08-28T21:00:00Z"),
        ];

        for (lifetime, last_seen, wanted) in table {
            assert_eq!(lifetime.ends_at(at(began), at(last_seen)), at(wanted), "{lifetime:?} {last_seen}");
        }
    }

    #[test]
    fn a_proof_counts_for_fifteen_minutes() {
        let proved = at("2026-08-28T09:00:00Z");
        let table = [
            ("2026-08-28T09:00:00Z", true),
            ("2026-08-28T09:14:59.999999Z", true),
            ("2026-08-28T09:15:00Z", false),
            ("2026-08-28T08:59:59.999999Z", false),
        ];

        for (now, wanted) in table {
            assert_eq!(is_confirmed(proved, at(now)), wanted, "{now}");
        }
    }

    #[test]
    fn use_is_written_down_once_a_minute() {
        let seen = at("2026-08-28T09:00:00Z");

        assert!(!is_use_noted(seen, at("2026-08-28T09:00:59.999999Z")));
        assert!(is_use_noted(seen, at("2026-08-28T09:01:00Z")));
        assert!(!is_use_noted(seen, at("2026-08-28T06:00:00Z")), "a clock set back writes nothing");
    }
}
