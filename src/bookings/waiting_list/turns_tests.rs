use chrono::Duration;
use proptest::prelude::*;

use super::*;

fn at(minutes: i64) -> Instant {
    "2026-06-01T09:00:00Z".parse::<Instant>().unwrap() + Duration::minutes(minutes)
}

fn entry(id: i64, places: i32) -> Waiting {
    Waiting { id, priority: USUAL, joined_at: at(id), places, all_together: false, mode: None, was_told: false }
}

fn together(id: i64, places: i32) -> Waiting {
    Waiting { all_together: true, ..entry(id, places) }
}

fn offer(entry_id: i64, seats: i32) -> Turn {
    Turn::Offer { entry_id, seats, mode: None }
}

#[test]
fn wtl_3_the_order_is_priority_then_time_then_id() {
    let mut queue = vec![
        Waiting { joined_at: at(9), ..entry(5, 1) },
        Waiting { joined_at: at(9), ..entry(4, 1) },
        Waiting { priority: BEFORE_OTHERS, joined_at: at(30), ..entry(3, 1) },
        Waiting { priority: FIRST_OF_ALL, joined_at: at(31), ..entry(2, 1) },
        Waiting { priority: PAID_TOO_LATE, joined_at: at(40), ..entry(6, 1) },
        Waiting { joined_at: at(8), ..entry(1, 1) },
    ];
    in_order(&mut queue);
    assert_eq!(queue.iter().map(|entry| entry.id).collect::<Vec<_>>(), [6, 2, 3, 1, 4, 5]);
    assert_eq!(position_of(1, &queue), Some(4));
    assert_eq!(position_of(7, &queue), None);
}

#[test]
fn wtl_4_free_seats_go_to_the_list_in_its_order() {
    let table = [
        (0, vec![entry(1, 1)], vec![]),
        (-2, vec![entry(1, 1)], vec![]),
        (1, vec![entry(1, 1), entry(2, 1)], vec![offer(1, 1)]),
        (3, vec![entry(1, 1), entry(2, 1)], vec![offer(1, 1), offer(2, 1)]),
        (2, vec![entry(2, 2), entry(1, 1)], vec![offer(1, 1), offer(2, 1)]),
        (2, vec![], vec![]),
    ];
    for (free, waiting, expected) in table {
        assert_eq!(share_out(free, &waiting), expected, "{free} {waiting:?}");
    }
}

#[test]
fn wtl_7_all_or_none_for_three_with_two_free_is_passed_over_and_told_once() {
    let told = Turn::TellSomeFree { entry_id: 1, free: 2 };
    assert_eq!(share_out(2, &[together(1, 3), entry(2, 2)]), [told, offer(2, 2)], "the others may have the two");
    assert_eq!(share_out(2, &[together(1, 3)]), [told]);
    assert_eq!(share_out(2, &[Waiting { was_told: true, ..together(1, 3) }, entry(2, 1)]), [offer(2, 1)]);
    assert_eq!(share_out(3, &[Waiting { was_told: true, ..together(1, 3) }, entry(2, 1)]), [offer(1, 3)]);
    // Two of three seats have gone to somebody before: one was free when their turn came.
    assert_eq!(
        share_out(3, &[entry(1, 2), together(2, 2)]),
        [offer(1, 2), Turn::TellSomeFree { entry_id: 2, free: 1 }]
    );
}

#[test]
fn who_does_not_insist_is_offered_what_there_is() {
    assert_eq!(share_out(2, &[entry(1, 3), entry(2, 1)]), [offer(1, 2)]);
}

/// The world of the property test: a pool of seats, and what has been done with them.
#[derive(Debug, Default)]
struct Model {
    capacity: i32,
    booked: i32,
    waiting: Vec<Waiting>,
    /// Entry, seats.
    offers: Vec<(i64, i32)>,
    /// Entries that have ended.
    ended: Vec<i64>,
    joined: i64,
    told: Vec<i64>,
}

#[derive(Clone, Debug)]
enum Step {
    PublicBooks(i32),
    Cancels(i32),
    Joins { places: i32, all_together: bool, priority: i32 },
    Leaves(usize),
    Accepts { which: usize, places: i32 },
    OfferEnds(usize),
    Tend,
    Capacity(i32),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1..4_i32).prop_map(Step::PublicBooks),
        (1..3_i32).prop_map(Step::Cancels),
        (1..5_i32, any::<bool>(), 0..3_i32).prop_map(|(places, all_together, priority)| Step::Joins {
            places,
            all_together,
            priority
        }),
        any::<usize>().prop_map(Step::Leaves),
        (any::<usize>(), 1..4_i32).prop_map(|(which, places)| Step::Accepts { which, places }),
        any::<usize>().prop_map(Step::OfferEnds),
        Just(Step::Tend),
        Just(Step::Tend),
        (0..12_i32).prop_map(Step::Capacity),
    ]
}

