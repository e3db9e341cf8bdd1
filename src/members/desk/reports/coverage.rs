//! In how many of the councils there are somebody who works there is a member, by region (rules 2.19). Pure.

use std::collections::BTreeMap;

use super::employers::EmployerCount;
use crate::members::employers::EmployerRow;
use crate::members::practice::Workplace;

/// A council or island government that is in being today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Council {
    pub(super) name: String,
    pub(super) members: i64,
}

/// The councils of one region of England, or of another nation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Region {
    /// "England: London", "Wales".
    pub(super) label: String,
    /// By name.
    pub(super) councils: Vec<Council>,
}

impl Region {
    /// How many of its councils have a member.
    pub(super) fn covered(&self) -> i64 {
        count(self.councils.iter().filter(|council| council.members > 0))
    }

    /// How many councils it has.
    pub(super) fn all(&self) -> i64 {
        count(self.councils.iter())
    }

    /// Members who work for one of them.
    pub(super) fn members(&self) -> i64 {
        self.councils.iter().map(|council| council.members).sum()
    }

    /// Names of the councils without a member.
    pub(super) fn without(&self) -> Vec<&str> {
        self.councils.iter().filter(|council| council.members == 0).map(|council| council.name.as_str()).collect()
    }
}

fn count<'a>(councils: impl Iterator<Item = &'a Council>) -> i64 {
    i64::try_from(councils.count()).unwrap_or(i64::MAX)
}

/// The regions in the order of the form, each with its councils by name.
pub(super) fn by_region(councils: &[EmployerRow], counted: &[EmployerCount]) -> Vec<Region> {
    let mut members: BTreeMap<i64, i64> = BTreeMap::new();
    for one in counted {
        if let Some(id) = one.organisation_id {
            *members.entry(id).or_default() += one.members;
        }
    }
    let mut regions: BTreeMap<(usize, String), Vec<Council>> = BTreeMap::new();
    for row in councils {
        let members = members.get(&row.id).copied().unwrap_or_default();
        regions.entry(place_of(row)).or_default().push(Council { name: row.name.clone(), members });
    }
    let region = |((_, label), mut councils): ((usize, String), Vec<Council>)| {
        councils.sort_by(|one, other| one.name.cmp(&other.name));
        Region { label, councils }
    };
    regions.into_iter().map(region).collect()
}

/// Where its region stands among all, and what it is called.
fn place_of(row: &EmployerRow) -> (usize, String) {
    let region = row.region.as_deref().unwrap_or("Region not given");
    let place = Workplace::of_region(region);
    let at = place.and_then(|place| Workplace::ALL.iter().position(|known| *known == place));
    let label = place.map_or_else(|| region.to_owned(), Workplace::label);
    (at.unwrap_or(Workplace::ALL.len()), label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn council(id: i64, name: &str, region: Option<&str>) -> EmployerRow {
        EmployerRow {
            id,
            reference: id.to_string(),
            name: name.to_owned(),
            official_name: None,
            nation: None,
            region: region.map(str::to_owned),
            kind: None,
            valid_to: None,
        }
    }

    #[test]
    fn rules_2_19_each_council_is_covered_or_not_and_regions_stand_in_their_order() {
        let councils = [
            council(1, "Cardiff", Some("Wales")),
            council(2, "Camden", Some("London")),
            council(3, "Barnet", Some("London")),
            council(4, "Derby", Some("East Midlands")),
            council(5, "Nowhere", None),
        ];
        let works = |organisation_id, members| EmployerCount { organisation_id, name: None, members };
        // Of two rows for one council both count; whoever works elsewhere covers nothing.
        let counted = [works(Some(2), 2), works(Some(2), 1), works(Some(77), 5), works(None, 4), works(Some(1), 1)];

        let regions = by_region(&councils, &counted);

        let told: Vec<_> =
            regions.iter().map(|one| (one.label.as_str(), one.all(), one.covered(), one.members())).collect();
        let wanted = [
            ("England: East Midlands", 1, 0, 0),
            ("England: London", 2, 1, 3),
            ("Wales", 1, 1, 1),
            ("Region not given", 1, 0, 0),
        ];
        assert_eq!(told, wanted);
        assert_eq!(regions[1].without(), ["Barnet"]);
        assert_eq!(regions[1].councils.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Barnet", "Camden"]);
    }
}
