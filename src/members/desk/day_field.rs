//! A day as officers type it and as their pages show it. Pure.

use chrono::NaiveDate;

/// A typed day that does not exist.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Enter a date that exists, like 4/9/2026 or 4 September 2026")]
pub(super) struct NoSuchDay;

/// A day as browsers send it (`2026-09-04`) or as people write it (`4/9/2026`, `4 sep 2026`). Empty is none.
pub(super) fn read_day(typed: &str) -> Result<Option<NaiveDate>, NoSuchDay> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let is_plain =
        typed.len() <= 20 && typed.chars().all(|letter| letter.is_ascii_alphanumeric() || " -/".contains(letter));
    let formats = ["%Y-%m-%d", "%d/%m/%Y", "%d %b %Y", "%d %B %Y"];
    let read = formats.iter().find_map(|format| NaiveDate::parse_from_str(typed, format).ok());
    let sensible = |day: &NaiveDate| is_plain && (1900..=2200).contains(&chrono::Datelike::year(day));
    read.filter(sensible).map(Some).ok_or(NoSuchDay)
}

/// `4 September 2026`, for tables and sentences of the desk.
pub(super) fn day_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ax_07_days_are_read_as_people_write_them() {
        let fourth = NaiveDate::from_ymd_opt(2026, 12, 4);
        for typed in ["2026-12-04", "4/12/2026", " 4 dec 2026", "4 December 2026", "04 DECEMBER 2026"] {
            assert_eq!(read_day(typed), Ok(fourth), "{typed}");
        }
        for typed in ["31 feb 2026", "2026-02-30", "4/13/2026", "soon", "4-12-26", "0001-01-01", "４/12/2026"] {
            assert_eq!(read_day(typed), Err(NoSuchDay), "{typed}");
        }
        assert_eq!(read_day("  "), Ok(None));
        assert_eq!(day_words(fourth.unwrap()), "4 December 2026");
    }
}
