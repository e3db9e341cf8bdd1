//! After a course was saved: which coming dates take the change too (SES-1).

use chrono::Duration;
use nairo::bookings::sale::find_sale;
use nairo::events::{EventDetails, EventId, load_event};
use nairo::kernel::{Pence, Role};

use crate::bookings::shop::{OnSale, course};
use crate::support::form::TestForm;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

const COURSE: &str = "/admin/courses/1";
const DATES: &str = "/admin/courses/1/dates";
const CHANGE: [(&str, &str); 4] = [
    ("title", "The Role of the Reviewing Officer"),
    ("standard_price", "95"),
    ("resources", "Read the *handbook*."),
    ("duration_hours", "4"),
];

/// A date that nobody has booked, and one that Asha has booked and paid.
async fn dates(app: &TestApp) -> (OnSale, OnSale) {
    let id = app.a_course().await;
    let free = app.sell(course().of(id).in_days(40)).await;
    let booked = app.sell(course().of(id)).await;
    booked.book_and_pay(app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    (free, booked)
}

/// The same, and an officer.
async fn two_dates(app: &TestApp) -> (OnSale, OnSale, Person) {
    let (free, booked) = dates(app).await;
    (free, booked, app.officer(Role::EventsOfficer).await)
}

async fn change_course(officer: &Person, fields: &[(&str, &str)]) -> Page {
    officer.submit(officer.get(COURSE).await.form(COURSE).fill_all(fields)).await
}

fn box_of(date: &OnSale) -> String {
    format!("date_{}", date.id)
}

fn is_ticked(form: &TestForm, date: &OnSale) -> bool {
    form.value(&box_of(date)) == Some("yes")
}

async fn event(app: &TestApp, date: &OnSale) -> EventDetails {
    load_event(app.state.db.reader(), EventId(date.id)).await.unwrap()
}

async fn price(app: &TestApp, date: &OnSale) -> Pence {
    find_sale(app.state.db.reader(), date.id).await.unwrap().unwrap().prices.standard
}

/// Title, what to read, price, minutes.
async fn said(app: &TestApp, date: &OnSale) -> (String, String, i64, Option<i64>) {
    let (event, price) = (event(app, date).await, price(app, date).await);
    let minutes = event.minutes();
    (event.title, event.resources, price.get(), minutes)
}

fn old() -> (String, String, i64, Option<i64>) {
    ("The Role of the IRO".to_owned(), String::new(), 9_000, Some(210))
}

fn new() -> (String, String, i64, Option<i64>) {
    let title = "The Role of the Reviewing Officer".to_owned();
    (title, "Read the *handbook*.".to_owned(), 9_500, Some(270))
}

#[actix_web::test]
async fn ses_1_only_dates_that_nobody_has_booked_are_ticked_and_saving_alone_changes_none() {
    let app = spawn_app().await;
    let (free, booked, officer) = two_dates(&app).await;

    let page = change_course(&officer, &CHANGE).await;

    assert_eq!(page.path.split('?').next(), Some(DATES));
    page.assert_status(200).assert_has("Saved. Its coming dates are as they were");
    page.assert_has("1 booking with 1 place").assert_has("Nobody has booked");
    page.assert_has("It says now: £90, members £50").assert_has("With a tick: £95, members £50");
    page.assert_has("People have booked at these prices, so they stay.");
    page.assert_has("They are told by email in ten minutes, and their calendar entries are brought up to date.");
    let form = page.form(DATES);
    assert_eq!((is_ticked(&form, &free), is_ticked(&form, &booked)), (true, false));
    assert_eq!((said(&app, &free).await, said(&app, &booked).await), (old(), old()), "nothing was applied yet");
    let applied = officer.submit(form).await;
    applied.assert_has("1 date now says what the course says.");
    assert_eq!((said(&app, &free).await, said(&app, &booked).await), (new(), old()));
    app.advance(Duration::minutes(10));
    app.run_jobs().await;
    app.mail().assert_none();
}

#[actix_web::test]
async fn ses_1_a_ticked_date_with_bookings_keeps_its_price_and_times_and_its_people_hear_of_the_title() {
    let app = spawn_app().await;
    let (free, booked, officer) = two_dates(&app).await;
    let form = change_course(&officer, &CHANGE).await.form(DATES);

    let form = form.untick(&box_of(&free)).tick(&box_of(&booked));
    officer.submit(form.clone()).await.assert_has("1 date now says what the course says.");

    let (title, resources, ..) = new();
    assert_eq!(said(&app, &booked).await, (title, resources, 9_000, Some(210)));
    assert_eq!(said(&app, &free).await, old());
    officer.submit(form).await.assert_has("The dates you ticked said so already.");
    app.advance(Duration::minutes(10));
    app.run_jobs().await;
    let mails = app.mail();
    mails.to("asha.verma@example.org").assert_says("It was called “The Role of the IRO”");
    app.ignore_mail();
    app.admin().await.get("/admin/audit").await.assert_has("applied to dates");
}

#[actix_web::test]
async fn ref_1_another_refund_policy_counts_for_new_bookings_only() {
    let app = spawn_app().await;
    let (_, booked, officer) = two_dates(&app).await;
    let kind = app.another_policy().await;
    let manage = app.page_of(&app.last_booking().await);
    let before = app.visitor().get(&format!("{manage}/cancellation")).await.main();

    let form = change_course(&officer, &[("refund_policy", "kind")]).await.form(DATES).tick(&box_of(&booked));
    officer.submit(form).await.assert_has("2 dates now say what the course says.");

    let sale = find_sale(app.state.db.reader(), booked.id).await.unwrap().unwrap();
    assert_eq!(sale.policy.id, kind);
    assert_eq!(app.visitor().get(&format!("{manage}/cancellation")).await.main(), before, "what was booked stays");
}

#[actix_web::test]
async fn ses_1_a_date_that_began_or_was_called_off_or_belongs_elsewhere_is_out_of_reach() {
    let app = spawn_app().await;
    let (free, booked) = dates(&app).await;
    let elsewhere = app.sell(course().in_days(50)).await;
    let called_off = app.sell(course().of(event(&app, &free).await.course.unwrap().id).in_days(45)).await;
    app.office_calls_off(&called_off, nairo::audit::Actor::System).await;
    app.clock.set("2026-07-01T08:30:00Z".parse().unwrap());
    app.settle().await;
    app.ignore_mail();
    let officer = app.officer(Role::EventsOfficer).await;

    let page = change_course(&officer, &CHANGE).await;

    let form = page.form(DATES);
    assert!(is_ticked(&form, &free));
    for out in [&booked, &elsewhere, &called_off] {
        assert!(form.value(&format!("version_{}", out.id)).is_none(), "date {} is not offered", out.id);
        let (name, version) = (box_of(out), event(&app, out).await.version.to_string());
        let forged = form.clone().set(&name, "yes").set(&format!("version_{}", out.id), &version);
        let answer = officer.submit(forged).await;
        answer.assert_status(409).assert_has("A date you ticked can no longer be changed from here.");
        assert_eq!((said(&app, out).await, said(&app, &free).await), (old(), old()), "all or nothing");
    }
}

#[actix_web::test]
async fn ses_1_whoever_was_faster_stops_all_of_it() {
    let app = spawn_app().await;
    let (free, booked, officer) = two_dates(&app).await;
    let form = change_course(&officer, &CHANGE).await.form(DATES).tick(&box_of(&booked));

    booked.book_and_pay(&app, &app.visitor(), &["Ben Lee"]).await;
    app.ignore_mail();
    let more = officer.submit(form).await;
    more.assert_status(409).assert_has("More or fewer people have booked it since you looked.");
    assert_eq!((said(&app, &free).await, said(&app, &booked).await), (old(), old()));
    let form = more.form(DATES);
    assert!(is_ticked(&form, &booked), "the ticks are kept");

    let edit = format!("/admin/events/{}/edit", free.id);
    officer.submit(officer.get(&edit).await.form(&edit).fill("venue", "Hall")).await.assert_has("Saved.");
    let stale = officer.submit(form).await;
    stale.assert_status(409).assert_has("Somebody else changed this date meanwhile.");
    assert_eq!(said(&app, &booked).await, old());

    change_course(&officer, &[("summary", "Another summary.")]).await;
    officer.submit(stale.form(DATES)).await.assert_status(409).assert_has("Somebody else changed this course");
    assert_eq!((said(&app, &free).await, said(&app, &booked).await), (old(), old()));
}

#[actix_web::test]
async fn ses_1_a_date_with_words_of_its_own_is_not_ticked_and_no_tick_changes_nothing() {
    let app = spawn_app().await;
    let (free, booked, officer) = two_dates(&app).await;
    let edit = format!("/admin/events/{}/edit", free.id);
    officer.submit(officer.get(&edit).await.form(&edit).fill("standard_price", "70")).await.assert_has("Saved.");

    let page = change_course(&officer, &[("standard_price", "95")]).await;
    let form = page.form(DATES);
    let none = officer.submit(form.clone()).await;

    page.assert_has("It says now: £70, members £50");
    assert!(!is_ticked(&form, &free));
    none.assert_has("No date was ticked, so they stay as they are.");
    assert_eq!((price(&app, &free).await, price(&app, &booked).await), (Pence::new(7_000), Pence::new(9_000)));
    let compared = officer.get(DATES).await;
    compared.assert_has("Title; Summary; Outline, topics and audience; Length; Prices; CPD;");
    let same = change_course(&officer, &[("overview", "An overview.")]).await;
    assert_eq!(same.path, COURSE, "nothing was changed, so there is no next step");
}
