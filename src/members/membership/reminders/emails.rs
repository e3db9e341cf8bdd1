//! The letter of a renewal notice.

use chrono::{Days, NaiveDate};
use serde_json::json;

use super::notice_kind::NoticeKind;
use super::queries::DueTerm;
use crate::kernel::Pence;
use crate::kernel::uk_time::long_date;
use crate::members::membership::renewal::GRACE_DAYS;
use crate::notifications::NewMessage;

/// What is offered for the next term.
pub(super) struct NextTerm<'a> {
    pub(super) type_name: &'a str,
    /// What a whole term cost until now.
    pub(super) price_before: Pence,
    pub(super) price: Pence,
    /// The type can be had; otherwise another one is to be chosen.
    pub(super) is_offer: bool,
}

/// The letter; none for somebody without an address.
pub(super) fn renewal_letter(
    due: &DueTerm,
    kind: NoticeKind,
    next: &NextTerm<'_>,
    today: NaiveDate,
) -> Option<NewMessage> {
    let address = due.address.clone()?;
    let grace_ends_on = due.ends_on.checked_add_days(Days::new(GRACE_DAYS)).unwrap_or(NaiveDate::MAX);
    let (paid, before) = (Pence::new(due.price_pence), next.price_before);
    // Days that were changed, paused or added had no price of a whole term.
    let was_bought = ["joining", "renewal", "rejoining", "import"].contains(&due.source.as_str());
    let was_paid = was_bought && due.basis == "paid" && paid > Pence::ZERO;
    let data = json!({
        "name": due.full_name,
        "number": due.number,
        "stage": kind.word(),
        "type_name": next.type_name,
        "ends_on": long_date(due.ends_on),
        "has_ended": today > due.ends_on,
        "grace_ends_on": long_date(grace_ends_on),
        "grace_is_over": today > grace_ends_on,
        "next_starts_on": long_date(due.ends_on.succ_opt().unwrap_or(due.ends_on)),
        "price": next.price.to_string(),
        "is_free": next.price.is_zero(),
        "is_closed": !next.is_offer,
        "price_before": if was_paid { before.to_string() } else { String::new() },
        "before_label": if paid == before { "This term" } else { "A whole year until now" },
        "price_changes": next.is_offer && was_paid && before != next.price,
    });
    Some(NewMessage {
        template: "renewal_reminder",
        person_id: Some(due.person_id),
        to_name: due.full_name.clone(),
        to_address: address,
        data,
        calendar: None,
        dedupe_key: format!("renewal-reminder:{}:{}", due.term_id, kind.word()),
    })
}
