//! The page of a date's form, for a new date and for a stored one.

use serde::Serialize;

use super::forms;
use super::when_fields::PAST_WARNING;
use crate::bookings::course_desk::policy_versions::{PolicyVersions, policy_versions};
use crate::bookings::organiser_move::preview::NoticePreview;
use crate::bookings::refund_policy::RefundPolicy;
use crate::bookings::refund_terms::until_words;
use crate::bookings::sale::list_policies;
use crate::events::courses::queries::list_all_courses;
use crate::events::{CourseDetails, CourseState, DateCertainty, EventMode, Platform};
use crate::kernel::Unexpected;
use crate::web::{FieldErrors, FormView, Posted};

/// A choice in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A line under it, or none.
    pub hint: Option<&'static str>,
}

/// What the form's template may see.
#[derive(Serialize)]
pub struct DateFormView {
    /// Where the form is sent.
    pub action: String,
    /// The page before this one.
    pub back: String,
    /// The stored date's title; none for a new one.
    pub stored: Option<String>,
    /// The version the form was filled from.
    pub version: i32,
    /// The fields.
    pub form: FormView,
    /// Courses to choose from.
    pub courses: Vec<Choice>,
    /// How certain the date is.
    pub certainties: Vec<Choice>,
    /// How people take part.
    pub modes: Vec<Choice>,
    /// Video services.
    pub platforms: Vec<Choice>,
    /// Refund policies.
    pub policies: Vec<Choice>,
    /// The words of no choice; empty when one has to be made.
    pub blank_policy: String,
    /// The words under the number of places.
    pub capacity_hint: String,
    /// People have booked: prices are shown, not asked for. The price in words.
    pub fixed_prices: Option<String>,
    /// What there is to say against its days (TM-06), a sentence each.
    pub date_warnings: Vec<String>,
    /// It is known to run: what it needed is not asked any more (SES-7).
    pub confirmed_to_run: bool,
    /// The box that lets a past date stand is shown.
    pub asks_past: bool,
    /// The box that lets fewer seats than are taken stand is shown.
    pub asks_capacity: bool,
    /// Who is told of the change, for the officer to confirm.
    pub notice: Option<NoticeView>,
}

/// Who is told of a change, and what of.
#[derive(Serialize)]
pub struct NoticeView {
    /// "12 bookings with 30 places".
    pub who: String,
    /// Sent back with the form.
    pub places: usize,
    /// What is different, a sentence each.
    pub differences: Vec<String>,
    /// They may take their money back, or another date, until then; empty when there is no choice.
    pub choose_until: String,
    /// A reason has to be given.
    pub asks_reason: bool,
}

impl NoticeView {
    /// The preview in words.
    pub fn new(preview: &NoticePreview) -> Self {
        let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
        Self {
            who: format!(
                "{} with {}",
                count(preview.bookings, "booking", "bookings"),
                count(preview.places, "place", "places")
            ),
            places: preview.places,
            differences: preview.differences.clone(),
            choose_until: preview.choose_until.map(until_words).unwrap_or_default(),
            asks_reason: preview.meaning.moves_time || preview.meaning.gives_choice,
        }
    }
}

/// What the lists of the form are made from.
pub struct Choices {
    /// Courses that dates can be added to.
    pub courses: Vec<CourseDetails>,
    /// The newest version of each refund policy.
    pub policies: Vec<RefundPolicy>,
    versions: PolicyVersions,
}

impl Choices {
    /// Reads them; courses taken off the site are left out.
    pub async fn load(db: &impl sea_orm::ConnectionTrait) -> Result<Self, Unexpected> {
        let courses = list_all_courses(db).await?.into_iter().map(|listed| listed.course);
        let courses = courses.filter(|course| course.state != CourseState::Withdrawn).collect();
        Ok(Self { courses, policies: list_policies(db).await?, versions: policy_versions(db).await? })
    }

    /// With the policy of a stored date, which may be an older version than the newest.
    #[must_use]
    pub fn with_policy(mut self, policy: &RefundPolicy) -> Self {
        if self.policies.iter().all(|known| known.id != policy.id) {
            self.policies.push(policy.clone());
        }
        self
    }

    /// The course of this id, or of this address.
    pub fn course(&self, id_or_slug: &str) -> Option<&CourseDetails> {
        self.courses.iter().find(|course| course.id.to_string() == id_or_slug || course.slug == id_or_slug)
    }

    /// The policy a new date begins with: the newest version of the course's own (SES-1), else the first there is.
    pub fn default_policy(&self, course: Option<&CourseDetails>) -> Option<i64> {
        let code = course.and_then(|course| course.content.refund_policy.as_deref());
        let of_course = code.and_then(|code| self.versions.newest(code)).map(|version| version.id);
        of_course.or_else(|| self.policies.first().map(|policy| policy.id))
    }

    /// The page of a new date.
    pub fn new_date(&self, form: FormView) -> DateFormView {
        DateFormView {
            action: "/admin/events/new".to_owned(),
            back: "/admin/events".to_owned(),
            stored: None,
            version: 0,
            courses: self.courses.iter().map(course_choice).collect(),
            certainties: DateCertainty::ALL.map(certainty_choice).into(),
            modes: EventMode::ALL.map(|mode| choice(mode.word(), mode.label())).into(),
            platforms: platforms(),
            policies: self.policies.iter().map(|policy| choice(policy.id.to_string(), policy.name.as_str())).collect(),
            blank_policy: self
                .policies
                .first()
                .map(|first| format!("The course’s own, or “{}”", first.name))
                .unwrap_or_default(),
            capacity_hint: String::new(),
            fixed_prices: None,
            date_warnings: Vec::new(),
            confirmed_to_run: false,
            asks_past: false,
            asks_capacity: false,
            notice: None,
            form,
        }
    }
}

impl DateFormView {
    /// The same page with what was typed and what is wrong with it.
    #[must_use]
    pub fn refused(self, posted: &Posted, errors: &FieldErrors) -> Self {
        let is_warned = errors.iter().any(|error| error.message == PAST_WARNING);
        Self {
            asks_past: is_warned || posted.has("past_ok"),
            asks_capacity: self.asks_capacity || posted.has("capacity_ok"),
            form: forms::typed(posted).with_errors(errors),
            ..self
        }
    }
}

fn choice(value: impl Into<String>, label: impl Into<String>) -> Choice {
    Choice { value: value.into(), label: label.into(), hint: None }
}

fn course_choice(course: &CourseDetails) -> Choice {
    let draft = if course.state == CourseState::Draft { " (draft)" } else { "" };
    choice(course.id.to_string(), format!("{}{draft}", course.content.title))
}

fn certainty_choice(certainty: DateCertainty) -> Choice {
    let hint = match certainty {
        DateCertainty::DateAndTime => None,
        DateCertainty::DateOnly => Some("Free places can be booked; paid ones only when the time is known."),
        DateCertainty::MonthOnly => Some("Enter any day of the month. Nobody can book yet."),
        DateCertainty::ToBeAnnounced => Some("Nobody can book yet."),
    };
    Choice { hint, ..choice(certainty.word(), certainty.label()) }
}

/// "None" is not offered: it follows from meeting in person.
fn platforms() -> Vec<Choice> {
    let offered = Platform::ALL.into_iter().filter(|platform| *platform != Platform::None);
    offered.map(|platform| choice(platform.word(), platform.label())).collect()
}
