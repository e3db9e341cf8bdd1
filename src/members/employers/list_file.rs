//! Reads the list of employers that ships with the program.

use chrono::NaiveDate;
use serde::Deserialize;

use super::employer_kind::EmployerKind;
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;

const COUNCILS: &str = include_str!("councils.csv");
const OTHERS: &str = include_str!("others.csv");
const NAMES: &str = include_str!("names.csv");

/// Councils that take over from others: who, from whom, from which day on.
pub(super) const SUCCESSIONS: [(&str, &str, &str); 2] =
    [("E10000030", "SURREY-EAST", "2027-04-01"), ("E10000030", "SURREY-WEST", "2027-04-01")];

/// The first day on which any council takes over from another; before it nobody need be asked anything.
pub(super) fn first_succession() -> Option<NaiveDate> {
    SUCCESSIONS.iter().filter_map(|(_, _, day)| day.parse().ok()).min()
}

/// One employer of the list. Its code never changes and is its public reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedEmployer {
    pub(super) code: String,
    /// The GSS code, for councils that have one.
    pub(super) gss_code: Option<String>,
    pub(super) name: String,
    pub(super) official_name: String,
    pub(super) nation: Option<String>,
    pub(super) region: Option<String>,
    pub(super) kind: EmployerKind,
    pub(super) valid_from: Option<NaiveDate>,
    pub(super) valid_to: Option<NaiveDate>,
    /// Kind ("short", "official", "welsh", "also") and name, the short one first.
    pub(super) names: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct EmployerLine {
    code: String,
    name: String,
    official_name: String,
    nation: Option<String>,
    region: Option<String>,
    kind: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct NameLine {
    code: String,
    kind: String,
    name: String,
}

/// The whole list.
pub(super) fn listed_employers() -> Result<Vec<ListedEmployer>, Unexpected> {
    let names: Vec<NameLine> = read(NAMES)?;
    let councils = read::<EmployerLine>(COUNCILS)?;
    let others = read::<EmployerLine>(OTHERS)?;
    councils.into_iter().chain(others).map(|line| listed(line, &names)).collect()
}

fn listed(line: EmployerLine, names: &[NameLine]) -> Result<ListedEmployer, Unexpected> {
    let kind = EmployerKind::parse(&line.kind).with_context(|| format!("an employer's kind is {:?}", line.kind))?;
    let own =
        [("short", &line.name), ("official", &line.official_name)].map(|(kind, name)| (kind.to_owned(), name.clone()));
    let more = names.iter().filter(|name| name.code == line.code).map(|name| (name.kind.clone(), name.name.clone()));
    Ok(ListedEmployer {
        gss_code: is_gss_code(&line.code).then(|| line.code.clone()),
        names: own.into_iter().chain(more).collect(),
        code: line.code,
        name: line.name,
        official_name: line.official_name,
        nation: line.nation,
        region: line.region,
        kind,
        valid_from: line.valid_from,
        valid_to: line.valid_to,
    })
}

fn is_gss_code(code: &str) -> bool {
    code.len() == 9 && code.starts_with(['E', 'W']) && code[1..].bytes().all(|byte| byte.is_ascii_digit())
}

fn read<T: for<'a> Deserialize<'a>>(text: &str) -> Result<Vec<T>, Unexpected> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|line| line.context("the list of employers")).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn current_councils() -> Vec<ListedEmployer> {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let is_current = |listed: &ListedEmployer| {
            listed.kind.is_council()
                && listed.valid_from.is_none_or(|from| from <= today)
                && listed.valid_to.is_none_or(|to| to >= today)
        };
        listed_employers().unwrap().into_iter().filter(is_current).collect()
    }

    #[test]
    fn there_are_153_councils_in_england_and_22_in_wales() {
        let mut by_region: BTreeMap<String, usize> = BTreeMap::new();
        for council in current_councils() {
            *by_region.entry(council.region.unwrap()).or_default() += 1;
        }

        let wanted = [
            ("East Midlands", 10),
            ("East of England", 11),
            ("London", 33),
            ("North East", 12),
            ("North West", 24),
            ("South East", 19),
            ("South West", 15),
            ("Wales", 22),
            ("West Midlands", 14),
            ("Yorkshire and The Humber", 15),
        ];
        assert_eq!(by_region, wanted.map(|(region, count)| (region.to_owned(), count)).into());
        assert_eq!(by_region.values().sum::<usize>(), 153 + 22);
    }

    #[test]
    fn each_council_has_a_region_and_a_code_and_none_stands_twice() {
        let councils = current_councils();
        for council in &councils {
            assert!(council.region.is_some() && council.nation.is_some() && council.gss_code.is_some(), "{council:?}");
        }
        let all = listed_employers().unwrap();
        let codes: BTreeSet<&str> = all.iter().map(|listed| listed.code.as_str()).collect();
        let names: BTreeSet<&str> = all.iter().map(|listed| listed.name.as_str()).collect();

        assert_eq!(codes.len(), all.len());
        assert_eq!(names.len(), all.len());
    }

    #[test]
    fn every_further_name_and_every_succession_is_of_a_listed_employer() {
        let all = listed_employers().unwrap();
        let is_listed = |code: &str| all.iter().any(|listed| listed.code == code);

        for line in read::<NameLine>(NAMES).unwrap() {
            assert!(is_listed(&line.code), "{} {}", line.code, line.name);
            assert!(["welsh", "also"].contains(&line.kind.as_str()), "{}", line.kind);
        }
        for (old, new, _) in SUCCESSIONS {
            assert!(is_listed(old) && is_listed(new), "{old} {new}");
        }
    }

    #[test]
    fn every_council_in_wales_has_its_welsh_name() {
        for council in current_councils().iter().filter(|council| council.kind == EmployerKind::WelshUnitary) {
            assert!(council.names.iter().any(|(kind, _)| kind == "welsh"), "{}", council.name);
        }
    }

    #[test]
    fn names_are_clean() {
        for listed in listed_employers().unwrap() {
            for (_, name) in listed.names {
                assert_eq!(name, name.split_whitespace().collect::<Vec<_>>().join(" "), "{name:?}");
            }
        }
    }
}
