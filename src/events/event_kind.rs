//! What kind of event it is, and how people take part: online, in a room, or either.

/// Training or a members' meeting.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A date of a course; usually paid.
    Training,
    /// A meeting of the members; free.
    MembersMeeting,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Training, Self::MembersMeeting];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::MembersMeeting => "members_meeting",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// How people take part.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum EventMode {
    /// By video.
    Online,
    /// In a room.
    InPerson,
    /// Either.
    Hybrid,
}

impl EventMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Online, Self::InPerson, Self::Hybrid];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::InPerson => "in_person",
            Self::Hybrid => "hybrid",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// The words of a choice in a form.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Online => "Online",
            Self::InPerson => "In person",
            Self::Hybrid => "In person or online",
        }
    }

    /// Whether some or all take part by video.
    pub fn has_online(self) -> bool {
        self != Self::InPerson
    }

    /// Whether some or all meet in a room.
    pub fn has_room(self) -> bool {
        self != Self::Online
    }
}

/// Which video service (SES-2: "to be decided" is an answer).
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Platform {
    /// Zoom.
    Zoom,
    /// Microsoft Teams.
    Teams,
    /// Something else.
    Other,
    /// None: in person only.
    None,
    /// Not decided: "link to follow".
    Undecided,
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 5] = [Self::Zoom, Self::Teams, Self::Other, Self::None, Self::Undecided];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Zoom => "zoom",
            Self::Teams => "teams",
            Self::Other => "other",
            Self::None => "none",
            Self::Undecided => "undecided",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// The words of a choice in a form.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Zoom => "Zoom",
            Self::Teams => "Microsoft Teams",
            Self::Other => "Another service",
            Self::None => "None, in person only",
            Self::Undecided => "To be decided",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for kind in EventKind::ALL {
            assert_eq!(EventKind::parse(kind.word()), Some(kind));
        }
        for mode in EventMode::ALL {
            assert_eq!(EventMode::parse(mode.word()), Some(mode));
        }
        for platform in Platform::ALL {
            assert_eq!(Platform::parse(platform.word()), Some(platform));
        }
    }

    #[test]
    fn a_hybrid_event_has_a_room_and_a_screen() {
        let table =
            [(EventMode::Online, true, false), (EventMode::InPerson, false, true), (EventMode::Hybrid, true, true)];

        for (mode, online, room) in table {
            assert_eq!((mode.has_online(), mode.has_room()), (online, room), "{mode:?}");
        }
    }
}
