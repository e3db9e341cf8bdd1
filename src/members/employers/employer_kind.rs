//! What kind of body somebody works for.

/// A kind of employer.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum EmployerKind {
    /// A county council.
    County,
    /// A unitary council in England.
    Unitary,
    /// A metropolitan borough.
    Metropolitan,
    /// A London borough.
    LondonBorough,
    /// The City of London.
    CityOfLondon,
    /// A council in Wales.
    WelshUnitary,
    /// A trust or company that runs children's services for councils.
    Trust,
    /// The government of an island.
    IslandGovernment,
    /// Advises the family courts.
    CourtService,
    /// An agency; which one is free text.
    Agency,
    /// A university or college; which one is free text.
    University,
    /// A voluntary organisation; which one is free text.
    Voluntary,
}

impl EmployerKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::County,
        Self::Unitary,
        Self::Metropolitan,
        Self::LondonBorough,
        Self::CityOfLondon,
        Self::WelshUnitary,
        Self::Trust,
        Self::IslandGovernment,
        Self::CourtService,
        Self::Agency,
        Self::University,
        Self::Voluntary,
    ];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Unitary => "unitary",
            Self::Metropolitan => "metropolitan",
            Self::LondonBorough => "london_borough",
            Self::CityOfLondon => "city_of_london",
            Self::WelshUnitary => "welsh_unitary",
            Self::Trust => "trust",
            Self::IslandGovernment => "island_government",
            Self::CourtService => "court_service",
            Self::Agency => "agency",
            Self::University => "university",
            Self::Voluntary => "voluntary",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// Runs children's services as a council.
    pub const fn is_council(self) -> bool {
        matches!(
            self,
            Self::County
                | Self::Unitary
                | Self::Metropolitan
                | Self::LondonBorough
                | Self::CityOfLondon
                | Self::WelshUnitary
        )
    }

    /// Stands for many employers, so the form asks for the name beside it.
    pub const fn asks_name(self) -> bool {
        matches!(self, Self::Agency | Self::University | Self::Voluntary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_as_what_wrote_them() {
        for kind in EmployerKind::ALL {
            assert_eq!(EmployerKind::parse(kind.word()), Some(kind));
        }
    }
}
