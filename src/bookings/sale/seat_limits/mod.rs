//! More limits than the room (HLD-10): sets of materials, desks at a venue. Every place uses one of each, so what is left of a limit
//! is its number less the places taken, and the smallest number has the smallest remainder. The row of the pool holds that smallest
//! number: a claim stays one guarded statement, and a place given back is free in every limit at once (HLD-9).

pub mod queries;
pub mod store;

/// A limit besides the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatLimit {
    /// What there is only so much of: "Course materials".
    pub name: String,
    /// For so many places.
    pub places: i32,
}

/// How many places there are: the smallest of the room and every other limit wins.
pub fn smallest(room: i32, limits: &[SeatLimit]) -> i32 {
    limits.iter().map(|limit| limit.places).fold(room, std::cmp::min)
}

/// What decides, for officers: "Course materials are for 15, so 15 of 20 places can be booked." Empty where the room does.
pub fn limit_words(room: i32, limits: &[SeatLimit]) -> String {
    let least = limits.iter().min_by_key(|limit| limit.places).filter(|limit| limit.places < room);
    least.map_or_else(String::new, |limit| {
        format!("{}: for {}. So {} of {room} places can be booked.", limit.name, limit.places, limit.places)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(of: &[(&str, i32)]) -> Vec<SeatLimit> {
        of.iter().map(|(name, places)| SeatLimit { name: (*name).to_owned(), places: *places }).collect()
    }

    #[test]
    fn hld_10_the_smallest_limit_wins() {
        type Row<'a> = (i32, &'a [(&'a str, i32)], i32);
        let (materials, desks) = (("Course materials", 15), ("Desks", 18));
        let table: [Row<'_>; 6] = [
            (20, &[], 20),
            (20, &[materials], 15),
            (20, &[desks, materials], 15),
            (12, &[desks, materials], 12),
            (15, &[materials], 15),
            (20, &[("Course materials", 0)], 0),
        ];
        for (room, others, expected) in table {
            assert_eq!(smallest(room, &limits(others)), expected, "{room} {others:?}");
        }
    }

    #[test]
    fn hld_10_what_is_left_of_the_smallest_limit_is_the_least_that_is_left_of_any() {
        for taken in 0..=20 {
            for room in 0..=20 {
                for other in 0..=20 {
                    let least_left = std::cmp::min(room - taken, other - taken);
                    assert_eq!(smallest(room, &limits(&[("Desks", other)])) - taken, least_left);
                }
            }
        }
    }

    #[test]
    fn officers_read_which_limit_decides() {
        let words = limit_words(20, &limits(&[("Desks", 18), ("Course materials", 15)]));
        assert_eq!(words, "Course materials: for 15. So 15 of 20 places can be booked.");
        assert_eq!(limit_words(15, &limits(&[("Course materials", 15)])), "");
        assert_eq!(limit_words(20, &[]), "");
    }
}
