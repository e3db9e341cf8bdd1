//! Judges a list against the booking before anything is written: who has a place already, and whether there are places enough.
//! Pure.

use std::collections::BTreeSet;

use super::name_list::ListRow;

/// The rows with those refused that the booking cannot take: `booked` are folded addresses and names with a live place on the
/// date, `free` is how many places have no name.
pub(super) fn judge(rows: Vec<ListRow>, booked: &BTreeSet<(String, String)>, free: usize) -> Vec<ListRow> {
    let mut taken = 0;
    let judged = rows.into_iter().map(|row| {
        let outcome = row.outcome.and_then(|listed| {
            if booked.contains(&(listed.email.folded(), listed.name.folded())) {
                return Err("This person already has a place on this date".to_owned());
            }
            taken += 1;
            if taken > free { Err("No place without a name is left for this person".to_owned()) } else { Ok(listed) }
        });
        ListRow { number: row.number, outcome }
    });
    judged.collect()
}

/// The folded addresses on a list, for asking who is booked.
pub(super) fn addresses(rows: &[ListRow]) -> BTreeSet<String> {
    rows.iter().filter_map(|row| row.outcome.as_ref().ok()).map(|listed| listed.email.folded()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bookings::groups::name_list::read_list;

    #[test]
    fn rows_are_taken_in_order_until_the_places_are_used_up() {
        let list = "Asha,asha@example.org\nBo,bo@example.org\nwrong\nCy,cy@example.org\nDi,di@example.org\n";
        let booked = BTreeSet::from([("bo@example.org".to_owned(), "bo".to_owned())]);
        let taken = |free: usize| -> Vec<usize> {
            let rows = judge(read_list(list.as_bytes()).unwrap(), &booked, free);
            rows.iter().filter(|row| row.outcome.is_ok()).map(|row| row.number).collect()
        };

        assert_eq!(taken(0), [0_usize; 0]);
        assert_eq!(taken(1), [1]);
        assert_eq!(taken(2), [1, 4]);
        assert_eq!(taken(3), [1, 4, 5]);
        assert_eq!(taken(10_000), [1, 4, 5]);
    }
}
