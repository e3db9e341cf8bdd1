//! Somebody who books, over plain HTTP, and takes no answer for an answer.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use entity::{booking, charge, charge_line, place};
use nairo::kernel::{Clock, SystemClock};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, Statement};

use crate::bookings::shop::{OnSale, course};
use crate::support::TestApp;
use crate::support::app::{Wishes, spawn_app_with};
use crate::support::client::Client;

/// What became of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// "Your places are held": what was promised must be kept.
    Held,
    /// Something else was said: status and page.
    Said(u16, String),
    /// Nothing was said: the place may be held or not.
    Nothing,
}

/// A booking form that was opened once, to be sent again and again for other people.
pub struct Buyer {
    http: reqwest::Client,
    url: String,
    cookie: String,
    fields: Vec<(String, String)>,
}

/// A product by the real clock that sells one event with room for everybody.
pub async fn shop(database_url: Option<String>) -> (TestApp, OnSale) {
    let app = spawn_app_with(Wishes { starts_at: SystemClock.now(), database_url, ..Wishes::default() }).await;
    let event = app.sell(course().in_days(60).with_capacity(1_000_000)).await;
    app.leave_work();
    (app, event)
}

static NEXT: AtomicU64 = AtomicU64::new(1);

impl Buyer {
    /// Opens the form, to pay by bank transfer.
    pub async fn open(base_url: &str, event: &OnSale) -> Self {
        Self::open_to_pay(base_url, event, "bank").await
    }

    /// Opens the form, to pay by "bank" or by "card".
    pub async fn open_to_pay(base_url: &str, event: &OnSale, by: &str) -> Self {
        let visitor = Client::new("a buyer", base_url);
        let page = visitor.get(&event.form_path()).await;
        let form = page.assert_status(200).form(&event.bookings_path());
        let form = form.choose("payer", "organisation").fill("organisation", "Sampleton Council").press("pay", by);
        let cookie = page.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
        let http = http.timeout(Duration::from_secs(30)).build().unwrap();
        Self { http, url: format!("{base_url}{}", event.bookings_path()), cookie, fields: form.pairs() }
    }

    /// Books a place for somebody new. Gives their address and what was said.
    pub async fn book(&self) -> (String, Answer) {
        self.book_for(NEXT.fetch_add(1, Ordering::Relaxed)).await
    }

    /// The same for somebody who presses again, with the same form and so the same key, for as long as the page says that the site
    /// is too busy (503).
    pub async fn book_until_answered(&self) -> Answer {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        for _ in 0..20 {
            let (_, answer) = self.book_for(number).await;
            if !matches!(answer, Answer::Said(503, _)) {
                return answer;
            }
            eprintln!("buyer {number} was told to try again in a minute");
        }
        panic!("buyer {number} was told twenty times that the site is busy")
    }

    async fn book_for(&self, number: u64) -> (String, Answer) {
        let email = format!("buyer{number}@example.org");
        let typed = |name: &str| match name {
            "idempotency_key" => Some(format!("try-{number}")),
            "attendee_name_1" | "booker_name" => Some(format!("Buyer Number{number}")),
            "attendee_email_1" | "booker_email" => Some(email.clone()),
            _ => None,
        };
        let fields: Vec<(String, String)> = self
            .fields
            .iter()
            .map(|(name, value)| (name.clone(), typed(name).unwrap_or_else(|| value.clone())))
            .collect();
        let request = self.http.post(&self.url).header("cookie", &self.cookie).header("sec-fetch-site", "same-origin");
        let from = format!("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255);
        let answer = match request.header("x-forwarded-for", from).form(&fields).send().await {
            Err(_) => Answer::Nothing,
            Ok(response) => {
                let to = response.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
                let (status, is_held) = (response.status().as_u16(), to.starts_with("/manage/"));
                if status == 303 && is_held {
                    Answer::Held
                } else {
                    response.text().await.map_or(Answer::Nothing, |page| Answer::Said(status, page))
                }
            }
        };
        (email, answer)
    }
}

/// Every address in `promised` has one live place, nothing is half written, and the database finds nothing wrong with itself.
pub async fn assert_kept(app: &TestApp, event: &OnSale, promised: &[String]) {
    let db = app.state.db.reader();
    let places = place::Entity::find().all(db).await.unwrap();
    for email in promised {
        let mine = places.iter().filter(|place| place.attendee_email == *email && place.state == "held").count();
        assert_eq!(mine, 1, "{email} was promised a place");
    }
    let count = places.len() as u64;
    assert_eq!(u64::try_from(app.seats_taken(event).await).unwrap(), count, "seats taken, and places there are");
    assert_eq!(booking::Entity::find().count(db).await.unwrap(), count);
    assert_eq!(charge::Entity::find().count(db).await.unwrap(), count);
    assert_eq!(charge_line::Entity::find().count(db).await.unwrap(), count);
    for half in [
        "SELECT id FROM booking WHERE charge_id IS NULL",
        "SELECT id FROM place WHERE charge_line_id IS NULL",
        "SELECT transaction_id FROM ledger_posting GROUP BY transaction_id HAVING SUM(amount_pence) <> 0",
        "SELECT id FROM booking WHERE NOT EXISTS (SELECT 1 FROM outbox_message \
         WHERE dedupe_key = 'bank-transfer-awaited:' || booking.id)",
        "SELECT id FROM booking WHERE NOT EXISTS (SELECT 1 FROM job WHERE dedupe_key = 'end_hold:' || booking.id)",
    ] {
        assert!(rows(app, half).await.is_empty(), "half written: {half}");
    }
    if app.state.db.backend() == DbBackend::Sqlite {
        let verdict = rows(app, "PRAGMA integrity_check").await;
        assert_eq!(verdict[0].try_get_by_index::<String>(0).unwrap(), "ok");
        assert!(rows(app, "PRAGMA foreign_key_check").await.is_empty());
    }
}

async fn rows(app: &TestApp, sql: &str) -> Vec<sea_orm::QueryResult> {
    let statement = Statement::from_string(app.state.db.backend(), sql);
    app.state.db.reader().query_all_raw(statement).await.unwrap()
}
