//! The fields that say how a date is sold: places, prices, refund policy, limits, closing. Pure.

use super::when_fields::{fill_closing, read_closing};
use crate::bookings::refund_policy::RefundPolicy;
use crate::bookings::sale::EventSale;
use crate::events::{CourseDetails, EventWhen};
use crate::kernel::{Instant, Pence};
use crate::web::{FieldErrors, FormView, Posted};

/// The fields, in the order of the page.
pub const FIELDS: [&str; 8] = [
    "capacity",
    "members_only",
    "standard_price",
    "member_price",
    "refund_policy",
    "most_places",
    "closes_on",
    "closes_at",
];

/// More than any room or video meeting of ours holds.
pub(super) const MOST_CAPACITY: i32 = 5_000;
/// More would not fit the booking form.
const MOST_PLACES: i32 = 40;
/// £10,000: dearer is a slip of the decimal point.
const HIGHEST_PRICE: Pence = Pence::new(1_000_000);

/// What an officer typed about selling a date, in types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedSale {
    /// Seats there is room for.
    pub capacity: i32,
    /// Anyone's price; nothing for a free date.
    pub standard_price: Pence,
    /// The members' price, when it is lower.
    pub member_price: Option<Pence>,
    /// Only members may book.
    pub members_only: bool,
    /// The policy new bookings are made under (REF-1).
    pub refund_policy_id: i64,
    /// Most places in one booking (GRP-9).
    pub most_places: i32,
    /// An own closing instant instead of the usual one (SES-10).
    pub closes_at: Option<Instant>,
}

/// What the fields are read against.
#[derive(Clone, Copy)]
pub struct SaleRules<'a> {
    /// The policies to choose from.
    pub policies: &'a [RefundPolicy],
    /// The policy of a date that none was chosen for; none where one has to be chosen.
    pub default_policy: Option<i64>,
    /// Gives the prices that were left empty.
    pub course: Option<&'a CourseDetails>,
    /// When the date is, if that could be read.
    pub when: Option<&'a EventWhen>,
}

/// The sale, with everything that is wrong noted in `errors`; the answer counts only when nothing was.
pub fn read_sale(posted: &Posted, rules: SaleRules<'_>, errors: &mut FieldErrors) -> TypedSale {
    let members_only = posted.has("members_only");
    let standard_price = standard_price(posted, rules.course.filter(|_| !members_only), errors);
    if members_only && !standard_price.is_zero() {
        errors
            .add("standard_price", "A meeting that only members may book is free. Empty the prices, or untick the box");
    }
    TypedSale {
        capacity: whole(posted, "capacity", 0..=MOST_CAPACITY, errors),
        standard_price,
        member_price: member_price(posted, standard_price, rules.course, errors),
        members_only,
        refund_policy_id: policy(posted, rules, errors),
        most_places: whole(posted, "most_places", 1..=MOST_PLACES, errors),
        closes_at: read_closing(posted, rules.when, errors),
    }
    .with_own_places()
}

impl TypedSale {
    /// At a meeting for members each books their own place, because membership is proved one by one (ELG-2).
    #[must_use]
    pub fn with_own_places(self) -> Self {
        Self { most_places: if self.members_only { 1 } else { self.most_places }, ..self }
    }
}

/// Left empty, it is the course's own price; a meeting is then free.
fn standard_price(posted: &Posted, course: Option<&CourseDetails>, errors: &mut FieldErrors) -> Pence {
    if posted.get("standard_price").trim().is_empty() {
        return course.map_or(Pence::ZERO, |course| course.content.standard_price);
    }
    price(posted, "standard_price", errors)
}

/// Left empty, it is the course's own price when that is lower. A price that is no lower is none.
fn member_price(
    posted: &Posted,
    standard: Pence,
    course: Option<&CourseDetails>,
    errors: &mut FieldErrors,
) -> Option<Pence> {
    let price = if posted.get("member_price").trim().is_empty() {
        course.map(|course| course.content.member_price)?
    } else {
        let price = price(posted, "member_price", errors);
        if price > standard {
            errors.add("member_price", "The member price cannot be higher than the standard price");
        }
        price
    };
    (price < standard).then_some(price)
}

fn price(posted: &Posted, field: &str, errors: &mut FieldErrors) -> Pence {
    match errors.check(field, Pence::parse_pounds(posted.get(field))) {
        Some(price) if price <= HIGHEST_PRICE => price,
        Some(_) => {
            errors.add(field, format!("Enter {HIGHEST_PRICE} or less"));
            Pence::ZERO
        }
        None => Pence::ZERO,
    }
}

/// Left empty on a new date, it is the course's own (SES-1).
fn policy(posted: &Posted, rules: SaleRules<'_>, errors: &mut FieldErrors) -> i64 {
    let typed = posted.get("refund_policy").trim();
    let chosen = if typed.is_empty() { rules.default_policy } else { typed.parse::<i64>().ok() };
    let known = rules.policies.iter().find(|policy| Some(policy.id) == chosen);
    known.map_or_else(
        || {
            errors.add("refund_policy", "Choose a refund policy");
            0
        },
        |policy| policy.id,
    )
}

pub(super) fn whole(
    posted: &Posted,
    field: &str,
    range: std::ops::RangeInclusive<i32>,
    errors: &mut FieldErrors,
) -> i32 {
    let typed = posted.get(field).trim();
    let is_plain = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    match typed.parse::<i32>() {
        Ok(number) if is_plain && range.contains(&number) => number,
        _ => {
            errors.add(field, format!("Enter a whole number from {} to {}", range.start(), range.end()));
            0
        }
    }
}

/// Fills the fields of a new date: 20 places, 10 a booking, the course's policy.
pub fn fill_defaults(form: &mut FormView, policy: Option<i64>) {
    form.set("capacity", "20");
    form.set("most_places", "10");
    form.set("refund_policy", policy.map(|id| id.to_string()).unwrap_or_default());
}

/// Fills the prices from a course.
pub fn fill_prices(form: &mut FormView, standard: Pence, member: Option<Pence>) {
    form.set("standard_price", pounds(standard));
    form.set("member_price", member.map(pounds).unwrap_or_default());
}

/// Fills the fields from a stored sale.
pub fn fill_sale(form: &mut FormView, sale: &EventSale) {
    form.set("capacity", sale.room.to_string());
    form.set("members_only", if sale.members_only { "yes" } else { "" });
    fill_prices(form, sale.prices.standard, sale.prices.member);
    form.set("refund_policy", sale.policy.id.to_string());
    form.set("most_places", sale.most_places.to_string());
    fill_closing(form, sale.closes_at);
}

fn pounds(amount: Pence) -> String {
    amount.to_string().replace(['£', ','], "")
}

#[cfg(test)]
#[path = "sale_fields_tests.rs"]
mod tests;
