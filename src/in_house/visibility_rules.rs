//! Whether a date may be hidden or shown (INH-6). Pure.

/// What is known of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateFacts {
    /// Live bookings that nobody made by the private link.
    pub outside_bookings: usize,
    /// Live bookings of any kind.
    pub bookings: usize,
    /// People waiting for a place.
    pub waiting: usize,
    /// It belongs to an accepted quote.
    pub is_of_quote: bool,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotChange {
    /// INH-6.
    #[error(
        "People from outside have booked this date, so it stays public. Give the authority a date of its own, or move those \
         bookings to another date first."
    )]
    OutsideBookings,
    /// The same, for those who wait.
    #[error("People are waiting for a place on this date, so it stays public. Give the authority a date of its own.")]
    PeopleWaiting,
    /// It was ordered.
    #[error("An authority has ordered this date for its own staff, so it stays private.")]
    OfQuote,
    /// They came by the private link.
    #[error(
        "People have registered by the private link, so it stays private. Copy the date to offer another to everybody."
    )]
    Registered,
}

/// A public date may be made private only while nobody from outside has booked it (INH-6).
pub fn may_hide(facts: DateFacts) -> Result<(), CannotChange> {
    match facts {
        DateFacts { outside_bookings: 1.., .. } => Err(CannotChange::OutsideBookings),
        DateFacts { waiting: 1.., .. } => Err(CannotChange::PeopleWaiting),
        _ => Ok(()),
    }
}

/// A private date may be shown again only while it belongs to nobody.
pub fn may_show(facts: DateFacts) -> Result<(), CannotChange> {
    match facts {
        DateFacts { is_of_quote: true, .. } => Err(CannotChange::OfQuote),
        DateFacts { bookings: 1.., .. } => Err(CannotChange::Registered),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY: DateFacts = DateFacts { outside_bookings: 0, bookings: 0, waiting: 0, is_of_quote: false };

    #[test]
    fn inh_6_only_a_date_without_outside_bookings_is_hidden() {
        let table = [
            (NOBODY, Ok(())),
            (DateFacts { bookings: 3, ..NOBODY }, Ok(())),
            (DateFacts { bookings: 3, outside_bookings: 1, ..NOBODY }, Err(CannotChange::OutsideBookings)),
            (DateFacts { waiting: 1, ..NOBODY }, Err(CannotChange::PeopleWaiting)),
            (DateFacts { is_of_quote: true, ..NOBODY }, Ok(())),
        ];
        for (facts, wanted) in table {
            assert_eq!(may_hide(facts), wanted, "{facts:?}");
        }
    }

    #[test]
    fn what_an_authority_ordered_is_not_shown() {
        assert_eq!(may_show(NOBODY), Ok(()));
        assert_eq!(may_show(DateFacts { is_of_quote: true, ..NOBODY }), Err(CannotChange::OfQuote));
        assert_eq!(may_show(DateFacts { bookings: 1, ..NOBODY }), Err(CannotChange::Registered));
    }
}
