//! The form of a date: what an officer types, made into a [`TypedDate`], with a sentence beside each field that is wrong. Pure.

use chrono::NaiveDate;

use super::early_fields::{self, TypedEarly};
use super::learning_fields::{self, TypedLearning, fill_learning, read_learning};
use super::limit_fields::{self, read_limits};
use super::minimum_fields::{self, MinimumRules, read_minimum};
use super::rule_fields;
use super::sale_fields::{self, SaleRules, TypedSale, fill_defaults, fill_prices, fill_sale, read_sale};
use super::venue_fields::{self, fill_venue, read_venue};
use super::when_fields::{self, fill_when, read_day, read_when, warn_of_past};
use crate::bookings::modes::{self, TypedPools, fill_pools, read_pools};
use crate::bookings::refund_policy::RefundPolicy;
use crate::bookings::sale::{BookingRules, EventSale, SeatLimit};
use crate::events::running::{Minimum, RunDecision};
use crate::events::{
    CourseDetails, DateCertainty, EventDetails, EventMode, EventWhen, Facilitator, JoinUrl, Platform, VenueDetails,
};
use crate::kernel::{Instant, PersonName};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const TITLE: TextInput = TextInput::line("title", "title", 150);
const SUMMARY: TextInput = TextInput::block("summary", "summary", 300).optional();
const DESCRIPTION: TextInput = TextInput::block("description", "text", 20_000).optional();
const VENUE: TextInput = TextInput::line("venue", "venue", 300).optional();
/// How many facilitators the form has fields for; an event may have more, which the form leaves alone.
pub const FACILITATOR_ROWS: usize = 2;
const NAMES: [&str; FACILITATOR_ROWS] = ["facilitator_1", "facilitator_2"];
const POSTS: [TextInput; FACILITATOR_ROWS] =
    [TextInput::line("post_held_1", "post", 120).optional(), TextInput::line("post_held_2", "post", 120).optional()];
const POST_FIELDS: [&str; FACILITATOR_ROWS] = ["post_held_1", "post_held_2"];
const OWN_FIELDS: [&str; 12] = [
    "course",
    "title",
    "summary",
    "description",
    "mode",
    "platform",
    "venue",
    "join_url",
    "link_promised_on",
    "capacity_ok",
    "notice_reason",
    "idempotency_key",
];

/// What an officer typed about a date, in types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedDate {
    /// Title; empty means the course's.
    pub title: String,
    /// One or two sentences; empty on a new date means the course's.
    pub summary: String,
    /// Markdown; empty on a new date means the course's.
    pub description: String,
    /// When, and how certain.
    pub when: EventWhen,
    /// How people take part.
    pub mode: EventMode,
    /// The video service.
    pub platform: Platform,
    /// The building and its town.
    pub venue: String,
    /// What else people who come to it need to know (SES-8).
    pub venue_details: VenueDetails,
    /// The meeting's own address; never shown to the public (D16).
    pub join_url: Option<JoinUrl>,
    /// The day by which the address is promised (LNK-7).
    pub link_promised_on: Option<NaiveDate>,
    /// CPD, reading and preparation (SES-1).
    pub learning: TypedLearning,
    /// The facilitators that the form has fields for.
    pub facilitators: Vec<Facilitator>,
    /// How it is sold.
    pub sale: TypedSale,
    /// Places in the room and online, when they are counted apart (SES-8).
    pub pools: Option<TypedPools>,
    /// What limits the places besides the room (HLD-10).
    pub limits: Vec<SeatLimit>,
    /// A lower price for whoever books soon enough (ELG-11); its making is not known yet.
    pub early: Option<TypedEarly>,
    /// Until when people can be exchanged, and whether it takes a code to book.
    pub rules: BookingRules,
    /// How many people it needs to run, and when that is decided (SES-7).
    pub minimum: Option<Minimum>,
}

/// What the form is read against.
#[derive(Clone, Copy)]
pub struct DateRules<'a> {
    /// The course whose title, length and prices empty fields take; none for a stored date, which has its own.
    pub course: Option<&'a CourseDetails>,
    /// The policies to choose from.
    pub policies: &'a [RefundPolicy],
    /// The policy of a new date that none was chosen for; none for a stored date, which has its own.
    pub default_policy: Option<i64>,
    /// A date that is over then is warned of; none when it was over before.
    pub warn_before: Option<Instant>,
    /// How the running of a stored date stands.
    pub run: Option<RunDecision>,
}

