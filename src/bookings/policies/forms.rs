//! The form of a policy: rows of days and percent, made into tiers, with a sentence beside each field that is wrong. Pure.

use crate::bookings::refund_policy::RefundTier;
use crate::kernel::slug::slug_of;
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const NAME: TextInput = TextInput::line("name", "name", 80);
/// How many tiers a policy may have.
pub(super) const ROWS: usize = 4;
/// A year before is early enough.
const MOST_DAYS: u32 = 365;

/// What an officer typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypedPolicy {
    pub(super) name: String,
    /// The furthest from the event first.
    pub(super) tiers: Vec<RefundTier>,
}

impl TypedPolicy {
    /// The lasting word of a new policy, from its name.
    pub(super) fn code(&self) -> String {
        let slug: String = slug_of(&self.name).chars().take(40).collect();
        // "new" is the address of the form.
        if slug.is_empty() || slug == "new" { format!("policy-{slug}") } else { slug }
    }
}

fn days_field(row: usize) -> String {
    format!("days_{row}")
}

fn percent_field(row: usize) -> String {
    format!("percent_{row}")
}

fn fields() -> impl Iterator<Item = String> {
    let rows = (1..=ROWS).flat_map(|row| [days_field(row), percent_field(row)]);
    ["name".to_owned(), "version".to_owned()].into_iter().chain(rows)
}

/// An empty form.
pub(super) fn blank() -> FormView {
    FormView::blank(&fields().collect::<Vec<_>>())
}

/// The form filled from the newest version.
pub(super) fn filled(name: &str, version: i32, tiers: &[RefundTier]) -> FormView {
    let mut form = blank();
    form.set("name", name);
    form.set("version", version.to_string());
    for (row, tier) in (1..=ROWS).zip(tiers) {
        form.set(days_field(row), tier.days_before.to_string());
        form.set(percent_field(row), tier.percent.to_string());
    }
    form
}

/// The form as it was typed.
pub(super) fn typed(posted: &Posted) -> FormView {
    FormView::filled(fields().map(|field| (field.clone(), posted.get(&field).to_owned())))
}

/// The policy, or everything that is wrong with it.
pub(super) fn read(posted: &Posted) -> Result<TypedPolicy, FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = NAME.read(posted, &mut errors);
    let mut tiers: Vec<RefundTier> = Vec::new();
    for row in 1..=ROWS {
        let Some(tier) = read_tier(posted, row, &mut errors) else { continue };
        match tiers.last() {
            Some(last) if last.days_before <= tier.days_before => errors.add(
                days_field(row),
                "Enter fewer days than in the row above: the rows go from far ahead to close to the event",
            ),
            Some(last) if last.percent <= tier.percent => errors.add(
                percent_field(row),
                "Enter less than in the row above: who cancels later cannot get as much or more back",
            ),
            _ => {}
        }
        tiers.push(tier);
    }
    if tiers.is_empty() && errors.is_empty() {
        errors.add(days_field(1), "Enter at least one row: until how many days before, and how much comes back");
    }
    if errors.is_empty() { Ok(TypedPolicy { name, tiers }) } else { Err(errors) }
}

/// One row; none when both of its fields are empty, or one of them is wrong.
fn read_tier(posted: &Posted, row: usize, errors: &mut FieldErrors) -> Option<RefundTier> {
    let (days, percent) = (days_field(row), percent_field(row));
    if posted.get(&days).trim().is_empty() && posted.get(&percent).trim().is_empty() {
        return None;
    }
    let days_before = whole(posted, &days, 0..=MOST_DAYS, errors);
    let percent = whole(posted, &percent, 1..=100, errors);
    Some(RefundTier { days_before: days_before?, percent: u8::try_from(percent?).ok()? })
}

fn whole(posted: &Posted, field: &str, range: std::ops::RangeInclusive<u32>, errors: &mut FieldErrors) -> Option<u32> {
    let typed = posted.get(field).trim().trim_end_matches('%');
    let number = typed.parse::<u32>().ok().filter(|number| range.contains(number));
    let number = number.filter(|_| typed.bytes().all(|byte| byte.is_ascii_digit()));
    if number.is_none() {
        errors.add(field, format!("Enter a whole number from {} to {}", range.start(), range.end()));
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(rows: &[(&str, &str)]) -> Posted {
        let mut fields: Vec<(String, String)> = vec![("name".to_owned(), "Two steps".to_owned())];
        for (row, (days, percent)) in (1..).zip(rows) {
            fields.push((days_field(row), (*days).to_owned()));
            fields.push((percent_field(row), (*percent).to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Posted::of(&fields)
    }

    #[test]
    fn tiers_are_read_and_empty_rows_left_out() {
        let read = read(&posted(&[("7", "100"), ("", ""), (" 2 ", "50%")])).unwrap();
        let tier = |days_before, percent| RefundTier { days_before, percent };
        assert_eq!((read.code().as_str(), read.tiers), ("two-steps", vec![tier(7, 100), tier(2, 50)]));
    }

    #[test]
    fn a_tier_that_makes_no_sense_is_refused_beside_its_field() {
        let table: [(&[(&str, &str)], &str); 11] = [
            (&[], "days_1"),
            (&[("", "")], "days_1"),
            (&[("7", "")], "percent_1"),
            (&[("", "100")], "days_1"),
            (&[("-1", "100")], "days_1"),
            (&[("366", "100")], "days_1"),
            (&[("7.5", "100")], "days_1"),
            (&[("7", "0")], "percent_1"),
            (&[("7", "101")], "percent_1"),
            (&[("7", "100"), ("7", "50")], "days_2"),
            (&[("7", "50"), ("2", "50")], "percent_2"),
        ];
        for (rows, field) in table {
            let errors = read(&posted(rows)).unwrap_err();
            assert_eq!(errors.iter().next().unwrap().field, field, "{rows:?}");
        }
    }
}
