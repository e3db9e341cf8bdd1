//! Numbers go out in lists, results come back, are shown, and are written when confirmed.

use chrono::Duration;
use entity::{audit_entry, registration_list_item};
use nairo::members::practice::Regulator;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{HEADINGS, HERE, check, give_number, outcomes, page_of, prepare, reference, registered, upload};
use crate::members::imports::{form, officer};
use crate::support::TestApp;
use crate::support::app::spawn_app;

async fn entries(app: &TestApp, action: &str) -> u64 {
    let found = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq(action));
    found.count(app.state.db.reader()).await.unwrap()
}

#[actix_web::test]
async fn a_list_goes_out_and_its_results_are_written_when_an_officer_confirms() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let asha = registered(&app, "Asha Verma", "SW10").await;
    let ben = registered(&app, "Ben Quayle", "SW20").await;
    let cara = registered(&app, "Cara Lund", "SW30").await;
    let dora = registered(&app, "Dora Finch", "SW40").await;

    officer.get(HERE).await.assert_has("4 people are due a check");
    let list = prepare(&officer).await;
    let file = officer.submit_once(form(&list, "/downloads")).await;
    assert_eq!(file.html, "SW10\r\nSW20\r\nSW30\r\nSW40\r\n");
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"registration-numbers-"));

    let rows = "\u{feff}Registration No.;Full name;Registration status;Registered until\r\n\
        SW10;VERMA, Asha;Registered;30/11/2026\r\n\
        SW20;Ben Holroyd;Registered;30/11/2026\r\n\
        SW30;Cara Lund;Lapsed;30/11/2025\r\n";
    let shown = upload(&officer, &list, rows.as_bytes()).await;
    shown.assert_has("4 checks are ready to be written").assert_has("Nothing has been written yet");
    for words in ["Registered", "Another name", "Not registered", "Not found", "Ben Holroyd", "30 November 2026"] {
        shown.assert_has(words);
    }
    assert!(outcomes(&app, &asha).await.is_empty() && outcomes(&app, &ben).await.is_empty());

    let after = officer.submit(form(&shown, "/confirmation")).await;

    after.assert_has("Registrations are checked: 4 of them. 3 do not match and wait below as queries.");
    after.assert_has("Everybody has been checked this year");
    let table = [(&asha, "matched"), (&ben, "name_differs"), (&cara, "not_registered"), (&dora, "not_found")];
    for (person, outcome) in table {
        assert_eq!(outcomes(&app, person).await, [outcome], "{}", person.name);
        let page = officer.get(&format!("/admin/members/{}", reference(&app, person.id).await)).await;
        page.assert_has("Member until");
        if outcome == "matched" {
            page.assert_has("Registered until 30 November 2026, checked on 1 June 2026").assert_lacks("A query about");
        } else {
            page.assert_has("A query about the registration waits");
        }
    }
    let left = registration_list_item::Entity::find().count(app.state.db.reader()).await.unwrap();
    assert_eq!(left, 0, "a closed list keeps nobody");
    for (action, count) in [
        ("registration.list_prepared", 1),
        ("registration.list_downloaded", 1),
        ("registration.results_uploaded", 1),
        ("registration.results_confirmed", 1),
        ("registration.query_opened", 3),
    ] {
        assert_eq!(entries(&app, action).await, count, "{action}");
    }
    app.ignore_mail();
}

#[actix_web::test]
async fn half_rows_are_reported_by_their_row_and_judge_nobody() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let asha = registered(&app, "Asha Verma", "SW10").await;
    let ben = registered(&app, "Ben Quayle", "SW20").await;
    let list = prepare(&officer).await;

    let rows = format!("{HEADINGS}\r\nSW10,Asha\r\nSW20,Ben Quayle,Registered,\r\nSW99,Who,Registered,\r\nwho,,,\r\n");
    let shown = upload(&officer, &list, rows.as_bytes()).await;
    shown.assert_has("Row 2: This row is cut short").assert_has("Row 4: This number is not on the list");
    shown.assert_has("Row 5: This is no number of Social Work England").assert_has("Row not readable");
    officer.submit(form(&shown, "/confirmation")).await.assert_has("1 registration is checked. All match.");

    assert!(outcomes(&app, &asha).await.is_empty());
    assert_eq!(outcomes(&app, &ben).await, ["matched"]);
    officer.get(HERE).await.assert_has("1 person is due a check");
}

