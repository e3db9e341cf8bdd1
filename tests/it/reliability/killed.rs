//! The process is killed, again and again, while people book (R1).

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::rt;

use super::buyer::{Answer, Buyer, assert_kept, shop};
use super::program::{Program, terminal};

const KILLS: u64 = 20;
const BUYERS: usize = 4;

/// What the buyers saw.
#[derive(Default)]
struct Seen {
    promised: RefCell<Vec<String>>,
    odd: RefCell<Vec<Answer>>,
    is_over: Cell<bool>,
}

async fn keep_booking(buyer: Rc<Buyer>, seen: Rc<Seen>) {
    while !seen.is_over.get() {
        match buyer.book().await {
            (email, Answer::Held) => seen.promised.borrow_mut().push(email),
            (_, Answer::Nothing) => rt::time::sleep(Duration::from_millis(10)).await,
            (_, odd) => seen.odd.borrow_mut().push(odd),
        }
    }
}

#[actix_web::test]
async fn no_place_that_was_promised_is_lost_when_the_process_is_killed_twenty_times() {
    let (app, event) = shop(None).await;
    let terminal = Arc::new(terminal(&app));
    let mut program = Program::start(&terminal);
    let buyer = Rc::new(Buyer::open(&program.base_url(), &event).await);
    let seen = Rc::new(Seen::default());
    let buyers: Vec<_> = (0..BUYERS).map(|_| rt::spawn(keep_booking(Rc::clone(&buyer), Rc::clone(&seen)))).collect();

    let mut slowest = Duration::ZERO;
    for kill in 0..KILLS {
        // Somewhere else in the work each time.
        rt::time::sleep(Duration::from_millis(80 + kill * 97 % 310)).await;
        program.kill();
        program = rt::task::spawn_blocking({
            let terminal = Arc::clone(&terminal);
            move || Program::start(&terminal)
        })
        .await
        .unwrap();
        slowest = slowest.max(program.took);
    }
    rt::time::sleep(Duration::from_millis(300)).await;
    seen.is_over.set(true);
    for buyer in buyers {
        buyer.await.unwrap();
    }
    program.kill();

    let promised = seen.promised.take();
    eprintln!("{} places promised over {KILLS} kills; slowest start {slowest:?}", promised.len());
    assert!(seen.odd.borrow().is_empty(), "{:?}", seen.odd.borrow());
    assert!(promised.len() as u64 > KILLS, "only {} bookings: the kills hit nothing", promised.len());
    assert!(slowest < Duration::from_secs(10), "a start took {slowest:?}");
    assert_kept(&app, &event, &promised).await;
}
