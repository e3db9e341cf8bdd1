//! Where an event is, in words. The meeting's own address is never among them (D16).

use super::{EventMode, Platform};

/// "online, by Zoom"; "in person, Sampleton Library"; "online, link to follow". Begins small, to stand inside a sentence.
pub fn place_words(mode: EventMode, platform: Platform, venue: &str) -> String {
    let online = match platform {
        Platform::Zoom => "online, by Zoom",
        Platform::Teams => "online, by Microsoft Teams",
        Platform::Undecided => "online, link to follow",
        Platform::Other | Platform::None => "online",
    };
    let room = if venue.is_empty() { "venue to be confirmed" } else { venue };
    match mode {
        EventMode::Online => online.to_owned(),
        EventMode::InPerson => format!("in person, {room}"),
        EventMode::Hybrid => format!("in person, {room}, or {online}"),
    }
}

/// "3 hours 30 minutes", "1 hour", "45 minutes"; empty for nothing.
pub fn duration_words(minutes: i64) -> String {
    let count = |number: i64, noun: &str| match number {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{number} {noun}s")),
    };
    let parts: Vec<String> =
        [count(minutes / 60, "hour"), count(minutes % 60, "minute")].into_iter().flatten().collect();
    parts.join(" ")
}

/// The same words with a capital, to begin a line.
pub fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_as_people_say_them() {
        let table = [
            (EventMode::Online, Platform::Zoom, "", "online, by Zoom"),
            (EventMode::Online, Platform::Teams, "", "online, by Microsoft Teams"),
            (EventMode::Online, Platform::Other, "", "online"),
            (EventMode::Online, Platform::Undecided, "", "online, link to follow"),
            (EventMode::InPerson, Platform::None, "Sampleton Library", "in person, Sampleton Library"),
            (EventMode::InPerson, Platform::None, "", "in person, venue to be confirmed"),
            (
                EventMode::Hybrid,
                Platform::Zoom,
                "Sampleton Library",
                "in person, Sampleton Library, or online, by Zoom",
            ),
        ];

        for (mode, platform, venue, wanted) in table {
            assert_eq!(place_words(mode, platform, venue), wanted);
        }
        assert_eq!(capitalised("online, by Zoom"), "Online, by Zoom");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn durations_are_told_in_hours_and_minutes() {
        let table = [(210, "3 hours 30 minutes"), (60, "1 hour"), (61, "1 hour 1 minute"), (45, "45 minutes"), (0, "")];

        for (minutes, wanted) in table {
            assert_eq!(duration_words(minutes), wanted);
        }
    }
}
