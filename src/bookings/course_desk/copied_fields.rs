//! What a date copies from its course when it is created, and what of it an edit of the course changed (SES-1). Pure.

use crate::events::CourseContent;

/// Something a date copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CopiedField {
    Title,
    Summary,
    /// Outline, topics, audience and further information, as one text.
    Description,
    Duration,
    Prices,
    Cpd,
    RefundPolicy,
    Resources,
}

impl CopiedField {
    /// In the order in which they are shown and written: the length comes before the CPD that it limits.
    pub(super) const ALL: [Self; 8] = [
        Self::Title,
        Self::Summary,
        Self::Description,
        Self::Duration,
        Self::Prices,
        Self::Cpd,
        Self::RefundPolicy,
        Self::Resources,
    ];

    /// The word in an address and in the audit trail.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Description => "description",
            Self::Duration => "duration",
            Self::Prices => "prices",
            Self::Cpd => "cpd",
            Self::RefundPolicy => "refund_policy",
            Self::Resources => "resources",
        }
    }

    /// What people read.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Summary => "Summary",
            Self::Description => "Outline, topics and audience",
            Self::Duration => "Length",
            Self::Prices => "Prices",
            Self::Cpd => "CPD",
            Self::RefundPolicy => "Refund policy",
            Self::Resources => "Reading and preparation",
        }
    }

    /// What the change does to people who have booked already.
    pub(super) const fn for_booked(self) -> &'static str {
        match self {
            Self::Title => "They are told by email in ten minutes, and their calendar entries are brought up to date.",
            Self::RefundPolicy => "Nothing changes for them: each booking keeps the policy it was made under.",
            Self::Summary | Self::Description | Self::Cpd | Self::Resources => {
                "They find it on the pages of the date. Nobody is written to."
            }
            // With bookings, neither is written from here.
            Self::Duration | Self::Prices => "",
        }
    }

    /// Too long to be read in a line.
    pub(super) const fn is_long(self) -> bool {
        matches!(self, Self::Description | Self::Resources)
    }

    /// Reads words joined by commas; those it does not know are left out, and none at all means every field.
    pub(super) fn parse_list(words: &str) -> Vec<Self> {
        let named: Vec<&str> = words.split(',').map(str::trim).collect();
        let known: Vec<Self> = Self::ALL.into_iter().filter(|field| named.contains(&field.word())).collect();
        if known.is_empty() { Self::ALL.to_vec() } else { known }
    }

    /// The way back.
    pub(super) fn list_words(fields: &[Self]) -> String {
        fields.iter().map(|field| field.word()).collect::<Vec<_>>().join(",")
    }

    /// What of it two versions of a course say otherwise.
    pub(super) fn changed_between(before: &CourseContent, after: &CourseContent) -> Vec<Self> {
        let differs = |field: &Self| match field {
            Self::Title => before.title != after.title,
            Self::Summary => before.summary != after.summary,
            Self::Description => before.event_description() != after.event_description(),
            Self::Duration => before.duration_minutes != after.duration_minutes,
            Self::Prices => (before.standard_price, before.member_price) != (after.standard_price, after.member_price),
            Self::Cpd => before.cpd_minutes != after.cpd_minutes,
            Self::RefundPolicy => before.refund_policy != after.refund_policy,
            Self::Resources => before.resources != after.resources,
        };
        Self::ALL.into_iter().filter(differs).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::CopiedField::{Cpd, Description, Duration, Prices, RefundPolicy, Resources, Summary, Title};
    use super::*;
    use crate::kernel::Pence;

    fn course() -> CourseContent {
        CourseContent {
            title: "Role".to_owned(),
            summary: "Half a day.".to_owned(),
            overview: "What it is.".to_owned(),
            topics: vec!["The law".to_owned()],
            audience: "Officers.".to_owned(),
            further_information: String::new(),
            duration_minutes: 210,
            cpd_minutes: 180,
            standard_price: Pence::new(9_000),
            member_price: Pence::new(5_000),
            refund_policy: None,
            resources: String::new(),
        }
    }

    #[test]
    fn ses_1_every_field_a_date_copies_is_seen_to_change() {
        let text = || "Other".to_owned();
        let table = [
            (course(), vec![]),
            (CourseContent { title: text(), ..course() }, vec![Title]),
            (CourseContent { summary: text(), ..course() }, vec![Summary]),
            (CourseContent { overview: text(), ..course() }, vec![Description]),
            (CourseContent { topics: Vec::new(), ..course() }, vec![Description]),
            (CourseContent { audience: text(), ..course() }, vec![Description]),
            (CourseContent { further_information: text(), ..course() }, vec![Description]),
            (CourseContent { duration_minutes: 180, ..course() }, vec![Duration]),
            (CourseContent { standard_price: Pence::new(9_500), ..course() }, vec![Prices]),
            (CourseContent { member_price: Pence::new(4_500), ..course() }, vec![Prices]),
            (CourseContent { cpd_minutes: 60, ..course() }, vec![Cpd]),
            (CourseContent { refund_policy: Some(text()), ..course() }, vec![RefundPolicy]),
            (CourseContent { resources: text(), title: text(), ..course() }, vec![Title, Resources]),
        ];
        for (after, expected) in table {
            assert_eq!(CopiedField::changed_between(&course(), &after), expected);
        }
    }

    #[test]
    fn a_list_in_an_address_is_read_back_and_nonsense_means_all() {
        let table = [("cpd,title", vec![Title, Cpd]), ("prices", vec![Prices]), ("x", CopiedField::ALL.to_vec())];
        for (words, expected) in table {
            assert_eq!(CopiedField::parse_list(words), expected, "{words}");
            assert_eq!(CopiedField::parse_list(&CopiedField::list_words(&expected)), expected);
        }
    }
}
