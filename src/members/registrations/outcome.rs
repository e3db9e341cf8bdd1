//! What a check of one registration came to, and what becomes of the query that a failed one opens. Pure words.

/// What the register said about somebody (rules 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Registered, under the name we know.
    Matched,
    /// Registered, under another name.
    NameDiffers,
    /// The register does not know the number.
    NotFound,
    /// The register knows the number, and does not call it registered today.
    NotRegistered,
}

impl Outcome {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Matched, Self::NameDiffers, Self::NotFound, Self::NotRegistered];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::NameDiffers => "name_differs",
            Self::NotFound => "not_found",
            Self::NotRegistered => "not_registered",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As officers read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Matched => "Registered",
            Self::NameDiffers => "Another name",
            Self::NotFound => "Not found",
            Self::NotRegistered => "Not registered",
        }
    }

    /// The kind of tag it is shown with.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Matched => "done",
            Self::NameDiffers => "caution",
            Self::NotFound | Self::NotRegistered => "problem",
        }
    }

    /// Whether it opens a query. Nothing else ever follows: a failed check ends no membership (rules 2.1).
    pub const fn opens_query(self) -> bool {
        !matches!(self, Self::Matched)
    }
}

/// Where a query stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryState {
    /// Nobody has dealt with it.
    Open,
    /// The member was asked and has not answered; it still waits.
    Asked,
    /// A number or a name was put right here.
    PutRight,
    /// The officer has seen that all is in order.
    InOrder,
}

impl QueryState {
    /// What an officer can say about a query, in the order of the form.
    pub const SAID: [Self; 3] = [Self::PutRight, Self::Asked, Self::InOrder];
    /// Those that wait for somebody.
    pub const WAITING: [Self; 2] = [Self::Open, Self::Asked];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Asked => "asked",
            Self::PutRight => "put_right",
            Self::InOrder => "in_order",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Open, Self::Asked, Self::PutRight, Self::InOrder].into_iter().find(|known| known.word() == word)
    }

    /// As officers read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Asked => "Member asked",
            Self::PutRight => "Put right",
            Self::InOrder => "In order",
        }
    }

    /// Whether it still waits for somebody.
    pub fn waits(self) -> bool {
        Self::WAITING.contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_as_what_wrote_them() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::parse(outcome.word()), Some(outcome));
        }
        for state in QueryState::SAID.into_iter().chain(QueryState::WAITING) {
            assert_eq!(QueryState::parse(state.word()), Some(state));
        }
    }

    #[test]
    fn rule_2_1_whatever_does_not_match_opens_a_query() {
        let table = [
            (Outcome::Matched, false),
            (Outcome::NameDiffers, true),
            (Outcome::NotFound, true),
            (Outcome::NotRegistered, true),
        ];
        for (outcome, opens) in table {
            assert_eq!(outcome.opens_query(), opens, "{outcome:?}");
        }
    }

    #[test]
    fn a_query_waits_until_it_is_put_right_or_in_order() {
        let table = [
            (QueryState::Open, true),
            (QueryState::Asked, true),
            (QueryState::PutRight, false),
            (QueryState::InOrder, false),
        ];
        for (state, waits) in table {
            assert_eq!(state.waits(), waits, "{state:?}");
        }
    }
}
