//! Where somebody practises: a nation, and in England a region. One question gives both.

/// A place as reports count it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Workplace {
    /// England, by region.
    EastMidlands,
    /// England.
    EastOfEngland,
    /// England.
    London,
    /// England.
    NorthEast,
    /// England.
    NorthWest,
    /// England.
    SouthEast,
    /// England.
    SouthWest,
    /// England.
    WestMidlands,
    /// England.
    YorkshireAndTheHumber,
    /// Wales.
    Wales,
    /// Jersey.
    Jersey,
    /// Guernsey, with Alderney and Sark.
    Guernsey,
    /// The Isle of Man.
    IsleOfMan,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
    /// Anywhere else.
    Elsewhere,
}

impl Workplace {
    /// Every place, in the order of the form.
    pub const ALL: [Self; 16] = [
        Self::EastMidlands,
        Self::EastOfEngland,
        Self::London,
        Self::NorthEast,
        Self::NorthWest,
        Self::SouthEast,
        Self::SouthWest,
        Self::WestMidlands,
        Self::YorkshireAndTheHumber,
        Self::Wales,
        Self::Jersey,
        Self::Guernsey,
        Self::IsleOfMan,
        Self::Scotland,
        Self::NorthernIreland,
        Self::Elsewhere,
    ];

    /// The short word of forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::EastMidlands => "east_midlands",
            Self::EastOfEngland => "east_of_england",
            Self::London => "london",
            Self::NorthEast => "north_east",
            Self::NorthWest => "north_west",
            Self::SouthEast => "south_east",
            Self::SouthWest => "south_west",
            Self::WestMidlands => "west_midlands",
            Self::YorkshireAndTheHumber => "yorkshire_and_the_humber",
            Self::Wales => "wales",
            Self::Jersey => "jersey",
            Self::Guernsey => "guernsey",
            Self::IsleOfMan => "isle_of_man",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern_ireland",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// The region as records and reports name it; outside England the nation's own name.
    pub const fn region(self) -> &'static str {
        match self {
            Self::EastMidlands => "East Midlands",
            Self::EastOfEngland => "East of England",
            Self::London => "London",
            Self::NorthEast => "North East",
            Self::NorthWest => "North West",
            Self::SouthEast => "South East",
            Self::SouthWest => "South West",
            Self::WestMidlands => "West Midlands",
            Self::YorkshireAndTheHumber => "Yorkshire and The Humber",
            Self::Wales => "Wales",
            Self::Jersey => "Jersey",
            Self::Guernsey => "Guernsey",
            Self::IsleOfMan => "Isle of Man",
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
            Self::Elsewhere => "Elsewhere",
        }
    }

    /// The nation as records and reports name it.
    pub const fn nation(self) -> &'static str {
        match self {
            Self::EastMidlands
            | Self::EastOfEngland
            | Self::London
            | Self::NorthEast
            | Self::NorthWest
            | Self::SouthEast
            | Self::SouthWest
            | Self::WestMidlands
            | Self::YorkshireAndTheHumber => "England",
            _ => self.region(),
        }
    }

    /// The place of a stored region.
    pub fn of_region(region: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.region() == region)
    }

    /// As the form offers it: "England: London", "Wales".
    pub fn label(self) -> String {
        match (self, self.nation()) {
            (_, "England") => format!("England: {}", self.region()),
            (Self::Elsewhere, _) => "Somewhere else".to_owned(),
            _ => self.region().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_regions_are_read_back() {
        for place in Workplace::ALL {
            assert_eq!(Workplace::parse(place.word()), Some(place));
            assert_eq!(Workplace::of_region(place.region()), Some(place));
        }
    }

    #[test]
    fn england_has_nine_regions() {
        let english = Workplace::ALL.into_iter().filter(|place| place.nation() == "England").count();

        assert_eq!(english, 9);
        assert_eq!(Workplace::Wales.nation(), "Wales");
        assert_eq!(Workplace::London.label(), "England: London");
    }
}
