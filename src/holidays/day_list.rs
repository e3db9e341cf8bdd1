//! Reads a list of bank holidays that an officer pasted or uploaded: the government's `bank-holidays.json`, or a calendar file
//! (.ics). Pure, and strict: what cannot be read for certain is refused with its reason, never guessed.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;

use crate::kernel::short_text::clean_line;

/// The largest list, in bytes. The government's own, of three nations and ten years, has under 40,000.
pub const MOST_BYTES: usize = 256 * 1024;
/// The most characters of a name.
pub const MOST_NAME: usize = 80;
const MOST_DAYS: usize = 1_000;
const NATION: &str = "england-and-wales";

/// Days with their names, in order, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayList {
    /// By day.
    pub days: BTreeMap<NaiveDate, String>,
}

/// One day as the list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedDay {
    /// Which.
    pub day: NaiveDate,
    /// What it is called.
    pub name: String,
}

/// Why a list was refused, in words for the officer who sent it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAList {
    /// Nothing was sent.
    #[error("Paste the list, or choose a file")]
    Empty,
    /// More than 256 KB.
    #[error("The list is larger than 256 KB, which no list of bank holidays is. Send the list alone")]
    TooLarge,
    /// Not UTF-8.
    #[error("The file is not text. Choose the .ics or .json file as it was downloaded")]
    NotText,
    /// Neither format.
    #[error("This is neither a calendar file (.ics) nor the government’s list (.json)")]
    UnknownFormat,
    /// JSON that is cut off or is something else.
    #[error("The list begins like JSON but cannot be read from line {line} on. Copy the whole of it")]
    BrokenJson {
        /// Counted from 1.
        line: usize,
    },
    /// The JSON is of another nation.
    #[error("The list has no part “england-and-wales”. Use the list of England and Wales")]
    OtherNation,
    /// A calendar that does not end.
    #[error("The calendar file is cut off: an entry has no end. Copy the whole of it")]
    CutOff,
    /// A day that does not exist, or that is none we count.
    #[error("“{name}” has the date “{date}”, which is no date between 2000 and 2100")]
    BadDay {
        /// The entry's name.
        name: String,
        /// As it stands in the list.
        date: String,
    },
    /// A name that cannot be shown.
    #[error("The entry of {0} has no name, or one that is too long or has hidden characters")]
    BadName(NaiveDate),
    /// A calendar's entry for every year.
    #[error("“{0}” repeats by a rule. Use a list that names each day")]
    Repeats(String),
    /// A holiday of a week is no bank holiday.
    #[error("“{0}” lasts more than a day. Use a list of bank holidays only")]
    LastsLonger(String),
    /// Nothing in it.
    #[error("The list holds no days")]
    NoDays,
    /// More than any list of bank holidays.
    #[error("The list holds more than 1,000 days. Use a list of bank holidays only")]
    TooMany,
}

