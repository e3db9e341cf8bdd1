//! Asking for missing names (GRP-3): ten days before, then every three, until all are named; late names reach the office.

use chrono::Duration;
use nairo::bookings::groups::{chase_names, run_chase_names};

use super::{group, names_form};
use crate::bookings::shop::course;
use crate::support::{TestApp, spawn_app};

/// Asks whoever is due and gives the subjects that went to the booker.
async fn chase(app: &TestApp) -> Vec<String> {
    chase_names(&app.state).await.unwrap();
    app.settle().await;
    app.mail().all().into_iter().filter(|mail| mail.to == "bo@example.org").map(|mail| mail.subject.clone()).collect()
}

#[actix_web::test]
async fn grp_3_the_booker_is_asked_ten_days_before_and_every_three_until_all_are_named() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &["Asha Verma"], 2).await;
    app.ignore_mail();
    // Ten in the morning of 1 June; the event is on 1 July, so the first question is due at nine on 21 June.
    app.advance(Duration::days(20) - Duration::hours(1) - Duration::minutes(30));
    assert!(chase(&app).await.is_empty(), "half an hour early");

    app.advance(Duration::minutes(31));
    assert_eq!(chase(&app).await, ["2 names are still missing: The Role of the IRO"]);
    assert!(chase(&app).await.is_empty(), "once");
    app.advance(Duration::days(2));
    assert!(chase(&app).await.is_empty(), "not after two days");

    let form = names_form(&visitor, &manage).await.fill("name_2", "Bo Ng").fill("email_2", "bo.ng@example.org");
    visitor.submit(form.fill("email_3", "di@example.org")).await;
    app.advance(Duration::days(1));
    chase_names(&app.state).await.unwrap();
    app.settle().await;
    let mails = app.mail();
    mails
        .to("bo@example.org")
        .assert_says("One place of your booking")
        .assert_says("di@example.org")
        .assert_says("by the end of Monday 29 June 2026");

    let form = names_form(&visitor, &manage).await.fill("name_3", "Di Eve").fill("email_3", "di@example.org");
    visitor.submit(form).await;
    app.advance(Duration::days(3));
    assert!(chase(&app).await.is_empty(), "all are named");
}

#[actix_web::test]
async fn grp_3_nobody_is_asked_for_a_booking_that_is_not_paid_or_a_date_called_off() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form = super::filled(&event, &visitor, &[], 2).await;
    visitor.submit_once(form.press("pay", "bank")).await.assert_status(303);
    let gone = app.sell(course()).await;
    let manage = group(&app, &gone, &visitor, &[], 1).await;
    let preview = visitor.get(&format!("{manage}/cancellation")).await;
    visitor.submit(preview.form(&format!("{manage}/cancellation"))).await;
    app.settle().await;
    app.ignore_mail();

    app.advance(Duration::days(25));

    assert_eq!(chase_names(&app.state).await.unwrap(), 0);
    app.leave_work();
}

#[actix_web::test]
async fn grp_3_after_the_last_day_the_booker_still_names_people_and_the_office_is_told() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &[], 2).await;
    // The midnight that ends Monday 29 June, two working days before Wednesday 1 July.
    app.advance(Duration::days(28) + Duration::hours(13) + Duration::minutes(59));
    app.settle().await;
    app.ignore_mail();
    let form = names_form(&visitor, &manage).await.fill("name_1", "Asha Verma").fill("email_1", "asha@example.org");
    visitor.submit(form).await;
    app.settle().await;
    assert_eq!(
        app.mail().all().iter().map(|mail| mail.to.clone()).collect::<Vec<_>>(),
        ["asha@example.org"],
        "in time"
    );

    app.advance(Duration::minutes(1));
    let page = visitor.get(&format!("{manage}/names")).await;
    page.assert_has("Names were due by the end of Monday 29 June 2026");
    let form = page.form(&format!("{manage}/names")).fill("name_2", "Bo Ng").fill("email_2", "bo.ng@example.org");
    visitor.submit(form).await.assert_has("1 name saved");
    app.settle().await;

    let mails = app.mail();
    let to: Vec<String> = mails.all().into_iter().map(|mail| mail.to.clone()).collect();
    assert_eq!(to.len(), 2, "the person and the office: {to:?}");
    assert!(to.contains(&"bo.ng@example.org".to_owned()));
    app.advance(Duration::days(2));
    visitor.get(&format!("{manage}/names")).await.assert_has("The event has started");
    app.leave_work();
}

#[actix_web::test]
async fn where_a_link_went_is_forgotten_once_its_place_is_gone() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &[], 2).await;
    let form = names_form(&visitor, &manage).await.fill("email_1", "di@example.org").fill("email_2", "ed@example.org");
    visitor.submit(form).await;
    app.settle().await;
    let preview = visitor.get(&format!("{manage}/cancellation?place=1")).await;
    visitor.submit(preview.form(&format!("{manage}/cancellation"))).await;
    app.settle().await;

    run_chase_names(&app.state).await.unwrap();
    assert_eq!(sent_to(&app).await, ["", "ed@example.org"]);
    app.advance(Duration::days(61));
    app.settle().await;
    run_chase_names(&app.state).await.unwrap();
    assert_eq!(sent_to(&app).await, ["", ""]);
    app.ignore_mail();
    app.leave_work();
}

async fn sent_to(app: &TestApp) -> Vec<String> {
    use entity::place_invitation::{Column, Entity};
    use sea_orm::{EntityTrait, QueryOrder};
    let rows = Entity::find().order_by_asc(Column::PlaceId).all(app.state.db.reader()).await.unwrap();
    rows.into_iter().map(|row| row.sent_to).collect()
}
