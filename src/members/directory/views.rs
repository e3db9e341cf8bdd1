//! What the pages of the directory show.

use serde::Serialize;

use super::entry::Shown;
use super::forms::{LEVELS, filter_address, interest_field};
use super::interest::Interest;
use super::level::{Audience, Level};
use super::queries::Filter;
use crate::members::practice::{PracticeRole, Workplace};
use crate::web::{FormView, Pagination};

/// A choice of a select field, or a link to a search.
#[derive(Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

/// `/directory`.
#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) form: FormView,
    pub(super) regions: Vec<Choice>,
    pub(super) nations: Vec<Choice>,
    pub(super) roles: Vec<Choice>,
    pub(super) interests: Vec<Choice>,
    pub(super) members: Vec<MemberView>,
    pub(super) pages: Pagination,
    /// Something was searched for.
    pub(super) is_filtered: bool,
    /// The viewer is in the directory.
    pub(super) is_listed: bool,
    /// Where the page stands: "/directory", or the public one.
    pub(super) path: &'static str,
    /// The viewer sees what only trustees see.
    pub(super) is_trustee: bool,
    /// Somebody chose to be seen by everybody.
    pub(super) has_public_page: bool,
}

/// What the page of the directory says beside its members.
#[derive(Copy, Clone)]
pub(super) struct Facts {
    pub(super) path: &'static str,
    pub(super) is_listed: bool,
    pub(super) has_public_page: bool,
}

impl ListPage {
    pub(super) fn new(
        (filter, audience): (&Filter, &Audience),
        members: Vec<Shown>,
        pages: Pagination,
        facts: Facts,
    ) -> Self {
        let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
        let mut nations: Vec<&str> = Vec::new();
        for nation in Workplace::ALL.map(Workplace::nation) {
            if !nations.contains(&nation) {
                nations.push(nation);
            }
        }
        Self {
            form: FormView::filled([
                ("name", filter.name.as_str()),
                ("region", filter.region.map_or("", Workplace::word)),
                ("nation", filter.nation.as_str()),
                ("role", filter.role.map_or("", PracticeRole::word)),
                ("interest", filter.interest.map_or("", Interest::word)),
            ]),
            regions: Workplace::ALL.iter().map(|place| choice(place.word(), &place.label())).collect(),
            nations: nations.into_iter().map(|nation| choice(nation, nation)).collect(),
            roles: PracticeRole::ALL.iter().map(|role| choice(role.word(), role.label())).collect(),
            interests: Interest::ALL
                .iter()
                .filter(|one| audience.is_trustee() || !one.is_for_trustees())
                .map(|one| choice(one.word(), one.label()))
                .collect(),
            members: members.into_iter().map(|shown| MemberView::new(shown, facts.path)).collect(),
            path: facts.path,
            is_trustee: audience.is_trustee(),
            has_public_page: facts.has_public_page,
            pages,
            is_filtered: *filter != Filter::default(),
            is_listed: facts.is_listed,
        }
    }
}

/// A member as other members see them; what was not chosen is empty.
#[derive(Serialize)]
pub(super) struct MemberView {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) region: String,
    pub(super) employer: String,
    pub(super) roles: String,
    /// Each a link to everybody with the same interest.
    pub(super) interests: Vec<Choice>,
    /// The paragraphs of their own words.
    pub(super) about: Vec<String>,
    pub(super) takes_messages: bool,
}

impl MemberView {
    /// A member on the page at `path`, to which the links of interests lead.
    pub(super) fn new(shown: Shown, path: &str) -> Self {
        let link = |interest: &Interest| {
            let filter = Filter { interest: Some(*interest), ..Filter::default() };
            Choice {
                value: filter_address(path, &filter).trim_end_matches('&').to_owned(),
                label: interest.label().to_owned(),
            }
        };
        Self {
            href: format!("/directory/{}", shown.reference),
            interests: shown.interests.iter().map(link).collect(),
            name: shown.name,
            region: shown.region,
            employer: shown.employer,
            roles: shown.roles.join(", "),
            about: shown.about.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
            takes_messages: shown.takes_messages,
        }
    }
}

/// `/directory/{reference}`.
#[derive(Serialize)]
pub(super) struct MemberPage {
    pub(super) member: MemberView,
    pub(super) is_own: bool,
    /// The viewer sees what only trustees see.
    pub(super) is_trustee: bool,
    /// The viewer is a member: messages go from member to member.
    pub(super) may_write: bool,
}

/// `/directory/{reference}/messages`.
#[derive(Serialize)]
pub(super) struct MessagePage {
    pub(super) form: FormView,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) to_name: String,
    /// What the reader will see of the sender.
    pub(super) from_name: String,
    pub(super) from_address: String,
    pub(super) key: String,
}

/// `/account/directory`.
#[derive(Serialize)]
pub(super) struct SettingsPage {
    pub(super) form: FormView,
    pub(super) interests: Vec<Choice>,
    /// Each field with the question it asks and who may be chosen.
    pub(super) levels: Vec<LevelField>,
    pub(super) is_listed: bool,
    /// Only members are shown; somebody who is none today sees that said.
    pub(super) is_member: bool,
    /// Their type of membership is kept out of the directory.
    pub(super) is_type_outside: bool,
}

/// A question about who sees a field.
#[derive(Serialize)]
pub(super) struct LevelField {
    pub(super) field: &'static str,
    pub(super) label: &'static str,
    pub(super) options: Vec<Choice>,
}

/// The questions of [`LEVELS`].
const LEVEL_LABELS: [&str; 6] = [
    "My name, and that I am listed",
    "My region and nation",
    "My employer",
    "My roles",
    "My interests, as ticked below",
    "My words about me",
];

impl SettingsPage {
    pub(super) fn new(form: FormView, (is_listed, is_member): (bool, bool), is_type_listed: bool) -> Self {
        let interests = Interest::ALL
            .iter()
            .map(|one| {
                let only = if one.is_for_trustees() { " (only the trustees see this)" } else { "" };
                Choice { value: interest_field(*one), label: format!("{}{only}", one.label()) }
            })
            .collect();
        let levels = LEVELS.iter().zip(LEVEL_LABELS).map(|(field, label)| {
            let offered: &[Level] = if *field == LEVELS[0] { &Level::OF_NAMES } else { &Level::ALL };
            let choice = |level: &Level| Choice { value: level.word().to_owned(), label: level.label().to_owned() };
            LevelField { field, label, options: offered.iter().map(choice).collect() }
        });
        Self {
            levels: levels.collect(),
            form,
            interests,
            is_listed,
            is_member,
            is_type_outside: is_member && !is_type_listed,
        }
    }
}
