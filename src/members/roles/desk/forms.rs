//! What an administrator types at the desk.

use chrono::NaiveDate;

use crate::kernel::Role;
use crate::kernel::short_text::clean_block;
use crate::web::{FieldErrors, Posted};

/// Reasons are kept in the audit trail, which nobody shortens later.
const LONGEST_REASON: usize = 500;

/// The fields of a grant.
pub(super) const GRANT_FIELDS: [&str; 3] = ["role", "starts_on", "ends_on"];

/// The fields of an end.
pub(super) const END_FIELDS: [&str; 2] = ["last_day", "reason"];

/// A good form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GrantForm {
    pub(super) role: Role,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: Option<NaiveDate>,
}

/// Roles that are given at the desk. Membership comes from terms, never from a grant.
pub(super) fn given_roles() -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().filter(|role| *role != Role::Member)
}

/// Reads a grant. It never begins in the past: what somebody was allowed then cannot be changed now.
pub(super) fn read_grant(form: &Posted, today: NaiveDate) -> Result<GrantForm, FieldErrors> {
    let mut errors = FieldErrors::new();
    let role = given_roles().find(|role| role.word() == form.get("role"));
    if role.is_none() {
        errors.add("role", "Choose a role");
    }
    let starts_on = read_day(form, "starts_on", &mut errors);
    let ends_on = read_day(form, "ends_on", &mut errors);
    if errors.is_empty() && starts_on.is_none() {
        errors.add("starts_on", "Enter the first day");
    }
    if starts_on.is_some_and(|day| day < today) {
        errors.add("starts_on", "The first day cannot lie in the past");
    }
    if let (Some(first), Some(last)) = (starts_on, ends_on)
        && last < first
    {
        errors.add("ends_on", "The last day is before the first");
    }
    match (role, starts_on, errors.is_empty()) {
        (Some(role), Some(starts_on), true) => Ok(GrantForm { role, starts_on, ends_on }),
        _ => Err(errors),
    }
}

/// Reads an end: a last day, or none for "at once", and why.
pub(super) fn read_end(form: &Posted, today: NaiveDate) -> Result<(Option<NaiveDate>, String), FieldErrors> {
    let mut errors = FieldErrors::new();
    let last_day = read_day(form, "last_day", &mut errors);
    if last_day.is_some_and(|day| day < today) {
        errors.add("last_day", "That day is over. Leave the field empty to end the role at once");
    }
    let reason = read_reason(form, &mut errors);
    match (reason, errors.is_empty()) {
        (Some(reason), true) => Ok((last_day, reason)),
        _ => Err(errors),
    }
}

/// Reads a reason.
pub(super) fn read_reason(form: &Posted, errors: &mut FieldErrors) -> Option<String> {
    if form.get("reason").trim().is_empty() {
        errors.add("reason", "Say why, for whoever reads the audit trail later");
        return None;
    }
    errors.check("reason", clean_block(form.get("reason"), LONGEST_REASON))
}

fn read_day(form: &Posted, name: &str, errors: &mut FieldErrors) -> Option<NaiveDate> {
    let typed = form.get(name).trim();
    if typed.is_empty() {
        return None;
    }
    let formats = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"];
    let read = formats.iter().find_map(|format| NaiveDate::parse_from_str(typed, format).ok());
    let read = read.filter(|day| (2000..2200).contains(&chrono::Datelike::year(day)));
    if read.is_none() {
        errors.add(name, "Enter a day such as 2026-09-30");
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_grant_begins_today_or_later_and_ends_no_earlier() {
        let today = day("2026-06-01");
        let table = [
            (("editor", "2026-06-01", ""), ""),
            (("editor", "2026-06-01", "2026-06-01"), ""),
            (("treasurer", "30/06/2026", "31/12/2026"), ""),
            (("editor", "2026-05-31", ""), "starts_on"),
            (("editor", "2026-06-02", "2026-06-01"), "ends_on"),
            (("editor", "", ""), "starts_on"),
            (("editor", "tomorrow", ""), "starts_on"),
            (("editor", "2026-06-01", "0001-01-01"), "ends_on"),
            (("member", "2026-06-01", ""), "role"),
            (("", "2026-06-01", ""), "role"),
        ];

        for ((role, starts_on, ends_on), wrong) in table {
            let form = Posted::of(&[("role", role), ("starts_on", starts_on), ("ends_on", ends_on)]);
            let field =
                read_grant(&form, today).map_or_else(|e| e.iter().next().unwrap().field.clone(), |_| String::new());
            assert_eq!(field, wrong, "{role} {starts_on} {ends_on}");
        }
    }

    #[test]
    fn an_end_needs_a_reason_and_a_day_that_is_not_over() {
        let today = day("2026-06-01");
        let table = [
            (("", "stood down"), ""),
            (("2026-06-01", "stood down"), ""),
            (("2026-05-31", "stood down"), "last_day"),
            (("", "  "), "reason"),
        ];

        for ((last_day, reason), wrong) in table {
            let form = Posted::of(&[("last_day", last_day), ("reason", reason)]);
            let field =
                read_end(&form, today).map_or_else(|e| e.iter().next().unwrap().field.clone(), |_| String::new());
            assert_eq!(field, wrong, "{last_day} {reason}");
        }
    }
}
