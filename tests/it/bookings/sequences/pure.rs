//! 10,000 sequences through the pure rules.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use nairo::bookings::refund_policy::{EventDates, RefundPolicy, RefundTier};
use nairo::kernel::{Instant, Pence};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::actions::{Action, sequence};
use super::model::{Date, HERE, Model, THERE};
use super::model_list::{Wait, WaitingList};
use super::model_money::Money;

/// A morning in June.
fn date(capacity: usize, day: u32) -> Date {
    let first_day = NaiveDate::from_ymd_opt(2026, 6, day).unwrap();
    let starts_at = Some(format!("2026-06-{day}T08:30:00Z").parse().unwrap());
    Date { capacity, dates: EventDates { first_day, starts_at }, is_called_off: false }
}

fn a_model(capacity: usize, price: i64) -> Model {
    let now: Instant = "2026-06-01T09:00:00Z".parse().unwrap();
    let tiers = vec![RefundTier { days_before: 7, percent: 100 }, RefundTier { days_before: 2, percent: 50 }];
    Model {
        dates: [date(capacity, 20), date(capacity, 27)],
        price: Pence::new(price),
        policy: RefundPolicy { id: 1, name: "Two tiers".to_owned(), tiers },
        now,
        bookings: Vec::new(),
        money: Money::default(),
        list: WaitingList::default(),
        substitutions: 0,
    }
}

proptest! {
    #![proptest_config(Config { cases: 10_000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn r5_ten_thousand_sequences_keep_every_seat_and_every_penny(
        steps in sequence(24), capacity in 1_usize..8, price in prop_oneof![Just(4_869_i64), 1_i64..20_000],
    ) {
        let mut model = a_model(capacity, price);
        for step in steps {
            model.apply(step);
            model.check();
        }
    }
}

#[test]
fn the_model_meets_every_kind_of_end() {
    let mut model = a_model(4, 4_869);
    let steps = [
        Action::Book { places: 2, by_card: true },
        Action::Book { places: 3, by_card: true },
        Action::PayByCard { booking: 0 },
        Action::CancelOne { booking: 0 },
        Action::Book { places: 1, by_card: false },
        Action::TransferSome { booking: 1, pence: 100 },
        Action::Wait { hours: 200 },
        Action::Transfer { booking: 1 },
        Action::DisputeOpens { booking: 0 },
        Action::CancelAll { booking: 0 },
        Action::DisputeEnds { booking: 0, won: false },
    ];
    let done: Vec<bool> = steps
        .into_iter()
        .map(|step| {
            let done = model.apply(step);
            model.check();
            done
        })
        .collect();

    assert_eq!(done, [true, false, true, true, true, true, true, true, true, false, true], "{model:#?}");
    assert!(model.now > "2026-06-01T09:00:00Z".parse::<Instant>().unwrap() + Duration::days(8));
    assert_eq!(model.taken(HERE), 1, "the late transfer, and not the payment that was taken back");
}

#[test]
fn the_model_moves_passes_on_and_offers() {
    let mut model = a_model(2, 4_869);
    let steps = [
        Action::Book { places: 2, by_card: true },
        Action::PayByCard { booking: 0 },
        Action::Join { places: 1, all_together: false },
        Action::Book { places: 1, by_card: true },
        Action::Substitute { booking: 0 },
        Action::Move { booking: 0 },
        Action::TakeOffer { entry: 0 },
        Action::PayByCard { booking: 2 },
        Action::Move { booking: 1 },
        Action::CancelOne { booking: 1 },
        Action::LeaveList { entry: 0 },
    ];
    let done: Vec<bool> = steps
        .into_iter()
        .map(|step| {
            let done = model.apply(step);
            model.check();
            done
        })
        .collect();

    assert_eq!(done, [true, true, true, false, true, true, true, true, false, true, false], "{model:#?}");
    assert_eq!((model.taken(HERE), model.taken(THERE)), (1, 1));
    assert_eq!(model.list.entries[0].state, Wait::Taken);
    assert_eq!(model.bookings[1].places[0].name, "Stand In 1", "who was named goes over");
}

/// A word for each act that the other date, another person or the list has a part in.
fn act(action: Action) -> Option<&'static str> {
    match action {
        Action::Move { .. } => Some("move"),
        Action::Substitute { .. } => Some("substitute"),
        Action::Join { .. } => Some("join"),
        Action::TakeOffer { .. } => Some("take"),
        Action::LeaveList { .. } => Some("leave"),
        _ => None,
    }
}

#[test]
fn what_may_happen_does_happen_in_as_many_sequences_as_the_database_is_asked() {
    let mut done: BTreeMap<&str, usize> = BTreeMap::new();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[1; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for _ in 0..300 {
        let mut model = a_model(4, 4_869);
        for step in sequence(6).new_tree(&mut runner).unwrap().current() {
            if model.apply(step) {
                act(step).into_iter().for_each(|act| *done.entry(act).or_default() += 1);
            }
        }
    }

    assert_eq!(done.len(), 5, "{done:?}");
    assert!(done.values().all(|times| *times >= 3), "{done:?}");
}