/// What was typed, or everything that is wrong with it.
pub fn read(posted: &Posted, rules: DateRules<'_>) -> Result<TypedDate, FieldErrors> {
    let mut errors = FieldErrors::new();
    let title = if rules.course.is_some() { TITLE.optional() } else { TITLE }.read(posted, &mut errors);
    let (summary, description) = (SUMMARY.read(posted, &mut errors), DESCRIPTION.read(posted, &mut errors));
    let when = read_when(posted, rules.course.map(|course| course.content.duration_minutes), &mut errors);
    if let (Some(when), Some(now)) = (&when, rules.warn_before) {
        warn_of_past(posted, when, now, &mut errors);
    }
    let (mode, platform) = read_mode(posted, &mut errors).unwrap_or((EventMode::Online, Platform::Undecided));
    let venue = VENUE.read(posted, &mut errors);
    let venue_details = read_venue(posted, mode.has_room(), &mut errors);
    let join_url = read_join_url(posted, mode, &mut errors);
    let link_promised_on = read_promise(posted, when.as_ref(), &mut errors);
    let facilitators = read_facilitators(posted, &mut errors);
    let learning = read_learning(posted, (rules.course, when.as_ref()), &mut errors);
    let DateRules { course, policies, default_policy, .. } = rules;
    let sale_rules = SaleRules { policies, default_policy, course, when: when.as_ref() };
    let mut sale = read_sale(posted, sale_rules, &mut errors);
    let pools = read_pools(posted, mode, &mut errors);
    sale.capacity = pools.map_or(sale.capacity, TypedPools::sum);
    let limits = read_limits(posted, &mut errors);
    let (capacity, run) = (sale.capacity, rules.run);
    let needs = MinimumRules { when: when.as_ref(), capacity, run, now: rules.warn_before };
    let minimum = read_minimum(posted, needs, &mut errors);
    let early = early_fields::read_early(posted, sale.standard_price, when.as_ref(), &mut errors);
    let rules = rule_fields::read_rules(posted, &mut errors);
    match (when, errors.is_empty()) {
        (Some(when), true) => Ok(TypedDate {
            title,
            summary,
            description,
            when,
            mode,
            platform,
            venue,
            venue_details,
            join_url,
            link_promised_on,
            learning,
            facilitators,
            sale,
            pools,
            limits,
            early,
            rules,
            minimum,
        }),
        _ => Err(errors),
    }
}

/// How people take part; a meeting in person has no video service, whatever the list says.
fn read_mode(posted: &Posted, errors: &mut FieldErrors) -> Option<(EventMode, Platform)> {
    let Some(mode) = EventMode::parse(posted.get("mode")) else {
        errors.add("mode", "Say how people take part");
        return None;
    };
    match (mode.has_online(), Platform::parse(posted.get("platform"))) {
        (false, _) => Some((mode, Platform::None)),
        (true, Some(platform)) if platform != Platform::None => Some((mode, platform)),
        (true, _) => {
            errors.add("platform", "Choose the video service, or “To be decided”");
            None
        }
    }
}

fn read_join_url(posted: &Posted, mode: EventMode, errors: &mut FieldErrors) -> Option<JoinUrl> {
    let typed = posted.get("join_url").trim();
    if typed.is_empty() {
        return None;
    }
    if !mode.has_online() {
        errors.add("join_url", "A meeting in person has no joining address. Remove it, or let people join online");
        return None;
    }
    errors.check("join_url", JoinUrl::parse(typed))
}

fn read_promise(posted: &Posted, when: Option<&EventWhen>, errors: &mut FieldErrors) -> Option<NaiveDate> {
    let promised = errors.check("link_promised_on", read_day(posted.get("link_promised_on")))??;
    if when.and_then(EventWhen::known_day).is_some_and(|day| promised > day) {
        errors.add("link_promised_on", "Promise the link for the day itself or a day before it");
    }
    Some(promised)
}

