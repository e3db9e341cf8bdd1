//! The step after a course was saved, as its template sees it.

use serde::Serialize;

use super::apply_to_dates::OfferedDate;
use super::copied_fields::CopiedField;
use super::date_plan::{DatePlan, Difference};
use super::dates_form::{box_of, places_of, version_of};
use super::queries::Booked;
use crate::events::{CourseDetails, EventState, EventView};
use crate::kernel::Instant;
use crate::web::FormView;

/// The page.
#[derive(Serialize)]
pub(super) struct DatesView {
    pub(super) title: String,
    pub(super) course_href: String,
    pub(super) action: String,
    /// The version of the course that is shown.
    pub(super) version: i32,
    /// Which fields are compared, to be sent back.
    pub(super) fields: String,
    /// The same for people: "Title, Prices".
    pub(super) field_labels: String,
    pub(super) form: FormView,
    /// Dates that say something otherwise.
    pub(super) dates: Vec<DateRow>,
    /// At least one of them can be ticked.
    pub(super) can_apply: bool,
    /// How many coming dates say it already.
    pub(super) same: usize,
}

/// One date.
#[derive(Serialize)]
pub(super) struct DateRow {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) when: String,
    pub(super) is_draft: bool,
    pub(super) is_private: bool,
    /// "3 bookings with 5 places", "Nobody has booked".
    pub(super) booked: String,
    pub(super) has_bookings: bool,
    pub(super) box_name: String,
    pub(super) version_name: String,
    pub(super) version: i32,
    pub(super) places_name: String,
    pub(super) places: i64,
    /// A tick would change something.
    pub(super) can_apply: bool,
    pub(super) rows: Vec<DifferenceRow>,
}

/// A field that differs.
#[derive(Serialize)]
pub(super) struct DifferenceRow {
    pub(super) label: &'static str,
    pub(super) now: String,
    pub(super) new: String,
    pub(super) is_long: bool,
    /// Why it is not taken over; empty when it is.
    pub(super) stays: &'static str,
    /// What it does to people who have booked; empty when nobody has.
    pub(super) for_booked: &'static str,
}

impl DatesView {
    /// The comparison of `fields`; `ticked` says which boxes are ticked to begin with.
    pub(super) fn new(
        course: &CourseDetails,
        fields: &[CopiedField],
        dates: &[(&OfferedDate, DatePlan)],
        (ticked, now): (&dyn Fn(&OfferedDate) -> bool, Instant),
    ) -> Self {
        let differing: Vec<_> = dates.iter().filter(|(_, plan)| !plan.differences.is_empty()).collect();
        let ticks = differing.iter().map(|(date, plan)| {
            let is_ticked = plan.changes_anything() && ticked(date);
            (box_of(date.event.id), if is_ticked { "yes" } else { "" })
        });
        let course_href = format!("/admin/courses/{}", course.id);
        Self {
            title: course.content.title.clone(),
            action: format!("{course_href}/dates"),
            course_href,
            version: course.version,
            fields: CopiedField::list_words(fields),
            field_labels: fields.iter().map(|field| field.label()).collect::<Vec<_>>().join("; "),
            form: FormView::filled(ticks),
            can_apply: differing.iter().any(|(_, plan)| plan.changes_anything()),
            same: dates.len() - differing.len(),
            dates: differing.into_iter().map(|(date, plan)| DateRow::new(date, plan, now)).collect(),
        }
    }
}

impl DateRow {
    fn new(date: &OfferedDate, plan: &DatePlan, now: Instant) -> Self {
        let (event, view) = (&date.event, EventView::new(&date.event, now));
        let has_bookings = date.has_bookings();
        Self {
            href: format!("/admin/events/{}", event.id),
            title: view.title,
            when: view.when_words,
            is_draft: event.state == EventState::Draft,
            is_private: event.is_private(),
            booked: booked_words(date.booked, has_bookings),
            has_bookings,
            box_name: box_of(event.id),
            version_name: version_of(event.id),
            version: event.version,
            places_name: places_of(event.id),
            places: date.booked.places,
            can_apply: plan.changes_anything(),
            rows: plan.differences.iter().map(|difference| DifferenceRow::new(difference, has_bookings)).collect(),
        }
    }
}

impl DifferenceRow {
    fn new(difference: &Difference, has_bookings: bool) -> Self {
        let is_taken_over = difference.stays.is_none();
        Self {
            label: difference.field.label(),
            now: difference.now.clone(),
            new: difference.new.clone(),
            is_long: difference.field.is_long(),
            stays: difference.stays.unwrap_or_default(),
            for_booked: if has_bookings && is_taken_over { difference.field.for_booked() } else { "" },
        }
    }
}

fn booked_words(booked: Booked, has_bookings: bool) -> String {
    let count = |number: i64, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    match booked.bookings {
        // Seats that wait for somebody on the waiting list are taken, and no booking yet.
        0 if has_bookings => "Places are kept for people on the waiting list".to_owned(),
        0 => "Nobody has booked".to_owned(),
        bookings => format!("{} with {}", count(bookings, "booking"), count(booked.places, "place")),
    }
}