/// Reads either format, known by how it begins.
pub fn read_list(bytes: &[u8]) -> Result<DayList, NotAList> {
    if bytes.len() > MOST_BYTES {
        return Err(NotAList::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| NotAList::NotText)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let listed = match text.get(..1) {
        None => return Err(NotAList::Empty),
        Some("{") => read_json(text)?,
        _ if text.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR")) => read_calendar(text)?,
        _ => return Err(NotAList::UnknownFormat),
    };
    match listed.len() {
        0 => return Err(NotAList::NoDays),
        many if many > MOST_DAYS => return Err(NotAList::TooMany),
        _ => {}
    }
    let mut days = BTreeMap::new();
    for ListedDay { day, name } in listed {
        days.entry(day).or_insert(name);
    }
    Ok(DayList { days })
}

/// A nation's part of the government's list.
#[derive(Deserialize)]
struct Division {
    division: Option<String>,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    title: String,
    date: String,
    #[serde(default)]
    notes: String,
}

/// `{"england-and-wales": {"events": […]}, …}`, or that part alone.
fn read_json(text: &str) -> Result<Vec<ListedDay>, NotAList> {
    let broken = |error: serde_json::Error| NotAList::BrokenJson { line: error.line().max(1) };
    let mut all: BTreeMap<String, serde_json::Value> = serde_json::from_str(text).map_err(broken)?;
    let is_alone = all.contains_key("events");
    let part = match all.remove(NATION) {
        Some(part) => part,
        None if is_alone => serde_json::from_str(text).map_err(broken)?,
        None => return Err(NotAList::OtherNation),
    };
    let division: Division = serde_json::from_value(part).map_err(|_| NotAList::BrokenJson { line: 1 })?;
    if division.division.is_some_and(|name| name != NATION) {
        return Err(NotAList::OtherNation);
    }
    let listed = division.events.into_iter().map(|event| {
        let is_substitute = event.notes.trim().eq_ignore_ascii_case("substitute day");
        let name = if is_substitute { format!("{} (substitute day)", event.title.trim()) } else { event.title };
        listed(&name, &event.date, "%Y-%m-%d")
    });
    listed.collect()
}

fn listed(name: &str, date: &str, format: &str) -> Result<ListedDay, NotAList> {
    let bad = || NotAList::BadDay { name: shown(name), date: shown(date) };
    let day = NaiveDate::parse_from_str(date, format).map_err(|_| bad())?;
    if !(2000..=2100).contains(&day.year()) {
        return Err(bad());
    }
    let name = clean_line(name, MOST_NAME).map_err(|_| NotAList::BadName(day))?;
    Ok(ListedDay { day, name })
}

/// What stands in a list may be anything; a refusal repeats little of it.
fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(40).collect()
}

/// What is read of one entry of a calendar.
#[derive(Default)]
struct Entry {
    name: String,
    starts: String,
    ends: Option<String>,
    repeats: bool,
}

impl Entry {
    fn read(&mut self, line: &str) {
        let Some((property, value)) = line.split_once(':') else { return };
        match property.split(';').next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "SUMMARY" => self.name = unescaped(value),
            "DTSTART" => value.trim().clone_into(&mut self.starts),
            "DTEND" => self.ends = Some(value.trim().to_owned()),
            "RRULE" | "RDATE" => self.repeats = true,
            _ => {}
        }
    }

    fn listed(&self) -> Result<ListedDay, NotAList> {
        let found = listed(&self.name, day_part(&self.starts), "%Y%m%d")?;
        let next = found.day + Days::new(1);
        let ends = self.ends.as_deref().and_then(|end| NaiveDate::parse_from_str(day_part(end), "%Y%m%d").ok());
        if self.repeats {
            Err(NotAList::Repeats(found.name))
        } else if ends.is_some_and(|end| end > next) {
            Err(NotAList::LastsLonger(found.name))
        } else {
            Ok(found)
        }
    }
}

/// `20261225` of `20261225T000000Z`.
fn day_part(value: &str) -> &str {
    value.split('T').next().unwrap_or_default()
}

/// The entries of a calendar; a line that begins with a space goes on with the one before it.
fn read_calendar(text: &str) -> Result<Vec<ListedDay>, NotAList> {
    let text = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    let mut found = Vec::new();
    let (mut open, mut is_whole): (Option<Entry>, bool) = (None, false);
    for line in text.lines() {
        match (line.trim_end().to_ascii_uppercase().as_str(), &mut open) {
            ("BEGIN:VEVENT", None) => open = Some(Entry::default()),
            ("BEGIN:VEVENT", Some(_)) => return Err(NotAList::CutOff),
            ("END:VEVENT", Some(entry)) => {
                found.push(entry.listed()?);
                open = None;
            }
            (_, Some(entry)) => entry.read(line),
            ("END:VCALENDAR", None) => is_whole = true,
            _ => {}
        }
    }
    if is_whole { Ok(found) } else { Err(NotAList::CutOff) }
}

fn unescaped(value: &str) -> String {
    value.replace("\\,", ",").replace("\\;", ";").replace("\\n", " ").replace("\\N", " ").replace("\\\\", "\\")
}

#[cfg(test)]
#[path = "day_list_tests.rs"]
mod tests;
