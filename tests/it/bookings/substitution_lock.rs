//! Until when people can be exchanged, as an officer set it, and who is told what of it (SUB-4, REF-22).

use nairo::bookings::sale::{BookingRules, set_rules};
use nairo::kernel::{Role, Unexpected};

use super::shop::{OnSale, course};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

/// Three days before 1 July ends on Sunday 28 June, London time.
async fn locked_date(app: &TestApp) -> (OnSale, Client, String) {
    let event = app.sell(course()).await;
    let id = event.id;
    let limits = BookingRules { names_lock_days: Some(3), ..BookingRules::default() };
    let set = async |tx: &nairo::db::Tx| Ok::<_, Unexpected>(set_rules(tx, id, limits).await?);
    app.state.db.write_tx(set).await.unwrap();
    let visitor = app.visitor();
    event.book_and_pay(app, &visitor, &["Asha Verma"]).await;
    app.ignore_mail();
    let manage = app.page_of(&app.last_booking().await);
    (event, visitor, manage)
}

async fn name(client: &Client, base: &str, (name, email): (&str, &str)) -> Page {
    let action = format!("{base}/places/1/attendee");
    let form = client.get(&action).await.form(&action).fill("name", name).fill("email", email);
    client.submit(form).await
}

#[actix_web::test]
async fn sub_4_the_booker_exchanges_people_until_the_end_of_the_last_day() {
    for (at, words) in [
        ("2026-06-28T22:59:59Z", "Ben Lee has the place now"),
        ("2026-06-28T23:00:00Z", "The last day to name another person for this date was Sunday 28 June 2026"),
    ] {
        let app = spawn_app().await;
        let (_, visitor, manage) = locked_date(&app).await;
        visitor.get(&manage).await.assert_has("You can name another person until the end of Sunday 28 June 2026");
        app.clock.set(at.parse().unwrap());

        name(&visitor, &manage, ("Ben Lee", "ben@example.org")).await.assert_has(words);

        app.run_jobs().await;
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn sub_4_spellings_and_officers_are_not_bound_and_the_desk_reads_who_did_what() {
    let app = spawn_app().await;
    let (_, visitor, manage) = locked_date(&app).await;
    app.clock.set("2026-06-29T09:00:00Z".parse().unwrap());
    let reference = app.last_booking().await.reference;
    let officer = app.officer(Role::EventsOfficer).await;

    let spelt = name(&visitor, &manage, ("Asha Varma", "asha.verma@example.org")).await;
    name(&visitor, &manage, ("Ben Lee", "ben@example.org")).await.assert_has("we have noted when you asked");
    let desk = format!("/admin/bookings/{reference}");
    let named = name(&officer, &desk, ("Ben Lee", "ben@example.org")).await;
    app.run_jobs().await;

    spelt.assert_has("The name is put right");
    let by = format!("Ben Lee takes the place of Asha Varma, named by {} of the office", officer.name);
    named.assert_has(&by).assert_has("corrected to “Asha Varma” by the booker");
    visitor.get(&manage).await.assert_has("named by the office").assert_lacks(&officer.name);
    let exceptions = officer.get(&format!("{desk}/exceptions")).await;
    exceptions.assert_has("To send somebody else: first asked for on Monday 29 June 2026");
    app.ignore_mail();
}

#[actix_web::test]
async fn sub_4_an_officer_sets_the_last_day_of_a_date() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let path = format!("/admin/events/{}/edit", event.id);

    let wrong = officer.submit(officer.get(&path).await.form(&path).fill("names_lock_days", "soon")).await;
    let form = officer.get(&path).await.form(&path).fill("names_lock_days", "3");
    officer
        .submit(form)
        .await
        .assert_has("Another person can be named")
        .assert_has("until the end of Sunday 28 June 2026");

    assert!(wrong.assert_status(422).error_of("names_lock_days").contains("whole number of days"));
    let again = officer.get(&path).await.form(&path).fill("names_lock_days", "");
    officer.submit(again).await.assert_lacks("Another person can be named");
}
