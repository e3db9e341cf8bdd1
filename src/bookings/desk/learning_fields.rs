//! The fields that say what people learn from a date: how much of it counts as professional development, what to read before (SES-1).
//! Pure.

use super::sale_fields::whole;
use crate::events::{CourseDetails, EventWhen};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

/// The fields, in the order of the page.
pub const FIELDS: [&str; 3] = ["cpd_hours", "cpd_minutes", "resources"];

const RESOURCES: TextInput = TextInput::block("resources", "text about reading and preparation", 5_000).optional();
const MOST_HOURS: i32 = 60;

/// What an officer typed, in types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedLearning {
    /// How much of the date counts as professional development.
    pub cpd_minutes: i32,
    /// Markdown; empty on a new date means the course's.
    pub resources: String,
}

/// What was typed, with what is wrong noted in `errors`. CPD left empty on a new date is the course's, as far as the date lasts.
pub fn read_learning(
    posted: &Posted,
    (course, when): (Option<&CourseDetails>, Option<&EventWhen>),
    errors: &mut FieldErrors,
) -> TypedLearning {
    let resources = RESOURCES.read(posted, errors);
    let is_empty = |field: &str| posted.get(field).trim().is_empty();
    if is_empty("cpd_hours") && is_empty("cpd_minutes") {
        let of_course = course.map(|course| &course.content).zip(when);
        let cpd_minutes = of_course.map_or(0, |(content, when)| content.cpd_minutes_within(when));
        return TypedLearning { cpd_minutes, resources };
    }
    let mut number = |field, most| if is_empty(field) { 0 } else { whole(posted, field, 0..=most, errors) };
    let cpd_minutes = number("cpd_hours", MOST_HOURS) * 60 + number("cpd_minutes", 59);
    let lasts = when.and_then(EventWhen::minutes);
    if lasts.is_some_and(|minutes| i64::from(cpd_minutes) > minutes) {
        errors.add("cpd_hours", "Professional development cannot be longer than the date");
    }
    TypedLearning { cpd_minutes, resources }
}

/// Fills the fields.
pub fn fill_learning(form: &mut FormView, cpd_minutes: i32, resources: &str) {
    form.set("cpd_hours", (cpd_minutes / 60).to_string());
    form.set("cpd_minutes", (cpd_minutes % 60).to_string());
    form.set("resources", resources);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{CourseContent, CourseId, CourseState, DateCertainty, WallTime};
    use crate::kernel::Pence;

    fn course() -> CourseDetails {
        let content = CourseContent {
            title: "Role".to_owned(),
            summary: String::new(),
            overview: String::new(),
            topics: Vec::new(),
            audience: String::new(),
            further_information: String::new(),
            duration_minutes: 210,
            cpd_minutes: 180,
            standard_price: Pence::new(9_000),
            member_price: Pence::new(5_000),
            refund_policy: None,
            resources: String::new(),
        };
        CourseDetails { id: CourseId(1), slug: "role".to_owned(), content, state: CourseState::Published, version: 1 }
    }

    fn until(ends: &str) -> EventWhen {
        let wall =
            WallTime { day: "2026-09-04".parse().ok(), starts: "09:30:00".parse().ok(), ends: ends.parse().ok() };
        EventWhen::from_wall(DateCertainty::DateAndTime, wall).unwrap()
    }

    #[test]
    fn ses_1_cpd_left_empty_is_the_courses_as_far_as_the_date_lasts() {
        let course = course();
        let (morning, hour, undated) = (until("13:00:00"), until("10:30:00"), EventWhen::ToBeAnnounced);
        let table = [
            ("", "", Some(&course), &morning, Ok(180)),
            ("", "", Some(&course), &hour, Ok(60)),
            ("", "", Some(&course), &undated, Ok(180)),
            ("", "", None, &morning, Ok(0)),
            ("0", "", Some(&course), &morning, Ok(0)),
            ("2", "15", Some(&course), &morning, Ok(135)),
            ("3", "30", None, &morning, Ok(210)),
            ("3", "31", None, &morning, Err("cpd_hours")),
            ("9", "", None, &undated, Ok(540)),
            ("two", "", None, &morning, Err("cpd_hours")),
            ("", "60", None, &morning, Err("cpd_minutes")),
        ];
        for (hours, minutes, course, when, expected) in table {
            let mut errors = FieldErrors::new();
            let posted = Posted::of(&[("cpd_hours", hours), ("cpd_minutes", minutes)]);
            let typed = read_learning(&posted, (course, Some(when)), &mut errors);
            let told = errors.iter().next().map(|error| error.field.clone());
            assert_eq!(
                told.map_or(Ok(typed.cpd_minutes), Err),
                expected.map_err(str::to_owned),
                "{hours:?} {minutes:?}"
            );
        }
    }
}
