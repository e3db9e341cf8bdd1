//! What is left of two pools beside a third that counts all; and a model of booking, cancelling and switching by chance.

use proptest::prelude::*;

use super::*;

fn pool(capacity: i32, taken: i32, waiting: i32) -> ModePool {
    ModePool { id: 1, capacity, taken, waiting }
}

#[test]
fn hld_10_the_smallest_remainder_wins_for_each_kind() {
    // Room 20, online 80, materials for 60: the example of the rule.
    let pools = ModePools { room: pool(20, 18, 0), online: pool(80, 30, 0) };
    let table = [(60 - 48, (2, 12), false), (1, (1, 1), false), (0, (0, 0), true), (-3, (0, 0), true)];
    for (of_date, (room, online), is_full) in table {
        assert_eq!(pools.left(PlaceMode::Room, of_date), room, "{of_date}");
        assert_eq!(pools.left(PlaceMode::Online, of_date), online, "{of_date}");
        assert_eq!(pools.is_full(of_date), is_full, "{of_date}");
    }
}

#[test]
fn d5_who_waits_for_one_kind_keeps_the_public_from_that_kind_only() {
    let pools = ModePools { room: pool(5, 4, 1), online: pool(5, 4, 0) };

    assert_eq!((pools.left(PlaceMode::Room, 2), pools.free(PlaceMode::Room, 2)), (0, 1));
    assert_eq!(pools.left(PlaceMode::Online, 2), 1);
    assert!(!pools.room.takes_a_switch() && pools.online.takes_a_switch());
    let one_of_each = Seats { places: 2, room: 1, online: 1 };
    assert_eq!(pools.short_of(one_of_each, false), Some(PlaceMode::Room));
    assert_eq!(pools.short_of(one_of_each, true), None);
    assert_eq!(pools.short_of(Seats { places: 3, room: 1, online: 2 }, true), Some(PlaceMode::Online));
}

#[test]
fn hld_8_a_number_lowered_below_what_is_taken_leaves_nothing_and_never_less() {
    let pools = ModePools { room: pool(2, 4, 0), online: pool(0, 0, 0) };

    assert_eq!((pools.room.free(), pools.online.free()), (0, 0));
    assert!(!pools.room.takes_a_switch());
}

#[derive(Clone, Debug)]
enum Step {
    Book { room: i32, online: i32 },
    Cancel(PlaceMode),
    Switch(PlaceMode),
    Numbers { room: i32, online: i32 },
}

fn any_mode() -> impl Strategy<Value = PlaceMode> {
    prop_oneof![Just(PlaceMode::Room), Just(PlaceMode::Online)]
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..4_i32, 0..4_i32).prop_map(|(room, online)| Step::Book { room, online }),
        any_mode().prop_map(Step::Cancel),
        any_mode().prop_map(Step::Switch),
        (0..8_i32, 0..8_i32).prop_map(|(room, online)| Step::Numbers { room, online }),
    ]
}

/// What the guarded statements do, by the rules alone.
#[derive(Debug)]
struct World {
    pools: ModePools,
    taken: i32,
    limit: i32,
}

impl World {
    fn of_date(&self) -> i32 {
        std::cmp::min(self.pools.room.capacity + self.pools.online.capacity, self.limit) - self.taken
    }

    fn pool(&mut self, mode: PlaceMode) -> &mut ModePool {
        match mode {
            PlaceMode::Room => &mut self.pools.room,
            PlaceMode::Online => &mut self.pools.online,
        }
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Book { room, online } => {
                let wanted = Seats { places: room + online, room, online };
                if wanted.places <= self.of_date() && self.pools.short_of(wanted, false).is_none() {
                    self.taken += wanted.places;
                    self.pools.room.taken += room;
                    self.pools.online.taken += online;
                }
            }
            Step::Cancel(mode) if self.pools.pool(mode).taken > 0 => {
                self.pool(mode).taken -= 1;
                self.taken -= 1;
            }
            Step::Switch(to) if self.pools.pool(to.other()).taken > 0 && self.pools.pool(to).takes_a_switch() => {
                self.pool(to).taken += 1;
                self.pool(to.other()).taken -= 1;
            }
            Step::Cancel(_) | Step::Switch(_) => {}
            Step::Numbers { room, online } => {
                self.pools.room.capacity = room;
                self.pools.online.capacity = online;
            }
        }
    }
}

proptest! {
    #[test]
    fn nothing_ever_goes_beyond_a_number_and_the_two_always_make_the_whole(
        limit in 0..12_i32,
        steps in proptest::collection::vec(any_step(), 0..60),
    ) {
        let mut world = World { pools: ModePools { room: pool(3, 0, 0), online: pool(4, 0, 0) }, taken: 0, limit };
        for step in &steps {
            let before = (world.taken, world.pools);
            world.step(step);
            prop_assert_eq!(world.taken, world.pools.room.taken + world.pools.online.taken, "{:?}", step);
            for mode in PlaceMode::ALL {
                let (was, is) = (before.1.pool(mode).taken, *world.pools.pool(mode));
                prop_assert!(is.taken >= 0);
                prop_assert!(is.taken <= std::cmp::max(is.capacity, was), "{:?}: {:?}", step, world);
            }
            if matches!(step, Step::Book { .. }) && world.taken > before.0 {
                prop_assert!(world.of_date() >= 0, "{:?}", world);
            }
            if matches!(step, Step::Switch(_)) {
                prop_assert_eq!(world.taken, before.0, "a switch takes no more of the date");
            }
        }
    }
}
