//! What a question is (QST-1): its words, the kind of answer, who is asked, and when it is shown. Pure.

use std::fmt;

/// What kind of answer it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// Yes or no.
    YesNo,
    /// One of several choices.
    OneOf,
    /// Any number of several choices.
    ManyOf,
    /// A calendar date.
    Date,
    /// A file, given on a page of its own.
    File,
}

impl QuestionKind {
    /// Every kind, in the order of the desk's form.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::LongText, Self::YesNo, Self::OneOf, Self::ManyOf, Self::Date, Self::File];

    /// The word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::YesNo => "yes_no",
            Self::OneOf => "one_of",
            Self::ManyOf => "many_of",
            Self::Date => "date",
            Self::File => "file",
        }
    }

    /// As officers read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Text => "A line of text",
            Self::LongText => "Several lines of text",
            Self::YesNo => "Yes or no",
            Self::OneOf => "One of several choices",
            Self::ManyOf => "Any of several choices",
            Self::Date => "A date",
            Self::File => "A file (PDF, Word or a picture)",
        }
    }

    /// Its choices are written by the officer.
    pub const fn has_choices(self) -> bool {
        matches!(self, Self::OneOf | Self::ManyOf)
    }
}

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionScope {
    /// The booker, once for the booking.
    Booking,
    /// Each attendee, on a private form of their own.
    Place,
}

impl QuestionScope {
    /// Both, in the order of the desk's form.
    pub const ALL: [Self; 2] = [Self::Place, Self::Booking];

    /// The word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Booking => "booking",
            Self::Place => "place",
        }
    }

    /// As officers read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Booking => "The booker, once",
            Self::Place => "Each attendee, on a form of their own",
        }
    }
}

/// At which dates it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownWhere {
    /// At every date.
    Anywhere,
    /// Where people can take part online.
    Online,
    /// Where people can come in person.
    InPerson,
    /// Where people can come in person and are given something to eat (dietary questions).
    InPersonWithFood,
}

impl ShownWhere {
    /// Every one, in the order of the desk's form.
    pub const ALL: [Self; 4] = [Self::Anywhere, Self::Online, Self::InPerson, Self::InPersonWithFood];

    /// The word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::Online => "online",
            Self::InPerson => "in_person",
            Self::InPersonWithFood => "in_person_with_food",
        }
    }

    /// As officers read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Anywhere => "Always",
            Self::Online => "When people can take part online",
            Self::InPerson => "When people can come in person",
            Self::InPersonWithFood => "When people can come in person and food is served",
        }
    }
}

/// Which places are asked, by the price they were sold at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownTo {
    /// Every place.
    Everyone,
    /// Places sold at the member price.
    MemberPrice,
    /// All the others.
    OtherPrices,
}

impl ShownTo {
    /// Every one, in the order of the desk's form.
    pub const ALL: [Self; 3] = [Self::Everyone, Self::MemberPrice, Self::OtherPrices];

    /// The word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::MemberPrice => "member_price",
            Self::OtherPrices => "other_prices",
        }
    }

    /// As officers read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Everyone => "Everyone",
            Self::MemberPrice => "Places at the member price",
            Self::OtherPrices => "Places at any other price",
        }
    }
}

macro_rules! read_by_word {
    ($($name:ident),+) => {$(
        impl $name {
            /// Reads a [`word`](Self::word).
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|known| known.word() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    )+};
}

read_by_word!(QuestionKind, QuestionScope, ShownWhere, ShownTo);

/// An answer to an earlier question that this one waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AfterAnswer {
    /// The earlier question.
    pub question_id: i64,
    /// What it has to be answered with: "Yes", "No", or a choice.
    pub answer: String,
}

/// Everything an officer says about a question. A change makes another version of it (QST-8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The question.
    pub words: String,
    /// A line of help; may be empty.
    pub hint: String,
    /// The kind of answer.
    pub kind: QuestionKind,
    /// Who is asked.
    pub scope: QuestionScope,
    /// What can be chosen, for kinds with choices.
    pub choices: Vec<String>,
    /// The form cannot be sent without an answer.
    pub is_required: bool,
    /// At which dates it is shown.
    pub shown_where: ShownWhere,
    /// Which places are asked.
    pub shown_to: ShownTo,
    /// The answer it waits for, if any.
    pub after: Option<AfterAnswer>,
}

impl Wording {
    /// What can be answered, for kinds where that is known beforehand.
    pub fn answers(&self) -> Vec<&str> {
        match self.kind {
            QuestionKind::YesNo => vec![YES, NO],
            QuestionKind::OneOf | QuestionKind::ManyOf => self.choices.iter().map(String::as_str).collect(),
            QuestionKind::Text | QuestionKind::LongText | QuestionKind::Date | QuestionKind::File => Vec::new(),
        }
    }
}

/// The answers of a yes-or-no question.
pub const YES: &str = "Yes";
/// See [`YES`].
pub const NO: &str = "No";

/// A question that is asked now, in its newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question through all its versions.
    pub id: i64,
    /// The newest version's own id.
    pub version_id: i64,
    /// Counted from 1.
    pub version: i32,
    /// What it says.
    pub wording: Wording,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_as_what_wrote_them() {
        assert!(QuestionKind::ALL.into_iter().all(|kind| QuestionKind::parse(kind.word()) == Some(kind)));
        assert!(QuestionScope::ALL.into_iter().all(|scope| QuestionScope::parse(scope.word()) == Some(scope)));
        assert!(ShownWhere::ALL.into_iter().all(|shown| ShownWhere::parse(shown.word()) == Some(shown)));
        assert!(ShownTo::ALL.into_iter().all(|shown| ShownTo::parse(shown.word()) == Some(shown)));
        assert_eq!(QuestionKind::parse("File"), None);
    }
}
