//! Whom members work for: how many of them, the largest first (rules 2.19). Pure.

use std::collections::BTreeMap;

use crate::members::employers::folded_name;

/// Members of one employer, as they were counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EmployerCount {
    /// The organisation's row; none for an employer that was typed, or not given.
    pub(super) organisation_id: Option<i64>,
    /// The organisation's name today, or what was typed.
    pub(super) name: Option<String>,
    pub(super) members: i64,
}

/// Name and members of each employer, the largest first; two spellings of a typed name are one. Those who gave none come last.
pub(super) fn by_size(counted: &[EmployerCount]) -> Vec<(String, i64)> {
    let mut typed: BTreeMap<String, (String, i64)> = BTreeMap::new();
    let mut sizes = Vec::new();
    let mut not_given = 0;
    for one in counted {
        let name = one.name.as_deref().map(str::trim).unwrap_or_default();
        if one.organisation_id.is_some() {
            sizes.push((name.to_owned(), one.members));
        } else if name.is_empty() {
            not_given += one.members;
        } else {
            typed.entry(folded_name(name)).or_insert((name.to_owned(), 0)).1 += one.members;
        }
    }
    sizes.extend(typed.into_values());
    sizes.sort_by(|(name, size), (other, other_size)| other_size.cmp(size).then_with(|| name.cmp(other)));
    if not_given > 0 {
        sizes.push(("Not given".to_owned(), not_given));
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_2_19_the_largest_comes_first_and_nobody_is_lost() {
        let count = |organisation_id, name: &str, members| EmployerCount {
            organisation_id,
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            members,
        };
        let counted = [
            count(Some(1), "Leeds", 3),
            count(Some(2), "Barnet", 3),
            count(None, "Acme Ltd", 2),
            count(None, " ACME  ltd", 2),
            count(None, "", 9),
            count(None, "  ", 1),
        ];

        let sizes = by_size(&counted);

        let wanted = [("Acme Ltd", 4), ("Barnet", 3), ("Leeds", 3), ("Not given", 10)];
        assert_eq!(sizes, wanted.map(|(name, members)| (name.to_owned(), members)));
        assert_eq!(by_size(&[]), []);
    }
}
