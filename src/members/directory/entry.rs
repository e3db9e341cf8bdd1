//! What somebody lets other members see: nothing, unless they asked to be listed, and then field by field.

use sea_orm::ConnectionTrait;

use super::interest::Interest;
use super::store;
use crate::kernel::{Instant, Unexpected};

/// Somebody's choices about the directory. The default is: not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box of the form and a column of the table")]
pub struct DirectoryEntry {
    /// In the directory at all.
    pub is_listed: bool,
    /// Shows nation and region.
    pub shows_region: bool,
    /// Shows the employer.
    pub shows_employer: bool,
    /// Shows the roles.
    pub shows_roles: bool,
    /// Shows the interests.
    pub shows_interests: bool,
    /// Takes messages, relayed.
    pub takes_messages: bool,
    /// Their interests.
    pub interests: Vec<Interest>,
    /// A few words in their own hand; shown when it is not empty.
    pub about: String,
}

impl DirectoryEntry {
    /// The most characters of the own words.
    pub const MOST_ABOUT: usize = 500;
}

/// Writes somebody's choices in the caller's transaction.
pub async fn put_entry(
    tx: &impl ConnectionTrait,
    person_id: i64,
    entry: &DirectoryEntry,
    now: Instant,
) -> Result<(), Unexpected> {
    Ok(store::put_entry(tx, person_id, entry, now).await?)
}

/// A member as other members see them: only what they chose to show is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) name: String,
    pub(super) reference: String,
    pub(super) region: String,
    pub(super) employer: String,
    pub(super) roles: Vec<String>,
    pub(super) interests: Vec<Interest>,
    pub(super) about: String,
    pub(super) takes_messages: bool,
}

/// What is known of somebody who may be shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) name: String,
    pub(super) reference: String,
    pub(super) nation: String,
    pub(super) region: String,
    pub(super) employer: String,
    pub(super) roles: Vec<String>,
}

/// Leaves out what was not chosen.
pub(super) fn shown(entry: &DirectoryEntry, known: Known) -> Shown {
    let when = |chosen: bool, text: String| if chosen { text } else { String::new() };
    let place = if known.nation.is_empty() || known.nation == known.region {
        known.region
    } else {
        format!("{}, {}", known.region, known.nation)
    };
    Shown {
        name: known.name,
        reference: known.reference,
        region: when(entry.shows_region, place),
        employer: when(entry.shows_employer, known.employer),
        roles: if entry.shows_roles { known.roles } else { Vec::new() },
        interests: if entry.shows_interests { entry.interests.clone() } else { Vec::new() },
        about: entry.about.clone(),
        takes_messages: entry.takes_messages,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known {
            name: "Asha Mir".to_owned(),
            reference: "ABCD2345".to_owned(),
            nation: "England".to_owned(),
            region: "London".to_owned(),
            employer: "Camden".to_owned(),
            roles: vec!["Student".to_owned()],
        }
    }

    #[test]
    fn a_field_that_was_not_chosen_is_not_there() {
        let nothing = DirectoryEntry { interests: vec![Interest::Law], ..DirectoryEntry::default() };
        let everything = DirectoryEntry {
            shows_region: true,
            shows_employer: true,
            shows_roles: true,
            shows_interests: true,
            ..nothing.clone()
        };

        let bare = shown(&nothing, known());
        let full = shown(&everything, known());

        let wanted = Shown { name: bare.name.clone(), reference: bare.reference.clone(), ..Shown::default() };
        assert_eq!(bare, wanted);
        assert_eq!((full.region.as_str(), full.employer.as_str()), ("London, England", "Camden"));
        assert_eq!((full.roles.len(), full.interests.len()), (1, 1));
    }

    #[test]
    fn a_nation_without_regions_is_named_once() {
        let wales = Known { nation: "Wales".to_owned(), region: "Wales".to_owned(), ..known() };
        let entry = DirectoryEntry { shows_region: true, ..DirectoryEntry::default() };

        assert_eq!(shown(&entry, wales).region, "Wales");
    }
}
