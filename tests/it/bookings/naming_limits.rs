//! What naming people must not be used for: writing to strangers, and passing a place on letter by letter (SUB-5).

use chrono::Duration;

use super::shop::course;
use super::substitution::{booked, name};
use crate::support::spawn_app;

#[actix_web::test]
async fn changes_of_one_place_write_to_five_mailboxes_a_day_and_no_more() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = booked(&app, &event, &visitor, &["Asha Verma"]).await;

    for number in 1..=5 {
        let page = name(&visitor, &manage, 1, ("Asha Verma", &format!("stranger{number}@example.net"))).await;
        page.assert_has("has the place now");
    }
    for number in 6..=7 {
        let page = name(&visitor, &manage, 1, ("Asha Verma", &format!("stranger{number}@example.net"))).await;
        page.assert_has("changed many times today").assert_lacks("has the place now");
    }
    app.run_jobs().await;
    assert!(app.mail().all().iter().all(|mail| !mail.to.starts_with("stranger6") && !mail.to.starts_with("stranger7")));

    app.advance(Duration::days(1));
    name(&visitor, &manage, 1, ("Asha Verma", "asha@example.net")).await.assert_has("has the place now");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn sub_5_spellings_do_not_add_up_to_somebody_else() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let own_page = app.mail().to("asha.verma@example.org").link("/manage/");
    let manage = app.page_of(&app.last_booking().await);
    let details = format!("{own_page}/details");
    let spelt = |name: &'static str| (name, "asha.verma@example.org");

    name(&visitor, &manage, 1, spelt("Asha Verma Smith")).await.assert_has("The name is put right");
    let form = visitor.get(&details).await.form(&details).fill("name", "Verma Smith");
    let by_attendee = visitor.submit(form).await;
    let by_booker = name(&visitor, &manage, 1, spelt("Verma Smith")).await;

    assert!(by_attendee.assert_status(409).error_of("name").starts_with("That looks like another person"));
    by_booker.assert_has("Verma Smith has the place now");
    visitor.get(&own_page).await.assert_status(404);
    name(&visitor, &manage, 1, spelt("Verma Smyth")).await.assert_has("The name is put right");
    app.run_jobs().await;
    app.ignore_mail();
}