fn read_facilitators(posted: &Posted, errors: &mut FieldErrors) -> Vec<Facilitator> {
    let mut people = Vec::new();
    for (name_field, post) in NAMES.into_iter().zip(POSTS) {
        let post_held = post.read(posted, errors);
        let typed = posted.get(name_field);
        if typed.trim().is_empty() {
            if !post_held.is_empty() {
                errors.add(name_field, "Enter the name of the person who holds this post");
            }
            continue;
        }
        if let Some(name) = errors.check(name_field, PersonName::parse(typed)) {
            people.push(Facilitator { name: name.as_str().to_owned(), post_held, person_id: None });
        }
    }
    people
}

fn all_fields() -> impl Iterator<Item = &'static str> {
    OWN_FIELDS
        .into_iter()
        .chain(NAMES)
        .chain(POST_FIELDS)
        .chain(when_fields::FIELDS)
        .chain(venue_fields::FIELDS)
        .chain(sale_fields::FIELDS)
        .chain(modes::DESK_FIELDS)
        .chain(learning_fields::FIELDS)
        .chain(limit_fields::FIELDS)
        .chain(early_fields::FIELDS)
        .chain(rule_fields::FIELDS)
        .chain(minimum_fields::FIELDS)
}

/// The form as it was typed.
pub fn typed(posted: &Posted) -> FormView {
    FormView::filled(all_fields().map(|field| (field, posted.get(field))))
}

/// The form of a new date: of a course with its prices and policy, or a members' meeting. Words and CPD left empty are the course's.
pub fn blank(course: Option<&CourseDetails>, default_policy: Option<i64>, idempotency_key: String) -> FormView {
    let mut form = FormView::blank(&all_fields().collect::<Vec<_>>());
    fill_defaults(&mut form, default_policy.filter(|_| course.is_some()));
    form.set("certainty", DateCertainty::DateAndTime.word());
    form.set("mode", EventMode::Online.word());
    form.set("platform", Platform::Zoom.word());
    form.set("idempotency_key", idempotency_key);
    if let Some(course) = course {
        form.set("course", course.id.to_string());
        fill_prices(&mut form, course.content.standard_price, Some(course.content.member_price));
    }
    form
}

/// The form of a stored date.
pub fn filled(event: &EventDetails, sale: &EventSale, limits: &[SeatLimit]) -> FormView {
    let mut form = FormView::blank(&all_fields().collect::<Vec<_>>());
    let texts = [
        ("title", event.title.as_str()),
        ("summary", event.summary.as_str()),
        ("description", event.description.as_str()),
        ("mode", event.mode.word()),
        ("platform", event.platform.word()),
        ("venue", event.venue.as_str()),
        ("join_url", event.join_url.as_ref().map_or("", JoinUrl::as_str)),
    ];
    for (field, value) in texts {
        form.set(field, value);
    }
    form.set("course", event.course.as_ref().map(|course| course.id.to_string()).unwrap_or_default());
    form.set("link_promised_on", event.link_promised_on.map(|day| day.to_string()).unwrap_or_default());
    for (number, who) in event.facilitators.iter().take(FACILITATOR_ROWS).enumerate() {
        form.set(NAMES[number], who.name.as_str());
        form.set(POST_FIELDS[number], who.post_held.as_str());
    }
    fill_when(&mut form, &event.when);
    fill_learning(&mut form, event.cpd_minutes, &event.resources);
    fill_sale(&mut form, sale);
    fill_venue(&mut form, &event.venue_details);
    fill_pools(&mut form, sale);
    limit_fields::fill_limits(&mut form, limits);
    early_fields::fill_early(&mut form, sale.early_bird);
    rule_fields::fill_rules(&mut form, sale.rules);
    minimum_fields::fill_minimum(&mut form, event.run.map(|run| run.minimum));
    form
}

/// The form of another date like a stored one: everything but its day, its joining address, its own closing and the day on which it
/// is decided whether it runs (SES-9).
pub fn like((event, sale): (&EventDetails, &EventSale), limits: &[SeatLimit], idempotency_key: String) -> FormView {
    let mut form = filled(event, sale, limits);
    for field in ["starts_on", "join_url", "link_promised_on", "closes_on", "closes_at", "decide_on", "decide_time"]
        .into_iter()
        .chain(early_fields::FIELDS)
    {
        form.set(field, "");
    }
    form.set("idempotency_key", idempotency_key);
    form
}

#[cfg(test)]
#[path = "forms_tests.rs"]
mod tests;
