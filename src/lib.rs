//! # NAIRO: membership, training and public voice for a small professional charity
//!
//! One binary: a web server (actix-web), a worker, and a database (SQLite in a file, or PostgreSQL). This page is the
//! architecture; `README.md` says how to run it.
//!
//! ```text
//!              main · cli
//!                  |
//!    routes · job_table · facts · person_registry · site · demo     the top: may see everything
//!                  |
//!   in_house -> bookings -> events      campaign      charity       product features, sideways only
//!                   \        \            |                         along the arrows
//!                    +--------+-> members +
//!                  |
//!    payments -> notifications -> jobs   audit   identity   holidays   limits   idempotency    supporting features
//!                  |
//!                 app                                               the collaborators by name: database, clock,
//!                  |                                                tokens, mailer, gateway, templates
//!                 web                                               the shell every page stands on
//!                  |
//!     db · config · entity · kernel                                 the bottom: knows nothing of the rest
//! ```
//!
//! Arrows point down. What the bottom must tell the top (money arrived) it hands up as a value, and [`facts`] passes it on
//! inside the same transaction. `tests/it/architecture` reads the source tree and fails on an arrow that points up.
//!
//! Inside a feature: `pages` and `jobs` call a use case (`verb_noun.rs`); it opens the transaction and calls `store.rs`
//! (statements that write) and pure rules (`refund_policy.rs`, `pricing.rs`); `queries.rs` reads for pages; `views.rs` is exactly
//! what a template may see.
//!
//! ## Walkthrough: book a place
//!
//! 1. `GET /events/{slug}/bookings/new`: [`routes`] names the handler and what it demands; [`bookings::new_booking`] shows the form.
//! 2. `POST /events/{slug}/bookings`: [`web::route_table`] has checked origin and token; [`bookings::forms`] turns text into the
//!    command [`bookings::book_places::BookPlaces`], or shows the form again with a sentence beside each field.
//! 3. [`bookings::book_places::book_places`] reads the clock once and opens [`db::Db::write_tx`]. Inside: the idempotency key is taken,
//!    expired holds are released, and seats are claimed in one guarded statement ([`bookings::place_claim`]); only then is the event
//!    read and the pure rules asked (window, price, terms). Booking, places, charge, payment page, job and audit entry are written;
//!    any refusal rolls all of it back.
//! 4. After the commit [`payments::open_checkout()`] asks Stripe for the page, under a key that was stored first. If Stripe does not
//!    answer, the hold stands and the booking's page offers to try again.
//! 5. Nobody pays: the job `end_hold` has Stripe close the page, then frees the seats ([`bookings::end_hold`]).
//!
//! ## Walkthrough: a webhook
//!
//! 1. `POST /webhooks/stripe`: signature and age are checked over the raw bytes, the event is stored under its unique id with a
//!    job, and answered 200. A second copy is success and changes nothing.
//! 2. The job reads the few fields it needs, fetches the object from Stripe where order matters, and in one transaction records the
//!    payment (double entry, [`payments::ledger`]) and hands a [`payments::MoneyFact`] to [`facts::hand_on`].
//! 3. [`bookings::settle_booking()`] decides what the money buys: the held booking is confirmed and its emails are queued in the same
//!    transaction; an expired one is confirmed if seats remain; otherwise all of it goes back with an apology.
//! 4. If every webhook is lost, `reconcile_payments` asks Stripe every five minutes and reaches the same end.
//!
//! ## Walkthrough: a membership
//!
//! 1. `/join` asks one question a page ([`members::join`]); the answers are a draft of an application ([`members::applications`]).
//!    The address was proved by a mailed code before, so whoever applies is always a person who is signed in.
//! 2. An officer decides, two where the type asks; or the type needs no decision. Either way an *order* is opened
//!    ([`members::membership`]): the price is fixed and a charge raised. One open order a person: two tabs meet one charge.
//! 3. Money arrives as in the walkthrough before. [`facts`] hands it to `settle_order`, which makes the *term*, gives the number
//!    with the first one, and queues the letter, in the transaction of the payment. No term exists before its money.
//! 4. Where somebody stands on a day is one pure function of terms, dated facts and the open order
//!    ([`members::membership::standing_on`]); nothing stores it. Lists of thousands ask the same as SQL, and a test compares them.
//! 5. Reminders, grace and lapse follow from dates: the daily job only writes mail, each letter once.

pub mod app;
pub mod audit;
pub mod bookings;
pub mod campaign;
pub mod charity;
pub mod cli;
pub mod config;
pub mod db;
pub mod demo;
pub mod events;
pub mod facts;
pub mod holidays;
pub mod idempotency;
pub mod identity;
pub mod in_house;
pub mod job_table;
pub mod jobs;
pub mod kernel;
pub mod limits;
pub mod members;
pub mod notifications;
pub mod payments;
pub mod person_registry;
pub mod person_rows;
pub mod routes;
pub mod server;
pub mod site;
pub mod stripe_sandbox;
pub mod web;
