//! Hundreds of sequences against the product, from seeds that never change.

use nairo::kernel::Role;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::actions::sequence;
use super::in_database::check;
use super::on_database::Driver;
use crate::support::spawn_app;

/// Runs `count` sequences of up to `most` steps, each on an event of its own.
async fn run(count: u8, most: usize, seed: u8) {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await.id;
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for number in 0..count {
        let steps = sequence(most).new_tree(&mut runner).unwrap().current();
        let mut driver = Driver::new(&app, treasurer).await;
        for (at, step) in steps.iter().enumerate() {
            driver.step(*step).await;
            let done = format!("sequence {number}, after {:?}", &steps[..=at]);
            check(&app, driver.dates(), &driver.model, &done).await;
        }
    }
    app.assert_books_balance().await;
    app.leave_work();
    app.ignore_mail();
}

/// A step may end in any use case there is, all of them in one future: more than the two megabytes of a test's thread.
fn run_all(runs: impl IntoIterator<Item = (u8, usize, u8)> + Send + 'static) {
    let all = move || {
        actix_web::rt::System::new().block_on(async {
            for (count, most, seed) in runs {
                run(count, most, seed).await;
            }
        });
    };
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(all);
    assert!(thread.unwrap().join().is_ok(), "see above");
}

/// A hundred short sequences for each seed; each seed has a database of its own.
fn hundreds(seeds: std::ops::RangeInclusive<u8>) -> impl Iterator<Item = (u8, usize, u8)> {
    seeds.map(|seed| (100, 6, seed))
}

// Three hundred on each database every time; with --long 9,700 more, which makes the ten thousand of R5, and longer ones. Several
// tests, because they run beside one another.

#[test]
fn r5_a_first_hundred_sequences_on_the_database_end_as_the_model_says() {
    run_all([(100, 6, 1)]);
}

#[test]
fn r5_a_second_hundred_sequences_on_the_database_end_as_the_model_says() {
    run_all([(100, 6, 2)]);
}

#[test]
fn r5_a_third_hundred_sequences_on_the_database_end_as_the_model_says() {
    run_all([(100, 6, 3)]);
}

#[test]
#[ignore = "many minutes; scripts/check --long runs it"]
fn r5_the_sequences_up_to_2_500_on_the_database_end_as_the_model_says() {
    run_all(hundreds(4..=25));
}

#[test]
#[ignore = "many minutes; scripts/check --long runs it"]
fn r5_the_sequences_from_2_501_to_5_000_on_the_database_end_as_the_model_says() {
    run_all(hundreds(26..=50));
}

#[test]
#[ignore = "many minutes; scripts/check --long runs it"]
fn r5_the_sequences_from_5_001_to_7_500_on_the_database_end_as_the_model_says() {
    run_all(hundreds(51..=75));
}

#[test]
#[ignore = "many minutes; scripts/check --long runs it"]
fn r5_the_sequences_from_7_501_to_10_000_on_the_database_end_as_the_model_says() {
    run_all(hundreds(76..=100));
}

#[test]
#[ignore = "minutes; scripts/check --long runs it"]
fn r5_three_hundred_longer_sequences_on_the_database_end_as_the_model_says() {
    run_all([(100, 16, 111), (100, 16, 112), (100, 16, 113)]);
}
