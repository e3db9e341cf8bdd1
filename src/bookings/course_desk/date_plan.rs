//! What a coming date would take over from its course, and what stays as it is and why (SES-1). Pure.

use super::copied_fields::CopiedField;
use super::policy_versions::{PolicyVersion, PolicyVersions};
use crate::bookings::desk::forms::TypedDate;
use crate::bookings::sale::EventSale;
use crate::events::place_words::duration_words;
use crate::events::{CourseContent, EventDetails, EventWhen};
use crate::kernel::Pence;
use crate::kernel::uk_time::london_date;

/// A course as it stands now.
pub(super) struct CourseNow<'a> {
    pub(super) content: &'a CourseContent,
    pub(super) policies: &'a PolicyVersions,
}

/// A coming date as it stands now.
pub(super) struct DateNow<'a> {
    pub(super) event: &'a EventDetails,
    pub(super) sale: &'a EventSale,
    /// Somebody has a place, or one is kept for somebody.
    pub(super) has_bookings: bool,
    /// The same, as its own form would send it.
    pub(super) stored: TypedDate,
}

/// A field that the date says otherwise than its course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) field: CopiedField,
    pub(super) now: String,
    pub(super) new: String,
    /// Why it is not taken over; none when it would be.
    pub(super) stays: Option<&'static str>,
}

/// What taking the course's words over would do to a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DatePlan {
    pub(super) differences: Vec<Difference>,
    /// The date afterwards.
    pub(super) after: TypedDate,
}

impl DatePlan {
    /// Whether a tick would change anything.
    pub(super) fn changes_anything(&self) -> bool {
        self.differences.iter().any(|difference| difference.stays.is_none())
    }
}

/// Compares these fields of a date with its course.
pub(super) fn plan(course: &CourseNow<'_>, date: &DateNow<'_>, fields: &[CopiedField]) -> DatePlan {
    let mut after = date.stored.clone();
    let mut differences = Vec::new();
    for field in CopiedField::ALL.into_iter().filter(|field| fields.contains(field)) {
        let mut next = after.clone();
        set(field, &mut next, course);
        if next == after {
            continue;
        }
        let stays = why_it_stays(field, date, &next);
        let words = |typed: &TypedDate| words_of(field, typed, course.policies);
        differences.push(Difference { field, now: words(&after), new: words(&next), stays });
        if stays.is_none() {
            after = next;
        }
    }
    DatePlan { differences, after }
}

/// Puts the course's value into the date's form.
fn set(field: CopiedField, typed: &mut TypedDate, course: &CourseNow<'_>) {
    let content = course.content;
    match field {
        CopiedField::Title => typed.title.clone_from(&content.title),
        CopiedField::Summary => typed.summary.clone_from(&content.summary),
        CopiedField::Description => typed.description = content.event_description(),
        CopiedField::Duration => {
            typed.when = lasting(typed.when, content.duration_minutes);
            typed.learning.cpd_minutes = typed.learning.cpd_minutes.min(content.duration_minutes);
        }
        CopiedField::Prices => {
            typed.sale.standard_price = content.standard_price;
            typed.sale.member_price = Some(content.member_price).filter(|price| *price < content.standard_price);
        }
        CopiedField::Cpd => typed.learning.cpd_minutes = content.cpd_minutes_within(&typed.when),
        CopiedField::RefundPolicy => {
            let newest = content.refund_policy.as_deref().and_then(|code| course.policies.newest(code));
            let own = course.policies.find(typed.sale.refund_policy_id);
            // An older version of the same policy is followed by the newer one at the policies' own desk.
            if let Some(newest) = newest.filter(|newest| own.is_none_or(|own| own.code != newest.code)) {
                typed.sale.refund_policy_id = newest.id;
            }
        }
        CopiedField::Resources => typed.learning.resources.clone_from(&content.resources),
    }
}

/// The same start, another end; as it is when no time is known or the end would be another day.
fn lasting(when: EventWhen, minutes: i32) -> EventWhen {
    let EventWhen::DateAndTime { first_day, starts_at, .. } = when else { return when };
    let ends_at = starts_at + chrono::Duration::minutes(minutes.into());
    if london_date(ends_at) == first_day { EventWhen::DateAndTime { first_day, starts_at, ends_at } } else { when }
}

/// What the rules of the date's own form forbid, or what belongs there because people have to be told why.
fn why_it_stays(field: CopiedField, date: &DateNow<'_>, next: &TypedDate) -> Option<&'static str> {
    let is_private = date.event.is_private();
    match field {
        CopiedField::Prices if is_private => Some("What the training costs was agreed with the authority."),
        CopiedField::Prices if date.sale.members_only => Some("Only members may book this date, and it is free."),
        CopiedField::Prices if date.has_bookings => Some("People have booked at these prices, so they stay."),
        CopiedField::Prices if early_price(date).is_some_and(|early| early >= next.sale.standard_price) => {
            Some("Its early price would no longer be lower. Change both on the date’s own page.")
        }
        CopiedField::RefundPolicy if is_private => Some("The terms of the training were agreed with the authority."),
        CopiedField::Duration if date.event.parts.len() > 1 => {
            Some("It has several parts. Change their times on the date’s own page.")
        }
        CopiedField::Duration if date.has_bookings => {
            Some("People have booked these times. Change them on the date’s own page, where you say why.")
        }
        _ => None,
    }
}

fn early_price(date: &DateNow<'_>) -> Option<Pence> {
    date.sale.early_bird.map(|(early, _)| early.price)
}

fn words_of(field: CopiedField, typed: &TypedDate, policies: &PolicyVersions) -> String {
    let words = match field {
        CopiedField::Title => typed.title.clone(),
        CopiedField::Summary => typed.summary.clone(),
        CopiedField::Description => typed.description.clone(),
        CopiedField::Duration => typed.when.minutes().map(duration_words).unwrap_or_default(),
        CopiedField::Prices if typed.sale.standard_price.is_zero() => "Free".to_owned(),
        CopiedField::Prices => match typed.sale.member_price {
            Some(member) => format!("{}, members {member}", typed.sale.standard_price),
            None => typed.sale.standard_price.to_string(),
        },
        CopiedField::Cpd => duration_words(typed.learning.cpd_minutes.into()),
        CopiedField::RefundPolicy => policies
            .find(typed.sale.refund_policy_id)
            .map(|version: &PolicyVersion| version.name.clone())
            .unwrap_or_default(),
        CopiedField::Resources => typed.learning.resources.clone(),
    };
    if words.is_empty() { "Nothing".to_owned() } else { words }
}

#[cfg(test)]
#[path = "date_plan_tests.rs"]
mod tests;
