//! Untrusted input of the directory: one's own choices, what somebody searches for, a message.

use std::collections::BTreeMap;

use super::entry::DirectoryEntry;
use super::interest::Interest;
use super::queries::Filter;
use crate::members::practice::{PracticeRole, Workplace};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const ABOUT: TextInput = TextInput::block("about", "words about you", DirectoryEntry::MOST_ABOUT).optional();
const MESSAGE: TextInput = TextInput::block("message", "message", 3_000);

/// The boxes of one's own choices, in page order.
pub(super) const BOXES: [&str; 6] =
    ["is_listed", "shows_region", "shows_employer", "shows_roles", "shows_interests", "takes_messages"];

/// Reads one's own choices.
pub(super) fn read_entry(form: &Posted) -> Result<DirectoryEntry, FieldErrors> {
    let mut errors = FieldErrors::new();
    let about = ABOUT.read(form, &mut errors);
    errors.into_result()?;
    Ok(DirectoryEntry {
        is_listed: form.has("is_listed"),
        shows_region: form.has("shows_region"),
        shows_employer: form.has("shows_employer"),
        shows_roles: form.has("shows_roles"),
        shows_interests: form.has("shows_interests"),
        takes_messages: form.has("takes_messages"),
        interests: Interest::ALL.into_iter().filter(|one| form.has(&interest_field(*one))).collect(),
        about,
    })
}

/// The box of an interest.
pub(super) fn interest_field(interest: Interest) -> String {
    format!("interest-{}", interest.word())
}

/// The form as it stands.
pub(super) fn entry_form(entry: &DirectoryEntry) -> FormView {
    let tick = |is_ticked: bool| if is_ticked { "yes" } else { "" };
    let mut form = FormView::filled([
        ("is_listed", tick(entry.is_listed)),
        ("shows_region", tick(entry.shows_region)),
        ("shows_employer", tick(entry.shows_employer)),
        ("shows_roles", tick(entry.shows_roles)),
        ("shows_interests", tick(entry.shows_interests)),
        ("takes_messages", tick(entry.takes_messages)),
        ("about", entry.about.as_str()),
    ]);
    for interest in Interest::ALL {
        form.set(interest_field(interest), tick(entry.interests.contains(&interest)));
    }
    form
}

/// The form as it was sent.
pub(super) fn sent_form(form: &Posted) -> FormView {
    let mut view = FormView::filled([("about", form.get("about"))]);
    for field in BOXES.map(str::to_owned).into_iter().chain(Interest::ALL.map(interest_field)) {
        let value = if form.has(&field) { "yes" } else { "" };
        view.set(field, value);
    }
    view
}

/// Reads what is searched for; anything odd is not searched for.
pub(super) fn read_filter(query: &BTreeMap<String, String>) -> Filter {
    let text = |name: &str| query.get(name).map(|value| value.trim()).unwrap_or_default();
    let nations = Workplace::ALL.map(Workplace::nation);
    Filter {
        name: text("name").chars().take(100).collect(),
        region: Workplace::parse(text("region")),
        nation: nations.into_iter().find(|nation| *nation == text("nation")).unwrap_or_default().to_owned(),
        role: PracticeRole::parse(text("role")),
        interest: Interest::parse(text("interest")),
    }
}

/// The same search as an address that can be kept: `/directory?region=london&`, ready for a page number.
pub(super) fn filter_address(filter: &Filter) -> String {
    let pairs = [
        ("name", filter.name.as_str()),
        ("region", filter.region.map_or("", Workplace::word)),
        ("nation", filter.nation.as_str()),
        ("role", filter.role.map_or("", PracticeRole::word)),
        ("interest", filter.interest.map_or("", Interest::word)),
    ];
    let asked: Vec<(&str, &str)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(asked).unwrap_or_default().as_str() {
        "" => "/directory?".to_owned(),
        query => format!("/directory?{query}&"),
    }
}

/// Reads a message.
pub(super) fn read_message(form: &Posted) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::new();
    let message = MESSAGE.read(form, &mut errors);
    errors.into_result()?;
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_search_is_an_address_that_reads_back() {
        let asked = query(&[("name", "Siân & Co"), ("region", "london"), ("role", "iro"), ("interest", "law")]);
        let filter = read_filter(&asked);
        let address = filter_address(&filter);

        assert_eq!(address, "/directory?name=Si%C3%A2n+%26+Co&region=london&role=iro&interest=law&");
        let back: BTreeMap<String, String> =
            serde_urlencoded::from_str(address.trim_start_matches("/directory?").trim_end_matches('&')).unwrap();
        assert_eq!(read_filter(&back), filter);
    }

    #[test]
    fn odd_values_are_not_searched_for() {
        let odd = query(&[("region", "' OR 1=1"), ("nation", "Narnia"), ("role", ""), ("interest", "LAW")]);

        assert_eq!(read_filter(&odd), Filter::default());
        assert_eq!(filter_address(&Filter::default()), "/directory?");
    }

    #[test]
    fn what_is_ticked_is_read_and_shown_again() {
        let posted = Posted::of(&[("is_listed", "yes"), ("interest-law", "yes"), ("about", " Hello \r\nthere ")]);
        let entry = read_entry(&posted).unwrap();

        assert!(entry.is_listed && !entry.shows_employer);
        assert_eq!((entry.interests.as_slice(), entry.about.as_str()), ([Interest::Law].as_slice(), "Hello \nthere"));
        assert_eq!(entry_form(&entry).fields["interest-law"].value, "yes");
        assert_eq!(sent_form(&posted).fields["shows_region"].value, "");
        let long = "a".repeat(501);
        assert!(read_entry(&Posted::of(&[("about", &long)])).is_err());
    }
}