impl Model {
    fn offered(&self) -> i32 {
        self.offers.iter().map(|(_, seats)| seats).sum()
    }

    fn free(&self) -> i32 {
        self.capacity - self.booked - self.offered()
    }

    fn step(&mut self, step: &Step) {
        match *step {
            // What the guarded claim says, once for the public and once for who goes past the list.
            Step::PublicBooks(places) if self.waiting.is_empty() && places <= self.free() => self.booked += places,
            Step::Cancels(places) => self.booked -= std::cmp::min(places, self.booked),
            Step::Joins { places, all_together, priority } => {
                self.joined += 1;
                let id = self.joined;
                self.waiting.push(Waiting { priority, all_together, ..entry(id, places) });
            }
            Step::Leaves(which) if !self.waiting.is_empty() => {
                let gone = self.waiting.remove(which % self.waiting.len());
                self.ended.push(gone.id);
            }
            Step::Accepts { which, places } if !self.offers.is_empty() => {
                let (entry_id, seats) = self.offers.remove(which % self.offers.len());
                self.booked += std::cmp::min(places, seats);
                self.ended.push(entry_id);
            }
            Step::OfferEnds(which) if !self.offers.is_empty() => {
                let (entry_id, _) = self.offers.remove(which % self.offers.len());
                self.ended.push(entry_id);
            }
            Step::PublicBooks(_) | Step::Leaves(_) | Step::Accepts { .. } | Step::OfferEnds(_) => {}
            Step::Tend => self.tend(),
            Step::Capacity(capacity) => self.capacity = capacity,
        }
    }

    fn tend(&mut self) {
        for turn in share_out(self.free(), &self.waiting) {
            match turn {
                Turn::Offer { entry_id, seats, .. } => {
                    let at = self.waiting.iter().position(|entry| entry.id == entry_id).unwrap();
                    let entry = self.waiting.remove(at);
                    assert!(seats > 0 && seats <= entry.places, "{entry:?} was offered {seats}");
                    assert!(!entry.all_together || seats == entry.places, "{entry:?} was offered {seats}");
                    self.offers.push((entry_id, seats));
                }
                Turn::TellSomeFree { entry_id, free } => {
                    let entry = self.waiting.iter_mut().find(|entry| entry.id == entry_id).unwrap();
                    assert!(free > 0 && free < entry.places && entry.all_together);
                    assert!(!self.told.contains(&entry_id), "{entry_id} was told twice");
                    entry.was_told = true;
                    self.told.push(entry_id);
                }
            }
        }
    }

    /// No seat is both offered and for sale, none is given out that is not there, every entry is in one state.
    fn check(&self, before: i32, step: &Step) {
        let given = self.booked + self.offered();
        assert!(given <= std::cmp::max(self.capacity, before), "{step:?}: {given} of {}", self.capacity);
        let mut ids: Vec<i64> = self.waiting.iter().map(|entry| entry.id).collect();
        ids.extend(self.offers.iter().map(|(entry_id, _)| entry_id));
        ids.extend(&self.ended);
        ids.sort_unstable();
        assert_eq!(ids, (1..=self.joined).collect::<Vec<_>>(), "every entry is in exactly one state");
        if matches!(step, Step::Tend) && self.free() > 0 {
            assert!(
                self.waiting.iter().all(|entry| entry.all_together && entry.places > self.free()),
                "a seat was left over though somebody would have it"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn no_seat_is_given_twice_and_no_entry_is_lost(steps in prop::collection::vec(any_step(), 1..30)) {
        let mut model = Model { capacity: 6, ..Model::default() };
        for step in steps {
            let before = model.booked + model.offered();
            let had_waiting = !model.waiting.is_empty();
            let booked = model.booked;
            model.step(&step);
            model.check(before, &step);
            if let (true, Step::PublicBooks(_)) = (had_waiting, &step) {
                prop_assert_eq!(model.booked, booked, "the public got a seat while somebody waited");
            }
        }
    }

    #[test]
    fn an_earlier_turn_is_never_worse_than_a_later_one(
        free in 0..10_i32, wishes in prop::collection::vec((1..5_i32, 0..3_i32), 1..10),
    ) {
        let waiting: Vec<Waiting> =
            (1..).zip(&wishes).map(|(id, (places, priority))| Waiting { priority: *priority, ..entry(id, *places) }).collect();
        let offered: Vec<i64> = share_out(free, &waiting)
            .iter()
            .filter_map(|turn| match turn {
                Turn::Offer { entry_id, .. } => Some(*entry_id),
                Turn::TellSomeFree { .. } => None,
            })
            .collect();
        let mut order = waiting.clone();
        in_order(&mut order);
        let order: Vec<i64> = order.iter().map(|entry| entry.id).collect();
        prop_assert_eq!(&order[..offered.len()], &offered[..]);
    }
}
