//! What the pages of the directory show.

use serde::Serialize;

use super::entry::Shown;
use super::forms::{filter_address, interest_field};
use super::interest::Interest;
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
}

impl ListPage {
    pub(super) fn new(filter: &Filter, members: Vec<Shown>, pages: Pagination, is_listed: bool) -> Self {
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
            interests: Interest::ALL.iter().map(|one| choice(one.word(), one.label())).collect(),
            members: members.into_iter().map(MemberView::from).collect(),
            pages,
            is_filtered: *filter != Filter::default(),
            is_listed,
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

impl From<Shown> for MemberView {
    fn from(shown: Shown) -> Self {
        let link = |interest: &Interest| {
            let filter = Filter { interest: Some(*interest), ..Filter::default() };
            Choice {
                value: filter_address(&filter).trim_end_matches('&').to_owned(),
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
    pub(super) is_listed: bool,
    /// Only members are shown; somebody who is none today sees that said.
    pub(super) is_member: bool,
}

impl SettingsPage {
    pub(super) fn new(form: FormView, is_listed: bool, is_member: bool) -> Self {
        let interests = Interest::ALL
            .iter()
            .map(|one| Choice { value: interest_field(*one), label: one.label().to_owned() })
            .collect();
        Self { form, interests, is_listed, is_member }
    }
}
