//! What the pages of discount codes may see.

use std::collections::BTreeMap;

use serde::Serialize;

use super::forms::{Scopes, course_field, event_field};
use super::queries::UseRow;
use crate::bookings::discounts::code_terms::CodeTerms;
use crate::bookings::discounts::offers::Reduction;
use crate::kernel::uk_time::{date_and_time, london_date, long_date, until_end_of};
use crate::kernel::{Instant, Pence};
use crate::web::{FormView, MomentView};

pub(super) const LIST: &str = "/admin/discount-codes";

/// The list.
#[derive(Serialize)]
pub(super) struct CodesView {
    pub(super) codes: Vec<CodeRow>,
}

/// A code in the list, and at the top of its page.
#[derive(Serialize)]
pub(super) struct CodeRow {
    href: String,
    code: String,
    name: String,
    takes_off: String,
    state: &'static str,
    state_kind: &'static str,
    is_running: bool,
    uses: String,
    given: String,
    terms: Vec<String>,
}

/// Titles by id: of courses, of dates.
pub(super) type Titles = (BTreeMap<i64, String>, BTreeMap<i64, String>);

impl CodeRow {
    pub(super) fn new(code: &CodeTerms, titles: &Titles, now: Instant) -> Self {
        let (state, state_kind) = state(code, now);
        Self {
            href: format!("{LIST}/{}", code.id),
            code: code.code.to_string(),
            name: code.name.clone(),
            takes_off: takes_off(code.reduction),
            state,
            state_kind,
            is_running: code.ended_at.is_none() && code.ends_at.is_none_or(|ends| now < ends),
            uses: code.most_uses.map_or_else(|| code.uses.to_string(), |most| format!("{} of {most}", code.uses)),
            given: code.budget.map_or_else(|| code.given.to_string(), |budget| format!("{} of {budget}", code.given)),
            terms: terms(code, titles),
        }
    }
}

impl CodeRow {
    /// It can be used, or will be.
    pub(super) fn is_running(&self) -> bool {
        self.is_running
    }
}

fn state(code: &CodeTerms, now: Instant) -> (&'static str, &'static str) {
    let has = |ends: Option<Instant>| ends.is_some_and(|ends| ends <= now);
    if has(code.ended_at) {
        ("Ended", "plain")
    } else if has(code.ends_at) {
        ("Over", "plain")
    } else if code.starts_at.is_some_and(|starts| now < starts) {
        ("To come", "caution")
    } else if code.most_uses.is_some_and(|most| code.uses >= most) || !code.can_give(Pence::new(1)) {
        ("Used up", "plain")
    } else {
        ("Running", "done")
    }
}

/// What a code takes off, in words.
fn takes_off(reduction: Reduction) -> String {
    match reduction {
        Reduction::Percent(percent) => format!("{percent}% off the standard price"),
        Reduction::OffBooking(amount) => format!("{amount} off the booking"),
        Reduction::FixedPrice(price) if price.is_zero() => "Each place free".to_owned(),
        Reduction::FixedPrice(price) => format!("Each place {price}"),
    }
}

/// Every term that limits it, one sentence each.
fn terms(code: &CodeTerms, (courses, events): &Titles) -> Vec<String> {
    let named = |ids: &[i64], titles: &BTreeMap<i64, String>| -> Vec<String> {
        ids.iter()
            .map(|id| format!("Only for {}", titles.get(id).map_or("a date that is gone", String::as_str)))
            .collect()
    };
    let limits = [
        code.starts_at.map(|starts| format!("From {}", long_date(london_date(starts)))),
        code.ends_at.map(|ends| format!("To be used {}", until_end_of(ends))),
        code.ended_at.map(|ended| format!("Ended by an officer, {}", date_and_time(ended))),
        code.most_uses_a_person.map(|most| format!("Each person may use it for {most} {}", bookings(most))),
        (code.least_places > 1).then(|| format!("For bookings of {} places or more", code.least_places)),
        code.most_places
            .map(|most| format!("For bookings of {most} {} at most", if most == 1 { "place" } else { "places" })),
        code.members_only.then(|| "Only for members who are signed in".to_owned()),
        code.powers.may_be_combined.then(|| {
            "Combined with other prices: first the member or early price, then the percentage comes off that".to_owned()
        }),
        code.powers.passes_capacity.then(|| past_words(code)),
        code.powers.opens_hidden.then(|| "Opens dates that are booked with a code only".to_owned()),
    ];
    let limits = limits.into_iter().flatten();
    limits.chain(named(&code.courses, courses)).chain(named(&code.events, events)).collect()
}

fn past_words(code: &CodeTerms) -> String {
    let most = i64::from(code.most_uses.unwrap_or_default()) * i64::from(code.most_places.unwrap_or_default());
    format!("Books past the last place of a date, {most} places in all at most")
}

fn bookings(number: i32) -> &'static str {
    if number == 1 { "booking" } else { "bookings" }
}

/// One code.
#[derive(Serialize)]
pub(super) struct CodeView {
    pub(super) code: CodeRow,
    /// Booking forms with the code filled in, for a code that is for certain dates.
    pub(super) links: Vec<FormLink>,
    pub(super) uses: Vec<UseView>,
}

/// A booking form with the code filled in.
#[derive(Serialize)]
pub(super) struct FormLink {
    title: String,
    href: String,
}

impl FormLink {
    pub(super) fn new((title, slug): (String, String), base_url: &str, code: &CodeTerms) -> Self {
        Self { title, href: format!("{base_url}/events/{slug}/bookings/new?code={}", code.code) }
    }
}

/// One use of it.
#[derive(Serialize)]
pub(super) struct UseView {
    reference: String,
    event_href: String,
    given: String,
    counted_at: MomentView,
    is_returned: bool,
    /// Places of it beyond the last of the date.
    past: i32,
}

impl UseView {
    pub(super) fn new(row: &UseRow) -> Self {
        Self {
            reference: row.reference.clone(),
            event_href: format!("/admin/events/{}", row.event_id),
            given: Pence::new(row.given_pence).to_string(),
            counted_at: MomentView::short(row.counted_at),
            is_returned: row.is_returned,
            past: row.seats_past_capacity,
        }
    }
}

/// The form of a new code.
#[derive(Serialize)]
pub(super) struct CodeFormView {
    pub(super) form: FormView,
    pub(super) courses: Vec<Tick>,
    pub(super) events: Vec<Tick>,
}

/// A box to tick.
#[derive(Serialize)]
pub(super) struct Tick {
    field: String,
    label: String,
}

impl CodeFormView {
    pub(super) fn new(form: FormView, scopes: &Scopes) -> Self {
        let ticks = |all: &[(i64, String)], field: fn(i64) -> String| -> Vec<Tick> {
            all.iter().map(|(id, label)| Tick { field: field(*id), label: label.clone() }).collect()
        };
        Self { form, courses: ticks(&scopes.courses, course_field), events: ticks(&scopes.events, event_field) }
    }
}