#[actix_web::test]
async fn a_file_that_says_nothing_of_this_list_is_refused() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    registered(&app, "Asha Verma", "SW10").await;
    let list = prepare(&officer).await;

    let table: [(&[u8], &str); 5] = [
        (b"", "Choose a file"),
        (b"Registration number,Name,Status\r\nSW11,Asha Verma,Registered\r\n", "None of this list"),
        (b"Name,Status\r\nAsha Verma,Registered\r\n", "No column is headed Registration number"),
        (b"Registration number,Name\r\nSW10,Asha Verma\r\n", "No column is headed Status"),
        (b"PK\x03\x04nothing", "not a CSV"),
    ];
    for (content, words) in table {
        upload(&officer, &list, content).await.assert_status(422).assert_has(words);
    }
    officer.get(&list.path).await.assert_lacks("ready to be written");
}

#[actix_web::test]
async fn what_an_officer_confirms_is_what_was_shown() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let asha = registered(&app, "Asha Verma", "SW10").await;
    let ben = registered(&app, "Ben Quayle", "SW20").await;
    let list = prepare(&officer).await;
    let good = format!("{HEADINGS}\r\nSW10,Asha Verma,Registered,\r\nSW20,Ben Quayle,Registered,\r\n");
    let first = upload(&officer, &list, good.as_bytes()).await;
    let bad = format!("{HEADINGS}\r\nSW10,Asha Verma,Removed,\r\n");
    let second = upload(&officer, &list, bad.as_bytes()).await;

    officer.submit(form(&first, "/confirmation")).await.assert_has("The list has moved on");
    assert!(outcomes(&app, &asha).await.is_empty());
    // Ben corrects his number after the results came: the old one says nothing about him.
    give_number(&app, &ben, Regulator::SocialWorkEngland, "SW21").await;
    officer.get(&list.path).await.assert_has("Number changed since").assert_has("1 check is ready");
    officer.submit(form(&second, "/confirmation")).await;
    assert_eq!(outcomes(&app, &asha).await, ["not_registered"]);
    assert!(outcomes(&app, &ben).await.is_empty());
    officer.submit(form(&second, "/confirmation")).await.assert_has("The list has moved on");
    assert_eq!(outcomes(&app, &asha).await.len(), 1, "a second click writes nothing");
}

#[actix_web::test]
async fn a_list_that_nobody_answers_is_dropped_after_thirty_days() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    registered(&app, "Asha Verma", "SW10").await;
    let list = prepare(&officer).await;

    app.advance(Duration::days(30) + Duration::hours(25));
    app.run_jobs().await;
    app.sign_in(&officer).await;

    officer.get(&list.path).await.assert_has("Dropped").assert_lacks("Asha Verma");
    officer.get(HERE).await.assert_has("Prepare lists of 1 number");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn an_officer_drops_a_list_and_whoever_was_on_it_is_still_due() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let asha = registered(&app, "Asha Verma", "SW10").await;
    let list = prepare(&officer).await;
    officer.get(HERE).await.assert_lacks("Prepare lists of");

    officer.submit(form(&list, "/removal")).await.assert_has("The list is dropped");

    let again = prepare(&officer).await;
    check(&officer, &again, &["SW10,Asha Verma,Registered,30/11/2026"]).await;
    assert_eq!(outcomes(&app, &asha).await, ["matched"]);
    page_of(&app, &officer, &asha).await.assert_has("Done for the year to 30 November 2026");
}
