//! The form of the step after a course was saved: which dates are ticked, and what the officer saw of each. Pure.

use super::apply_to_dates::ChosenDate;
use crate::events::EventId;
use crate::web::Posted;

/// The name of a date's box.
pub(super) fn box_of(id: EventId) -> String {
    format!("date_{id}")
}

/// The name of the field that holds the version the officer saw.
pub(super) fn version_of(id: EventId) -> String {
    format!("version_{id}")
}

/// The name of the field that holds how many places the officer saw taken.
pub(super) fn places_of(id: EventId) -> String {
    format!("places_{id}")
}

/// The dates whose boxes are ticked. What is not a number counts as nought, and then as not what is there.
pub(super) fn read_chosen(posted: &Posted) -> Vec<ChosenDate> {
    let ticked = posted.pairs().filter(|(_, value)| *value == "yes").filter_map(|(name, _)| name.strip_prefix("date_"));
    let mut chosen: Vec<ChosenDate> = Vec::new();
    for event_id in ticked.filter_map(|id| id.parse().ok()).map(EventId) {
        if chosen.iter().any(|known| known.event_id == event_id) {
            continue;
        }
        let version = posted.get(&version_of(event_id)).parse().unwrap_or_default();
        let places = posted.get(&places_of(event_id)).parse().unwrap_or_default();
        chosen.push(ChosenDate { event_id, version, places });
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ticked_dates_are_chosen_each_once() {
        let posted = Posted::of(&[
            ("date_3", "yes"),
            ("date_3", "yes"),
            ("version_3", "2"),
            ("places_3", "5"),
            ("version_4", "1"),
            ("date_x", "yes"),
            ("date_5", "no"),
            ("date_6", "yes"),
        ]);

        let chosen = |id, version, places| ChosenDate { event_id: EventId(id), version, places };
        assert_eq!(read_chosen(&posted), [chosen(3, 2, 5), chosen(6, 0, 0)]);
    }
}
