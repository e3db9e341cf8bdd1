//! Tells people from programs without asking people to prove anything (INH-7): a field nobody sees, the time a form was open, and
//! how often it comes from one address (in [`enquire`](super::enquire)). Pure.

use chrono::Duration;

use crate::kernel::Instant;

/// Nobody reads and fills this form faster.
pub const QUICKEST: Duration = Duration::seconds(3);

/// What a form looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A person's.
    Person,
    /// Sent at once, or with a time that is not ours: ask to send it once more.
    TooQuick,
    /// The field that people do not see was filled in: thank them, keep nothing.
    Program,
}

/// Judges a form by the field nobody sees and by when it was opened, if that can be believed.
pub fn judge(unseen_field: &str, opened_at: Option<Instant>, now: Instant) -> Verdict {
    if !unseen_field.is_empty() {
        return Verdict::Program;
    }
    match opened_at {
        Some(opened_at) if now - opened_at >= QUICKEST => Verdict::Person,
        _ => Verdict::TooQuick,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inh_7_a_form_is_judged_by_what_people_do_not_see() {
        let opened: Instant = "2026-06-01T09:00:00Z".parse().unwrap();
        let soon = opened + QUICKEST;
        let table = [
            ("", Some(opened), soon, Verdict::Person),
            ("", Some(opened), soon - Duration::microseconds(1), Verdict::TooQuick),
            ("", Some(opened), opened + Duration::days(3), Verdict::Person),
            ("", None, soon, Verdict::TooQuick),
            ("", Some(soon), opened, Verdict::TooQuick),
            ("https://example.org", Some(opened), soon, Verdict::Program),
            (" ", None, soon, Verdict::Program),
        ];
        for (unseen, opened_at, now, wanted) in table {
            assert_eq!(judge(unseen, opened_at, now), wanted, "{unseen:?} {opened_at:?} {now}");
        }
    }
}
