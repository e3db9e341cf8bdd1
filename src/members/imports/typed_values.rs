//! Reads one cell of a file into what we keep: dates as people in the United Kingdom write them, numbers, membership types,
//! grounds for sending news. Pure.

use chrono::NaiveDate;

/// From this day on the law knows the softer ground for charities' news (DP-04).
const SOFT_CHARITY_FROM: NaiveDate = NaiveDate::from_ymd_opt(2026, 2, 5).expect("a day of the calendar");

/// The earliest day that can be meant in a membership record.
const EARLIEST: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day of the calendar");

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A day: 2026-09-04, 04/09/2026, 4.9.2026 or 4 September 2026, the day before the month.
pub fn read_day(typed: &str) -> Result<NaiveDate, &'static str> {
    const ODD: &str = "Write the date like 2026-09-04 or 04/09/2026, day first";
    let parts: Vec<&str> = typed.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts[..] else { return Err(ODD) };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 {
        return Err("Write the year with four figures");
    }
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let month = number(month).or_else(|| named_month(month)).ok_or(ODD)?;
    let year = number(year).and_then(|year| i32::try_from(year).ok()).ok_or(ODD)?;
    let day = NaiveDate::from_ymd_opt(year, month, number(day).ok_or(ODD)?).ok_or("There is no such day")?;
    if day < EARLIEST || year > 2100 { Err("This date is too far away to be meant") } else { Ok(day) }
}

fn named_month(text: &str) -> Option<u32> {
    let folded = text.to_lowercase();
    let at = MONTHS.iter().position(|month| folded.len() >= 3 && folded.starts_with(month))?;
    u32::try_from(at + 1).ok()
}

/// A membership number: figures only, without the noughts before.
pub fn read_number(typed: &str) -> Result<i64, &'static str> {
    let is_number = !typed.is_empty() && typed.len() <= 12 && typed.bytes().all(|byte| byte.is_ascii_digit());
    let number = typed.parse::<i64>().ok().filter(|number| is_number && *number > 0);
    number.ok_or("A membership number has figures only, such as 1042")
}

/// The ground on which news may be sent (DP-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewsBasis {
    /// None: no news is sent. What every import gets unless it says otherwise (DP-05).
    None,
    /// They said yes.
    Consent,
    /// They bought something like it.
    SoftCommercial,
    /// They supported the charity.
    SoftCharity,
}

impl NewsBasis {
    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Consent => "consent",
            Self::SoftCommercial => "soft_commercial",
            Self::SoftCharity => "soft_charity",
        }
    }

    /// Reads a word of a file: capitals and what stands between words do not matter.
    pub fn read(typed: &str) -> Result<Self, &'static str> {
        let folded: String =
            typed.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        match folded.as_str() {
            "none" | "no" => Ok(Self::None),
            "consent" | "yes" => Ok(Self::Consent),
            "softcommercial" => Ok(Self::SoftCommercial),
            "softcharity" => Ok(Self::SoftCharity),
            _ => Err("Write none, consent, soft commercial or soft charity"),
        }
    }
}

/// Whether the ground can have come about on that day (DP-04). A ground needs its day.
pub fn check_basis(basis: NewsBasis, on: Option<NaiveDate>, today: NaiveDate) -> Result<(), &'static str> {
    match (basis, on) {
        (NewsBasis::None, _) => Ok(()),
        (_, None) => Err("A ground for sending news needs the date on which it came about"),
        (_, Some(day)) if day > today => Err("This ground would come about in the future"),
        (NewsBasis::SoftCharity, Some(day)) if day < SOFT_CHARITY_FROM => {
            Err("The charity ground does not exist before 5 February 2026")
        }
        _ => Ok(()),
    }
}

/// Whether a spreadsheet would run the cell instead of showing it (S13).
pub fn looks_like_a_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_read_with_the_day_before_the_month() {
        let table = [
            ("2026-09-04", Some("2026-09-04")),
            ("04/09/2026", Some("2026-09-04")),
            ("4.9.2026", Some("2026-09-04")),
            ("4 September 2026", Some("2026-09-04")),
            ("4-Sep-2026", Some("2026-09-04")),
            ("29/02/2024", Some("2024-02-29")),
            ("29/02/2026", None),
            ("09/13/2026", None),
            ("04/09/26", None),
            ("2026", None),
            ("1899-12-31", None),
            ("1900-01-01", Some("1900-01-01")),
            ("2100-12-31", Some("2100-12-31")),
            ("2101-01-01", None),
            ("", None),
            ("0x04/09/2026", None),
        ];
        for (typed, wanted) in table {
            assert_eq!(read_day(typed).ok(), wanted.map(day), "{typed}");
        }
    }

    #[test]
    fn numbers_are_figures_only() {
        let table = [("1042", Some(1042)), ("0007", Some(7)), ("0", None), ("", None), ("M12", None), ("1.5", None)];
        for (typed, wanted) in table {
            assert_eq!(read_number(typed).ok(), wanted, "{typed}");
        }
        assert!(read_number("1234567890123").is_err());
    }

    #[test]
    fn the_charity_ground_is_refused_before_its_day() {
        let today = day("2026-06-01");
        let table = [
            (NewsBasis::None, None, true),
            (NewsBasis::Consent, None, false),
            (NewsBasis::Consent, Some("2019-01-01"), true),
            (NewsBasis::Consent, Some("2026-06-02"), false),
            (NewsBasis::SoftCharity, Some("2025-12-01"), false),
            (NewsBasis::SoftCharity, Some("2026-02-04"), false),
            (NewsBasis::SoftCharity, Some("2026-02-05"), true),
            (NewsBasis::SoftCommercial, Some("2020-01-01"), true),
        ];
        for (basis, on, is_right) in table {
            assert_eq!(check_basis(basis, on.map(day), today).is_ok(), is_right, "{basis:?} {on:?}");
        }
        for basis in [NewsBasis::None, NewsBasis::Consent, NewsBasis::SoftCommercial, NewsBasis::SoftCharity] {
            assert_eq!(NewsBasis::read(basis.word()), Ok(basis));
        }
        assert!(NewsBasis::read("maybe").is_err());
    }
}
