//! What somebody lets other members see: nothing, unless they asked to be listed, and then field by field.

use sea_orm::ConnectionTrait;

use super::interest::Interest;
use super::level::{Audience, Level};
use super::store;
use crate::kernel::{Instant, Unexpected};

/// Somebody's choices about the directory. The default is: not in it, and each field for the trustees only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// In the directory at all.
    pub is_listed: bool,
    /// Who finds the name, and with it the entry: never fewer than the members of the region.
    pub name_level: Level,
    /// Who sees nation and region.
    pub region_level: Level,
    /// Who sees the employer.
    pub employer_level: Level,
    /// Who sees the roles.
    pub roles_level: Level,
    /// Who sees the interests.
    pub interests_level: Level,
    /// Who sees the own words.
    pub about_level: Level,
    /// Takes messages of members, relayed.
    pub takes_messages: bool,
    /// Their interests.
    pub interests: Vec<Interest>,
    /// A few words in their own hand.
    pub about: String,
}

impl DirectoryEntry {
    /// The most characters of the own words.
    pub const MOST_ABOUT: usize = 500;
}

impl Default for DirectoryEntry {
    fn default() -> Self {
        Self {
            is_listed: false,
            name_level: Level::Members,
            region_level: Level::Trustees,
            employer_level: Level::Trustees,
            roles_level: Level::Trustees,
            interests_level: Level::Trustees,
            about_level: Level::Trustees,
            takes_messages: false,
            interests: Vec::new(),
            about: String::new(),
        }
    }
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

/// A member as somebody sees them: only what that person may see is filled in.
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

/// Leaves out what is not for `audience`. Whether the name is, the search has asked already.
pub(super) fn shown(entry: &DirectoryEntry, known: Known, audience: &Audience) -> Shown {
    let sees = |level: Level| audience.sees(level, &known.region);
    let [sees_region, sees_employer, sees_roles, sees_interests, sees_about] =
        [entry.region_level, entry.employer_level, entry.roles_level, entry.interests_level, entry.about_level]
            .map(sees);
    let when = |is_seen: bool, text: String| if is_seen { text } else { String::new() };
    let is_seen = |interest: &&Interest| {
        if interest.is_for_trustees() { audience.is_trustee() } else { sees_interests }
    };
    let place = if known.nation.is_empty() || known.nation == known.region {
        known.region
    } else {
        format!("{}, {}", known.region, known.nation)
    };
    Shown {
        name: known.name,
        reference: known.reference,
        region: when(sees_region, place),
        employer: when(sees_employer, known.employer),
        roles: if sees_roles { known.roles } else { Vec::new() },
        interests: entry.interests.iter().filter(is_seen).copied().collect(),
        about: when(sees_about, entry.about.clone()),
        takes_messages: entry.takes_messages && *audience != Audience::Public,
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
    fn a_field_that_is_not_for_the_viewer_is_not_there() {
        let interests = vec![Interest::Law, Interest::SpeaksToMedia];
        let nothing = DirectoryEntry { interests, about: "I chair.".to_owned(), ..DirectoryEntry::default() };
        let everything = DirectoryEntry {
            region_level: Level::Members,
            employer_level: Level::Members,
            roles_level: Level::Members,
            interests_level: Level::Public,
            ..nothing.clone()
        };
        let member = Audience::Member { region: None };

        let bare = shown(&nothing, known(), &member);
        let full = shown(&everything, known(), &member);

        let wanted = Shown { name: bare.name.clone(), reference: bare.reference.clone(), ..Shown::default() };
        assert_eq!(bare, wanted);
        assert_eq!((full.region.as_str(), full.employer.as_str()), ("London, England", "Camden"));
        assert_eq!((full.roles.len(), full.interests.as_slice()), (1, [Interest::Law].as_slice()));
        let outside = shown(&everything, known(), &Audience::Public);
        assert_eq!((outside.region.as_str(), outside.interests.as_slice()), ("", [Interest::Law].as_slice()));
        let office = shown(&nothing, known(), &Audience::Trustee);
        assert_eq!(
            (office.employer.as_str(), office.interests.len(), office.about.as_str()),
            ("Camden", 2, "I chair.")
        );
    }

    #[test]
    fn a_nation_without_regions_is_named_once() {
        let wales = Known { nation: "Wales".to_owned(), region: "Wales".to_owned(), ..known() };
        let entry = DirectoryEntry { region_level: Level::Members, ..DirectoryEntry::default() };

        assert_eq!(shown(&entry, wales, &Audience::Member { region: None }).region, "Wales");
    }
}
