//! Which notice goes out on a day: of money to come or late (D13, INV-6), and of a purchase order that was promised (INV-2). Pure.

use chrono::{Duration, NaiveDate};

/// A notice to the billing contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Seven days before the last day.
    DueIn7,
    /// The day after the last day.
    Overdue1,
    /// A week after it.
    Overdue7,
    /// Three weeks after it.
    Overdue21,
    /// The purchase order was promised a week ago.
    PurchaseOrder7,
    /// Two weeks ago.
    PurchaseOrder14,
}

impl Notice {
    /// Of money, the earliest first, with days after the last day to pay (D13).
    pub const OF_MONEY: [(Self, i64); 4] =
        [(Self::DueIn7, -7), (Self::Overdue1, 1), (Self::Overdue7, 7), (Self::Overdue21, 21)];
    /// Of a purchase order, with days after it was promised (INV-2).
    pub const OF_ORDER: [(Self, i64); 2] = [(Self::PurchaseOrder7, 7), (Self::PurchaseOrder14, 14)];

    /// The word stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::DueIn7 => "due_in_7",
            Self::Overdue1 => "overdue_1",
            Self::Overdue7 => "overdue_7",
            Self::Overdue21 => "overdue_21",
            Self::PurchaseOrder7 => "po_7",
            Self::PurchaseOrder14 => "po_14",
        }
    }

    /// As an officer reads it in the history.
    pub fn label(word: &str) -> &'static str {
        match word {
            "due_in_7" => "Reminded: due in a week",
            "overdue_1" => "Reminded: overdue since yesterday",
            "overdue_7" => "Reminded: a week overdue",
            "overdue_21" => "Reminded: three weeks overdue",
            "po_7" => "Asked again for the purchase order",
            _ => "Asked a second time for the purchase order",
        }
    }
}

/// Days that a purchase order may be "to follow" (INV-2); then officers are told.
pub const PO_DAYS: i64 = 21;

/// The notice of money to be sent today, if any: the latest whose day has come, unless a later one is due or it was sent. One
/// that fell before the invoice was issued is never sent. `disputed` and `paused` stop all of them (AC-07).
pub fn money_notice(
    (issued_on, due_on): (NaiveDate, NaiveDate),
    today: NaiveDate,
    is_stopped: bool,
    is_sent: impl Fn(Notice) -> bool,
) -> Option<Notice> {
    if is_stopped {
        return None;
    }
    let day = |days: i64| due_on + Duration::days(days);
    let come = Notice::OF_MONEY.into_iter().rev().find(|(_, days)| day(*days) <= today)?;
    let (notice, days) = come;
    let is_in_time = days > 0 || (day(days) > issued_on && today <= due_on);
    (is_in_time && !is_sent(notice)).then_some(notice)
}

/// The notice about a promised purchase order to be sent today, if any.
pub fn order_notice(promised_on: NaiveDate, today: NaiveDate, is_sent: impl Fn(Notice) -> bool) -> Option<Notice> {
    let come = Notice::OF_ORDER.into_iter().rev().find(|(_, days)| promised_on + Duration::days(*days) <= today);
    come.map(|(notice, _)| notice).filter(|notice| !is_sent(*notice))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn d13_notices_go_out_7_before_then_1_7_and_21_days_after() {
        let dates = (day("2026-06-01"), day("2026-07-01"));
        let table = [
            ("2026-06-23", None),
            ("2026-06-24", Some(Notice::DueIn7)),
            ("2026-07-01", Some(Notice::DueIn7)),
            ("2026-07-02", Some(Notice::Overdue1)),
            ("2026-07-07", Some(Notice::Overdue1)),
            ("2026-07-08", Some(Notice::Overdue7)),
            ("2026-07-21", Some(Notice::Overdue7)),
            ("2026-07-22", Some(Notice::Overdue21)),
            ("2027-07-22", Some(Notice::Overdue21)),
        ];
        for (today, wanted) in table {
            assert_eq!(money_notice(dates, day(today), false, |_| false), wanted, "{today}");
            assert_eq!(money_notice(dates, day(today), true, |_| false), None, "stopped on {today}");
            assert_eq!(money_notice(dates, day(today), false, |sent| Some(sent) == wanted), None, "sent on {today}");
        }
    }

    #[test]
    fn nobody_is_reminded_of_a_week_that_began_before_the_invoice() {
        let dates = (day("2026-06-01"), day("2026-06-08"));
        assert_eq!(money_notice(dates, day("2026-06-01"), false, |_| false), None);
        assert_eq!(money_notice(dates, day("2026-06-09"), false, |_| false), Some(Notice::Overdue1));
    }

    #[test]
    fn inv_2_a_promised_order_is_asked_for_after_7_and_14_days() {
        let promised = day("2026-06-01");
        for (today, wanted) in [
            ("2026-06-07", None),
            ("2026-06-08", Some(Notice::PurchaseOrder7)),
            ("2026-06-14", Some(Notice::PurchaseOrder7)),
            ("2026-06-15", Some(Notice::PurchaseOrder14)),
        ] {
            assert_eq!(order_notice(promised, day(today), |_| false), wanted, "{today}");
            assert_eq!(order_notice(promised, day(today), |sent| Some(sent) == wanted), None);
        }
    }
}
