//! Courses as templates see them.

use serde::Serialize;

use super::queries::ListedCourse;
use super::{CourseDetails, CourseState};
use crate::events::place_words::duration_words;
use crate::events::views::StateTag;
use crate::kernel::uk_time;
use crate::web::FormView;
use crate::web::markdown::to_safe_html;

/// A course on its public page and in lists; `site` adds the dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CourseView {
    /// Its page.
    pub href: String,
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// What it is about.
    pub overview_html: String,
    /// What it covers, one topic each.
    pub topics: Vec<String>,
    /// Who it is for; may be empty.
    pub audience_html: String,
    /// Anything else; may be empty.
    pub further_information_html: String,
    /// Reading and preparation; may be empty.
    pub resources_html: String,
    /// "3 hours 30 minutes".
    pub duration: String,
    /// The same as ISO 8601 for machines: `PT3H30M`.
    pub duration_for_machines: String,
    /// "3 hours 30 minutes"; empty when none of it counts.
    pub cpd: String,
    /// "£90".
    pub standard_price: String,
    /// "£50".
    pub member_price: String,
    /// "£50 to £90", or the one price.
    pub price: String,
}

impl From<&CourseDetails> for CourseView {
    fn from(course: &CourseDetails) -> Self {
        let content = &course.content;
        let (low, high) = (content.member_price, content.standard_price);
        Self {
            href: format!("/courses/{}", course.slug),
            title: content.title.clone(),
            summary: content.summary.clone(),
            overview_html: to_safe_html(&content.overview),
            topics: content.topics.clone(),
            audience_html: to_safe_html(&content.audience),
            further_information_html: to_safe_html(&content.further_information),
            resources_html: to_safe_html(&content.resources),
            duration: duration_words(content.duration_minutes.into()),
            duration_for_machines: format!("PT{}H{}M", content.duration_minutes / 60, content.duration_minutes % 60),
            cpd: duration_words(content.cpd_minutes.into()),
            standard_price: high.to_string(),
            member_price: low.to_string(),
            price: if low == high { high.to_string() } else { format!("{low} to {high}") },
        }
    }
}

/// The officers' list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CourseDesk {
    /// By title.
    pub courses: Vec<CourseRow>,
}

/// A row of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CourseRow {
    /// The officers' page.
    pub href: String,
    /// Title.
    pub title: String,
    /// "3 hours 30 minutes".
    pub duration: String,
    /// "£50 to £90".
    pub price: String,
    /// Whether it is on the site.
    pub state: StateTag,
    /// "Friday 28 August 2026 at 9:30am (UK time)".
    pub updated: String,
}

impl From<&ListedCourse> for CourseRow {
    fn from(listed: &ListedCourse) -> Self {
        let view = CourseView::from(&listed.course);
        Self {
            href: format!("/admin/courses/{}", listed.course.id),
            title: view.title,
            duration: view.duration,
            price: view.price,
            state: state_tag(listed.course.state),
            updated: uk_time::date_and_time(listed.updated_at),
        }
    }
}

/// The form of a new or stored course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CourseForm {
    /// What was typed and what is wrong with it.
    pub form: FormView,
    /// Where it is sent.
    pub action: String,
    /// The version it was filled from; a new course has none.
    pub version: i32,
    /// The stored course, unless it is new.
    pub course: Option<StoredCourse>,
    /// Refund policies that new dates can begin with.
    pub policies: Vec<PolicyChoice>,
    /// What the overview would look like, when asked for.
    pub preview: Option<CoursePreview>,
}

/// A refund policy to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyChoice {
    /// Its code.
    pub value: String,
    /// Its name.
    pub label: String,
}

/// What the form's page says about the stored course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoredCourse {
    /// Its title as stored.
    pub title: String,
    /// The officers' page.
    pub href: String,
    /// The public page, when there is one.
    pub public_href: Option<String>,
    /// Whether it is on the site.
    pub state: StateTag,
    /// It may be taken off the site; otherwise it may be put on.
    pub is_published: bool,
    /// The form that adds a date of it; none once it is off the site.
    pub add_date_href: Option<String>,
}

impl From<&CourseDetails> for StoredCourse {
    fn from(course: &CourseDetails) -> Self {
        let is_published = course.state == CourseState::Published;
        Self {
            title: course.content.title.clone(),
            href: format!("/admin/courses/{}", course.id),
            public_href: is_published.then(|| format!("/courses/{}", course.slug)),
            state: state_tag(course.state),
            is_published,
            add_date_href: (course.state != CourseState::Withdrawn)
                .then(|| format!("/admin/events/new?course={}", course.slug)),
        }
    }
}

/// The Markdown fields as they would be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoursePreview {
    /// What it is about.
    pub overview_html: String,
    /// Who it is for.
    pub audience_html: String,
    /// Anything else.
    pub further_information_html: String,
    /// Reading and preparation.
    pub resources_html: String,
}

impl CoursePreview {
    /// Of texts as typed; they need not be fit to save.
    pub fn of(form: &FormView) -> Self {
        let html = |field: &str| form.fields.get(field).map(|typed| to_safe_html(&typed.value)).unwrap_or_default();
        Self {
            overview_html: html("overview"),
            audience_html: html("audience"),
            further_information_html: html("further_information"),
            resources_html: html("resources"),
        }
    }
}

fn state_tag(state: CourseState) -> StateTag {
    match state {
        CourseState::Draft => StateTag { label: "Draft", kind: "plain" },
        CourseState::Published => StateTag { label: "On the site", kind: "done" },
        CourseState::Withdrawn => StateTag { label: "Taken off the site", kind: "caution" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{CourseContent, CourseId};
    use crate::kernel::Pence;

    fn course(member_price: i64) -> CourseDetails {
        let content = CourseContent {
            title: "The Role of the IRO".to_owned(),
            summary: "A half day.".to_owned(),
            overview: "## Why\n\n<b>x</b>".to_owned(),
            topics: vec!["The law".to_owned()],
            audience: String::new(),
            further_information: String::new(),
            duration_minutes: 210,
            cpd_minutes: 0,
            standard_price: Pence::new(9_000),
            member_price: Pence::new(member_price),
            refund_policy: None,
            resources: String::new(),
        };
        CourseDetails {
            id: CourseId(1),
            slug: "the-role-of-the-iro".to_owned(),
            content,
            state: CourseState::Draft,
            version: 1,
        }
    }

    #[test]
    fn a_course_is_told_in_words() {
        let view = CourseView::from(&course(5_000));

        assert_eq!(
            (view.price.as_str(), view.duration.as_str(), view.cpd.as_str()),
            ("£50 to £90", "3 hours 30 minutes", "")
        );
        assert_eq!(view.duration_for_machines, "PT3H30M");
        assert_eq!(view.overview_html, "<h2>Why</h2>\n<p>&lt;b&gt;x&lt;/b&gt;</p>\n");
        assert_eq!(CourseView::from(&course(9_000)).price, "£90");
    }

    #[test]
    fn only_a_published_course_has_a_public_page() {
        let published = CourseDetails { state: CourseState::Published, ..course(5_000) };

        assert_eq!(StoredCourse::from(&course(5_000)).public_href, None);
        assert_eq!(StoredCourse::from(&published).public_href.as_deref(), Some("/courses/the-role-of-the-iro"));
    }
}
