//! The course form: what officers type, made into a [`CourseContent`].

use super::CourseContent;
use super::views::PolicyChoice;
use crate::kernel::Pence;
use crate::kernel::short_text::{TextError, clean_block};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const TITLE: TextInput = TextInput::line("title", "title", 150);
const SUMMARY: TextInput = TextInput::block("summary", "summary", 300);
const OVERVIEW: TextInput = TextInput::block("overview", "overview", 10_000);
const AUDIENCE: TextInput = TextInput::block("audience", "text about who it is for", 2_000).optional();
const FURTHER: TextInput = TextInput::block("further_information", "further information", 5_000).optional();
const RESOURCES: TextInput = TextInput::block("resources", "text about reading and preparation", 5_000).optional();
const MOST_TOPICS: usize = 40;
const LONGEST_TOPIC: usize = 200;
const MOST_HOURS: i32 = 60;
const HIGHEST_PRICE: Pence = Pence::new(1_000_000);

const FIELDS: [&str; 15] = [
    "idempotency_key",
    "title",
    "summary",
    "overview",
    "topics",
    "audience",
    "further_information",
    "duration_hours",
    "duration_minutes",
    "cpd_hours",
    "cpd_minutes",
    "standard_price",
    "member_price",
    "refund_policy",
    "resources",
];

/// The form of a new course: a half day, nothing else. `key` makes sending it twice one course (D26).
pub fn blank(key: String) -> FormView {
    let mut form = FormView::blank(&FIELDS);
    form.set("idempotency_key", key);
    for (field, value) in
        [("duration_hours", "3"), ("duration_minutes", "30"), ("cpd_hours", "3"), ("cpd_minutes", "30")]
    {
        form.set(field, value);
    }
    form
}

/// The form as it was typed.
pub fn typed(form: &Posted) -> FormView {
    FormView::filled(FIELDS.map(|field| (field, form.get(field))))
}

/// The form of a stored course.
pub fn filled(content: &CourseContent) -> FormView {
    let pounds = |amount: Pence| amount.to_string().replace(['£', ','], "");
    FormView::filled([
        ("title", content.title.clone()),
        ("summary", content.summary.clone()),
        ("overview", content.overview.clone()),
        ("topics", content.topics.join("\n")),
        ("audience", content.audience.clone()),
        ("further_information", content.further_information.clone()),
        ("duration_hours", (content.duration_minutes / 60).to_string()),
        ("duration_minutes", (content.duration_minutes % 60).to_string()),
        ("cpd_hours", (content.cpd_minutes / 60).to_string()),
        ("cpd_minutes", (content.cpd_minutes % 60).to_string()),
        ("standard_price", pounds(content.standard_price)),
        ("member_price", pounds(content.member_price)),
        ("refund_policy", content.refund_policy.clone().unwrap_or_default()),
        ("resources", content.resources.clone()),
    ])
}

/// What was typed, or everything that is wrong with it.
pub fn read(form: &Posted, policies: &[PolicyChoice]) -> Result<CourseContent, FieldErrors> {
    let mut errors = FieldErrors::new();
    let content = CourseContent {
        title: TITLE.read(form, &mut errors),
        summary: SUMMARY.read(form, &mut errors),
        overview: OVERVIEW.read(form, &mut errors),
        topics: topics(form, &mut errors),
        audience: AUDIENCE.read(form, &mut errors),
        further_information: FURTHER.read(form, &mut errors),
        duration_minutes: span(form, ["duration_hours", "duration_minutes"], &mut errors),
        cpd_minutes: span(form, ["cpd_hours", "cpd_minutes"], &mut errors),
        standard_price: price(form, "standard_price", &mut errors),
        member_price: price(form, "member_price", &mut errors),
        refund_policy: policy(form, policies, &mut errors),
        resources: RESOURCES.read(form, &mut errors),
    };
    if errors.is_empty() {
        check_sense(&content, &mut errors);
    }
    errors.into_result().map(|()| content)
}

/// What is wrong between fields that are right by themselves.
fn check_sense(content: &CourseContent, errors: &mut FieldErrors) {
    if content.duration_minutes == 0 {
        errors.add("duration_hours", "Enter how long the course takes");
    }
    if content.cpd_minutes > content.duration_minutes {
        errors.add("cpd_hours", "Professional development cannot be longer than the course");
    }
    if content.member_price > content.standard_price {
        errors.add("member_price", "The member price cannot be higher than the standard price");
    }
}

/// One topic a line; empty lines and list marks in front are left out.
fn topics(form: &Posted, errors: &mut FieldErrors) -> Vec<String> {
    let text = match clean_block(form.get("topics"), MOST_TOPICS * LONGEST_TOPIC) {
        Ok(text) => text,
        Err(TextError::Empty) => return Vec::new(),
        Err(TextError::TooLong { .. }) => {
            return wrong(errors, "topics", "The topics are too long. Shorten them".to_owned());
        }
        Err(TextError::ControlCharacter) => {
            return wrong(errors, "topics", "The topics have hidden characters. Type them again by hand".to_owned());
        }
    };
    let bare = |line: &str| line.trim_start_matches(['-', '*', '•', '·', ' ', '\t']).trim().to_owned();
    let topics: Vec<String> = text.lines().map(bare).filter(|topic| !topic.is_empty()).collect();
    if topics.len() > MOST_TOPICS {
        return wrong(errors, "topics", format!("Enter {MOST_TOPICS} topics or fewer"));
    }
    match topics.iter().position(|topic| topic.chars().count() > LONGEST_TOPIC) {
        Some(line) => {
            wrong(errors, "topics", format!("Topic {} must be {LONGEST_TOPIC} characters or fewer", line + 1))
        }
        None => topics,
    }
}

/// Hours and minutes as minutes; an empty field is nought.
fn span(form: &Posted, [hours, minutes]: [&str; 2], errors: &mut FieldErrors) -> i32 {
    let hours = whole(form, hours, MOST_HOURS, errors);
    hours * 60 + whole(form, minutes, 59, errors)
}

fn whole(form: &Posted, field: &str, most: i32, errors: &mut FieldErrors) -> i32 {
    let typed = form.get(field).trim();
    if typed.is_empty() {
        return 0;
    }
    let digits_only = typed.bytes().all(|byte| byte.is_ascii_digit());
    match typed.parse() {
        Ok(number) if digits_only && number <= most => number,
        _ => wrong(errors, field, format!("Enter a whole number from 0 to {most}")),
    }
}

fn price(form: &Posted, field: &str, errors: &mut FieldErrors) -> Pence {
    match errors.check(field, Pence::parse_pounds(form.get(field))) {
        Some(price) if price > HIGHEST_PRICE => wrong(errors, field, format!("Enter {HIGHEST_PRICE} or less")),
        Some(price) => price,
        None => Pence::ZERO,
    }
}

/// One of those there are, or none.
fn policy(form: &Posted, policies: &[PolicyChoice], errors: &mut FieldErrors) -> Option<String> {
    let chosen = form.get("refund_policy");
    if chosen.is_empty() || policies.iter().any(|policy| policy.value == chosen) {
        return Some(chosen.to_owned()).filter(|code| !code.is_empty());
    }
    wrong(errors, "refund_policy", "Choose a refund policy from the list".to_owned())
}

fn wrong<T: Default>(errors: &mut FieldErrors, field: &str, message: String) -> T {
    errors.add(field, message);
    T::default()
}

#[cfg(test)]
#[path = "forms_tests.rs"]
mod tests;
