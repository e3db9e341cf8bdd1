//! What became of the offers of a waiting list, in figures (REP-4). Pure.

/// How many offers there were, by their end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfferFigures {
    /// Not answered yet.
    pub open: i64,
    /// Booked.
    pub taken: i64,
    /// Given up by the person.
    pub declined: i64,
    /// Not answered in time.
    pub expired: i64,
    /// Ended with the list, or because the person left it or had a place.
    pub withdrawn: i64,
}

impl OfferFigures {
    /// Counts so many offers in a stored state.
    pub fn add(&mut self, state: &str, offers: i64) {
        let count = match state {
            "open" => &mut self.open,
            "taken" => &mut self.taken,
            "declined" => &mut self.declined,
            "expired" => &mut self.expired,
            _ => &mut self.withdrawn,
        };
        *count += offers;
    }

    /// Every offer that was made.
    pub fn made(self) -> i64 {
        self.open + self.taken + self.declined + self.expired + self.withdrawn
    }

    /// Of those that somebody could answer, how many in a hundred were taken, to the nearest whole one; none while nobody has.
    pub fn taken_percent(self) -> Option<i64> {
        let answered = self.taken + self.declined + self.expired;
        (answered > 0).then(|| (self.taken * 200 + answered) / (answered * 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rep_4_the_taken_rate_counts_answers_and_silence_and_nothing_else() {
        let table = [
            ((0, 0, 0, 0, 0), None),
            ((3, 0, 0, 0, 2), None),
            ((0, 1, 0, 0, 0), Some(100)),
            ((5, 1, 1, 1, 9), Some(33)),
            ((0, 2, 1, 0, 0), Some(67)),
            ((0, 1, 0, 7, 0), Some(13)),
            ((0, 0, 1, 1, 0), Some(0)),
        ];
        for ((open, taken, declined, expired, withdrawn), percent) in table {
            let figures = OfferFigures { open, taken, declined, expired, withdrawn };
            assert_eq!(figures.taken_percent(), percent, "{figures:?}");
            assert_eq!(figures.made(), open + taken + declined + expired + withdrawn);
        }
    }

    #[test]
    fn every_stored_state_is_counted_once() {
        let mut figures = OfferFigures::default();
        for state in ["open", "taken", "declined", "expired", "withdrawn"] {
            figures.add(state, 1);
            figures.add(state, 2);
        }
        assert_eq!(figures, OfferFigures { open: 3, taken: 3, declined: 3, expired: 3, withdrawn: 3 });
    }
}
