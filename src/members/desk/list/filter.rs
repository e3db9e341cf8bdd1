//! Which people a list shows, as an address that can be kept: read from a query and written back. Pure.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::members::desk::day_field::read_day;
use crate::members::membership::Status;

/// What the address may carry, as it came.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// See [`Filter`].
    #[serde(default)]
    pub q: String,
    /// See [`Filter`].
    #[serde(default)]
    pub status: String,
    /// See [`Filter`].
    #[serde(default, rename = "type")]
    pub kind: String,
    /// See [`Filter`].
    #[serde(default)]
    pub nation: String,
    /// See [`Filter`].
    #[serde(default)]
    pub region: String,
    /// See [`Filter`].
    #[serde(default)]
    pub employer: String,
    /// See [`Filter`].
    #[serde(default)]
    pub ends_from: String,
    /// See [`Filter`].
    #[serde(default)]
    pub ends_to: String,
    /// See [`Filter`].
    #[serde(default)]
    pub sort: String,
    /// See [`Filter`].
    #[serde(default)]
    pub after: String,
}

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By name.
    #[default]
    Name,
    /// By membership number, those without one left out.
    Number,
    /// By the last day of the last term, the soonest first; those who were never members left out.
    Ends,
}

impl Sort {
    pub(super) const ALL: [Self; 3] = [Self::Name, Self::Number, Self::Ends];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Number => "number",
            Self::Ends => "ends",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Number => "Membership number",
            Self::Ends => "End of membership, the soonest first",
        }
    }
}

/// Whom to show. Whatever was not understood is left out, so that an old or mistyped address shows more and never fails.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words as they were typed.
    pub typed: String,
    /// Status today.
    pub status: Option<Status>,
    /// Code of a type.
    pub kind: String,
    /// Nation of the profile.
    pub nation: String,
    /// Region of the profile.
    pub region: String,
    /// Reference of an organisation.
    pub employer: String,
    /// First day on which the membership may end.
    pub ends_from: Option<NaiveDate>,
    /// Last day on which it may.
    pub ends_to: Option<NaiveDate>,
    /// The order.
    pub sort: Sort,
    /// Reference of the last person of the page before.
    pub after: String,
}

/// The longest text that one part of the address may hold.
const LONGEST: usize = 100;

impl From<&Asked> for Filter {
    fn from(asked: &Asked) -> Self {
        let text =
            |typed: &str| typed.trim().chars().filter(|letter| *letter != '\0').take(LONGEST).collect::<String>();
        Self {
            typed: text(&asked.q),
            status: Status::parse(&asked.status),
            kind: text(&asked.kind),
            nation: text(&asked.nation),
            region: text(&asked.region),
            employer: text(&asked.employer),
            ends_from: read_day(&asked.ends_from).ok().flatten(),
            ends_to: read_day(&asked.ends_to).ok().flatten(),
            sort: Sort::ALL.into_iter().find(|sort| sort.word() == asked.sort).unwrap_or_default(),
            after: text(&asked.after),
        }
    }
}

impl Filter {
    /// The list's address at `path` with everything this filter says, but the page.
    pub(super) fn href(&self, path: &str) -> String {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let parts = [
            ("q", self.typed.clone()),
            ("status", self.status.map(|status| status.word().to_owned()).unwrap_or_default()),
            ("type", self.kind.clone()),
            ("nation", self.nation.clone()),
            ("region", self.region.clone()),
            ("employer", self.employer.clone()),
            ("ends_from", day(self.ends_from)),
            ("ends_to", day(self.ends_to)),
            ("sort", if self.sort == Sort::Name { String::new() } else { self.sort.word().to_owned() }),
        ];
        let said: Vec<(&str, String)> = parts.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        match serde_urlencoded::to_string(said) {
            Ok(query) if !query.is_empty() => format!("{path}?{query}"),
            _ => path.to_owned(),
        }
    }

    /// Everything this filter says, but the page, as a query: "status=lapsed".
    pub fn query(&self) -> String {
        self.href("").trim_start_matches('?').to_owned()
    }

    /// The same people from another status.
    pub(super) fn with_status(&self, status: Option<Status>) -> Self {
        Self { status, after: String::new(), ..self.clone() }
    }

    /// The address of the page after the person with this reference.
    pub(super) fn href_after(&self, path: &str, reference: &str) -> String {
        let base = self.href(path);
        let join = if base.contains('?') { '&' } else { '?' };
        format!("{base}{join}after={reference}")
    }

    /// Something narrows the list down.
    pub(super) fn is_narrow(&self) -> bool {
        *self != Self { sort: self.sort, after: self.after.clone(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Asked {
        serde_urlencoded::from_str(query).unwrap()
    }

    #[test]
    fn an_address_is_read_and_written_back() {
        let query = "q=Si%C3%A2n&status=grace&type=full&region=Wales&employer=K7&ends_from=2026-03-01&ends_to=2026-03-31&sort=ends";
        let filter = Filter::from(&asked(query));

        assert_eq!(filter.status, Some(Status::Grace));
        assert_eq!(filter.ends_to, NaiveDate::from_ymd_opt(2026, 3, 31));
        assert_eq!(filter.href("/admin/members"), format!("/admin/members?{query}"));
        assert_eq!(filter.href_after("/m", "AB12"), format!("/m?{query}&after=AB12"));
        assert!(filter.is_narrow());
    }

    #[test]
    fn what_is_not_understood_narrows_nothing() {
        let filter = Filter::from(&asked("status=gone&ends_from=31+feb+2026&sort=shoe&ends_to=&page=7&after=X1"));

        assert_eq!(filter, Filter { after: "X1".to_owned(), ..Filter::default() });
        assert!(!filter.is_narrow());
        assert_eq!(filter.href("/m"), "/m");
        assert_eq!(filter.href_after("/m", "AB12"), "/m?after=AB12");
    }

    #[test]
    fn another_status_begins_at_the_first_page() {
        let filter = Filter::from(&asked("q=ng&after=X1")).with_status(Some(Status::Lapsed));

        assert_eq!(filter.after, "");
        assert_eq!(filter.href("/m"), "/m?q=ng&status=lapsed");
    }
}
