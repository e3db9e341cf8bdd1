//! What the list of people may see.

use serde::Serialize;

use super::filter::{Filter, Sort};
use super::listed::{ListedPage, ListedPerson};
use super::queries::Known;
use crate::members::desk::day_field::day_words;
use crate::members::desk::status_tag::status_tag;
use crate::members::membership::{FOR_LIFE, Status};
use crate::web::FormView;

/// Where the list is.
pub(super) const LIST: &str = "/admin/members";

/// The page.
#[derive(Serialize)]
pub(super) struct ListView {
    pub(super) statuses: Vec<StatusLink>,
    pub(super) form: FormView,
    pub(super) choices: Choices,
    pub(super) people: Vec<PersonRow>,
    /// "1 person", "37 people", "more than 1,000 people".
    pub(super) counted: String,
    pub(super) is_narrow: bool,
    /// The filter beyond words and status is in use, so its fields stand open.
    pub(super) has_details: bool,
    pub(super) first_href: Option<String>,
    pub(super) next_href: Option<String>,
    /// Where a file of these people is asked for.
    pub(super) export_href: String,
}

/// A status to filter by.
#[derive(Serialize)]
pub(super) struct StatusLink {
    href: String,
    label: &'static str,
    is_current: bool,
}

/// What can be chosen in the filter.
#[derive(Serialize)]
pub(super) struct Choices {
    pub(super) types: Vec<Choice>,
    pub(super) nations: Vec<Choice>,
    pub(super) regions: Vec<Choice>,
    pub(super) employers: Vec<Choice>,
    pub(super) sorts: Vec<Choice>,
}

/// One of them.
#[derive(Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

impl From<Known> for Choice {
    fn from(known: Known) -> Self {
        Self { value: known.value, label: known.label }
    }
}

/// A person in the list.
#[derive(Serialize)]
pub(super) struct PersonRow {
    href: String,
    name: String,
    email: String,
    number: String,
    status: &'static str,
    status_kind: &'static str,
    kind: String,
    ends: String,
    employer: String,
}

impl From<ListedPerson> for PersonRow {
    fn from(person: ListedPerson) -> Self {
        let ends = match person.ends_on {
            Some(FOR_LIFE) => "For life".to_owned(),
            Some(day) => day_words(day),
            None => String::new(),
        };
        Self {
            href: format!("{LIST}/{}", person.reference),
            name: person.name,
            email: person.email,
            number: person.number.map(|number| number.to_string()).unwrap_or_default(),
            status: person.status.label(),
            status_kind: status_tag(person.status),
            kind: person.kind,
            ends,
            employer: person.employer,
        }
    }
}

/// The form as the filter fills it.
pub(super) fn form_of(filter: &Filter) -> FormView {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    FormView::filled([
        ("q", filter.typed.clone()),
        ("status", filter.status.map(Status::word).unwrap_or_default().to_owned()),
        ("type", filter.kind.clone()),
        ("nation", filter.nation.clone()),
        ("region", filter.region.clone()),
        ("employer", filter.employer.clone()),
        ("ends_from", day(filter.ends_from)),
        ("ends_to", day(filter.ends_to)),
        ("sort", filter.sort.word().to_owned()),
    ])
}

/// Everybody, and each status.
pub(super) fn status_links(filter: &Filter) -> Vec<StatusLink> {
    let link = |status: Option<Status>| StatusLink {
        href: filter.with_status(status).href(LIST),
        label: status.map_or("Everybody", Status::label),
        is_current: filter.status == status,
    };
    std::iter::once(None).chain(Status::ALL.map(Some)).map(link).collect()
}

/// The orders to choose from.
pub(super) fn sorts() -> Vec<Choice> {
    Sort::ALL.map(|sort| Choice { value: sort.word().to_owned(), label: sort.label().to_owned() }).into()
}

/// The page put together.
pub(super) fn list_view(filter: &Filter, listed: ListedPage, choices: Choices) -> ListView {
    let last = listed.people.last().map(|person| person.reference.clone()).filter(|_| listed.has_more);
    let has_details = *filter
        != Filter {
            typed: filter.typed.clone(),
            status: filter.status,
            after: filter.after.clone(),
            ..Filter::default()
        };
    ListView {
        export_href: filter.href("/admin/exports"),
        statuses: status_links(filter),
        form: form_of(filter),
        choices,
        counted: counted_words(listed.counted, listed.is_more),
        is_narrow: filter.is_narrow(),
        has_details,
        first_href: (!filter.after.is_empty()).then(|| filter.href(LIST)),
        next_href: last.map(|reference| filter.href_after(LIST, &reference)),
        people: listed.people.into_iter().map(PersonRow::from).collect(),
    }
}

fn counted_words(counted: u64, is_more: bool) -> String {
    match (counted, is_more) {
        (1_000, true) => "1,000 people or more".to_owned(),
        (some, true) => format!("{some} people or more"),
        (1, false) => "1 person".to_owned(),
        (some, false) => format!("{some} people"),
    }
}
