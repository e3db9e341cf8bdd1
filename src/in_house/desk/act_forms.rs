//! Untrusted input of the enquiry's page: a line of history, a reason, the date.

use chrono::NaiveDate;

use crate::bookings::desk::when_fields::{read_day, read_time};
use crate::events::{DateCertainty, EventWhen, EventWhenError, JoinUrl, Platform, WallTime};
use crate::in_house::note_down::NoteKind;
use crate::in_house::registration_rules::read_domain;
use crate::in_house::schedule::ScheduleTraining;
use crate::kernel::Instant;
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const WORDS: TextInput = TextInput::block("words", "words", 5_000);
const REASON: TextInput = TextInput::line("reason", "reason", 300);
const NUMBER: TextInput = TextInput::line("number", "invoice number", 40).optional();
const VENUE: TextInput = TextInput::line("venue", "place", 300).optional();

/// The most people one training may have.
const MOST_SEATS: i32 = 2_000;

/// Every field of the page.
pub(super) const FIELDS: [&str; 14] = [
    "kind",
    "words",
    "reason",
    "number",
    "starts_on",
    "starts_at",
    "ends_at",
    "platform",
    "venue",
    "join_url",
    "promised_on",
    "seats",
    "domain",
    "into",
];

/// The page's fields as they were sent.
pub(super) fn typed(form: &Posted) -> FormView {
    FormView::filled(FIELDS.map(|field| (field, form.get(field))))
}

/// A line of the history.
pub(super) fn read_note(form: &Posted) -> Result<(NoteKind, String), FieldErrors> {
    let mut errors = FieldErrors::new();
    let kind = NoteKind::parse(form.get("kind"));
    if kind.is_none() {
        errors.add("kind", "Say whether it is an email, a conversation or a note of ours");
    }
    let words = WORDS.read(form, &mut errors);
    match kind {
        Some(kind) if errors.is_empty() => Ok((kind, words)),
        _ => Err(errors),
    }
}

/// Why it came to nothing, or is cancelled.
pub(super) fn read_reason(form: &Posted) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::new();
    let reason = REASON.read(form, &mut errors);
    errors.into_result().map(|()| reason)
}

/// The number of an invoice written elsewhere; empty to issue it here.
pub(super) fn read_number(form: &Posted) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::new();
    let number = NUMBER.read(form, &mut errors);
    errors.into_result().map(|()| number)
}

/// The date of accepted training; it always has a time, because people register for it.
pub(super) fn read_date(
    form: &Posted,
    (enquiry_id, officer): (i64, i64),
    now: Instant,
) -> Result<ScheduleTraining, FieldErrors> {
    let mut errors = FieldErrors::new();
    let when = read_when(form, now, &mut errors);
    let platform = Platform::parse(form.get("platform")).unwrap_or(Platform::Undecided);
    let venue = VENUE.read(form, &mut errors);
    let join_url = match form.get("join_url").trim() {
        "" => None,
        typed => errors.check("join_url", JoinUrl::parse(typed)),
    };
    let link_promised_on: Option<NaiveDate> = errors.check("promised_on", read_day(form.get("promised_on"))).flatten();
    let seats = form.get("seats").trim().parse::<i32>().ok().filter(|seats| (1..=MOST_SEATS).contains(seats));
    if seats.is_none() {
        errors.add("seats", "Enter how many people may register, as a number like 20");
    }
    let domain = errors.check("domain", read_domain(form.get("domain")));
    match when.zip(seats).zip(domain) {
        Some(((when, seats), domain)) if errors.is_empty() => Ok(ScheduleTraining {
            enquiry_id,
            when,
            platform,
            venue,
            link_promised_on: link_promised_on.filter(|_| join_url.is_none()),
            join_url,
            seats,
            domain,
            officer,
        }),
        _ => Err(errors),
    }
}

fn read_when(form: &Posted, now: Instant, errors: &mut FieldErrors) -> Option<EventWhen> {
    let day = errors.check("starts_on", read_day(form.get("starts_on")));
    let starts = errors.check("starts_at", read_time(form.get("starts_at")));
    let ends = errors.check("ends_at", read_time(form.get("ends_at")));
    let wall = WallTime { day: day?, starts: starts?, ends: ends? };
    match EventWhen::from_wall(DateCertainty::DateAndTime, wall) {
        Ok(when) if when.is_over(now) => {
            errors.add("starts_on", "Enter a day that is still to come");
            None
        }
        Ok(when) => Some(when),
        Err(error) => {
            errors.add(field_of(error), error.to_string());
            None
        }
    }
}

/// The field a refusal belongs beside.
fn field_of(error: EventWhenError) -> &'static str {
    match error {
        EventWhenError::DayMissing | EventWhenError::DayOutOfRange => "starts_on",
        EventWhenError::StartMissing | EventWhenError::StartSkipped(_) => "starts_at",
        EventWhenError::EndMissing | EventWhenError::EndNotAfterStart | EventWhenError::EndSkipped(_) => "ends_at",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(changed: &[(&str, &str)]) -> Result<ScheduleTraining, Vec<String>> {
        let mut fields = vec![
            ("starts_on", "2026-09-04"),
            ("starts_at", "09:30"),
            ("ends_at", "13:00"),
            ("seats", "20"),
            ("domain", "leeds.gov.uk"),
        ];
        fields.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
        fields.extend(changed);
        let now = "2026-06-01T09:00:00Z".parse().unwrap();
        read_date(&Posted::of(&fields), (1, 2), now)
            .map_err(|errors| errors.iter().map(|error| error.field.clone()).collect())
    }

    #[test]
    fn a_date_is_read_with_its_limit_and_domain() {
        let read = date(&[]).unwrap();
        assert_eq!((read.seats, read.domain.as_str()), (20, "leeds.gov.uk"));
    }

    #[test]
    fn what_cannot_stand_is_said_beside_its_field() {
        for (field, typed) in [
            ("starts_on", ""),
            ("starts_on", "2026-05-04"),
            ("starts_at", "half nine"),
            ("ends_at", "09:00"),
            ("seats", "0"),
            ("domain", "leeds"),
            ("join_url", "not an address"),
        ] {
            assert_eq!(date(&[(field, typed)]).unwrap_err(), [field], "{field} {typed:?}");
        }
    }
}
