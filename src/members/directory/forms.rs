//! Untrusted input of the directory: one's own choices, what somebody searches for, a message.

use std::collections::BTreeMap;

use super::entry::DirectoryEntry;
use super::interest::Interest;
use super::level::{Audience, Level};
use super::queries::Filter;
use crate::members::practice::{PracticeRole, Workplace};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const ABOUT: TextInput = TextInput::block("about", "words about you", DirectoryEntry::MOST_ABOUT).optional();
const MESSAGE: TextInput = TextInput::block("message", "message", 3_000);

/// The boxes of one's own choices.
const BOXES: [&str; 2] = ["is_listed", "takes_messages"];

/// The fields that say who sees what, in page order; the first is the name, which at least the region sees.
pub(super) const LEVELS: [&str; 6] =
    ["name_level", "region_level", "employer_level", "roles_level", "interests_level", "about_level"];

/// Reads one's own choices.
pub(super) fn read_entry(form: &Posted) -> Result<DirectoryEntry, FieldErrors> {
    let mut errors = FieldErrors::new();
    let about = ABOUT.read(form, &mut errors);
    let [name_level, region_level, employer_level, roles_level, interests_level, about_level] =
        LEVELS.map(|field| read_level(form, field, &mut errors));
    errors.into_result()?;
    Ok(DirectoryEntry {
        is_listed: form.has("is_listed"),
        name_level,
        region_level,
        employer_level,
        roles_level,
        interests_level,
        about_level,
        takes_messages: form.has("takes_messages"),
        interests: Interest::ALL.into_iter().filter(|one| form.has(&interest_field(*one))).collect(),
        about,
    })
}

fn read_level(form: &Posted, field: &'static str, errors: &mut FieldErrors) -> Level {
    let offered: &[Level] = if field == LEVELS[0] { &Level::OF_NAMES } else { &Level::ALL };
    let level = Level::parse(form.get(field)).filter(|level| offered.contains(level));
    level.unwrap_or_else(|| {
        errors.add(field, "Choose who sees it");
        Level::Trustees
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
        ("name_level", entry.name_level.word()),
        ("region_level", entry.region_level.word()),
        ("employer_level", entry.employer_level.word()),
        ("roles_level", entry.roles_level.word()),
        ("interests_level", entry.interests_level.word()),
        ("about_level", entry.about_level.word()),
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
    for field in LEVELS {
        view.set(field, form.get(field));
    }
    for field in BOXES.map(str::to_owned).into_iter().chain(Interest::ALL.map(interest_field)) {
        let value = if form.has(&field) { "yes" } else { "" };
        view.set(field, value);
    }
    view
}

/// Reads what is searched for; anything odd, or not for `audience`, is not searched for.
pub(super) fn read_filter(query: &BTreeMap<String, String>, audience: &Audience) -> Filter {
    let text = |name: &str| query.get(name).map(|value| value.trim()).unwrap_or_default();
    let nations = Workplace::ALL.map(Workplace::nation);
    Filter {
        name: text("name").chars().take(100).collect(),
        region: Workplace::parse(text("region")),
        nation: nations.into_iter().find(|nation| *nation == text("nation")).unwrap_or_default().to_owned(),
        role: PracticeRole::parse(text("role")),
        interest: Interest::parse(text("interest")).filter(|one| audience.is_trustee() || !one.is_for_trustees()),
    }
}

/// The same search as an address that can be kept, on the page at `path`: `/directory?region=london&`, ready for a page number.
pub(super) fn filter_address(path: &str, filter: &Filter) -> String {
    let pairs = [
        ("name", filter.name.as_str()),
        ("region", filter.region.map_or("", Workplace::word)),
        ("nation", filter.nation.as_str()),
        ("role", filter.role.map_or("", PracticeRole::word)),
        ("interest", filter.interest.map_or("", Interest::word)),
    ];
    let asked: Vec<(&str, &str)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(asked).unwrap_or_default().as_str() {
        "" => format!("{path}?"),
        query => format!("{path}?{query}&"),
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
        let filter = read_filter(&asked, &Audience::Public);
        let address = filter_address("/directory", &filter);

        assert_eq!(address, "/directory?name=Si%C3%A2n+%26+Co&region=london&role=iro&interest=law&");
        let back: BTreeMap<String, String> =
            serde_urlencoded::from_str(address.trim_start_matches("/directory?").trim_end_matches('&')).unwrap();
        assert_eq!(read_filter(&back, &Audience::Public), filter);
    }

    #[test]
    fn odd_values_are_not_searched_for() {
        let odd = query(&[("region", "' OR 1=1"), ("nation", "Narnia"), ("role", ""), ("interest", "LAW")]);

        assert_eq!(read_filter(&odd, &Audience::Trustee), Filter::default());
        assert_eq!(filter_address("/directory", &Filter::default()), "/directory?");
        let media = query(&[("interest", "speaks_to_media")]);
        assert_eq!(read_filter(&media, &Audience::Member { region: None }), Filter::default());
        assert_eq!(read_filter(&media, &Audience::Trustee).interest, Some(Interest::SpeaksToMedia));
    }

    #[test]
    fn what_is_ticked_is_read_and_shown_again() {
        let levels = LEVELS.map(|field| (field, "region"));
        let posted = [("is_listed", "yes"), ("interest-law", "yes"), ("about", " Hello \r\nthere ")];
        let posted = Posted::of(&[levels.as_slice(), &posted].concat());
        let entry = read_entry(&posted).unwrap();

        assert!(entry.is_listed && !entry.takes_messages);
        assert_eq!((entry.name_level, entry.about_level), (Level::Region, Level::Region));
        assert_eq!((entry.interests.as_slice(), entry.about.as_str()), ([Interest::Law].as_slice(), "Hello \nthere"));
        assert_eq!(entry_form(&entry).fields["interest-law"].value, "yes");
        assert_eq!(sent_form(&posted).fields["takes_messages"].value, "");
        assert_eq!(sent_form(&posted).fields["roles_level"].value, "region");
        let long = "a".repeat(501);
        assert!(read_entry(&Posted::of(&[("about", &long)])).is_err());
        let hidden = Posted::of(&LEVELS.map(|field| (field, "trustees")));
        let errors = read_entry(&hidden).unwrap_err();
        assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["name_level"]);
    }
}
