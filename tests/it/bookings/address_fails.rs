//! An attendee's address takes no mail (RMD-8): the booker is told once, officers and the attendee see it.

use entity::{outbox_message, suppressed_address};
use nairo::jobs::{NewJob, enqueue};
use nairo::kernel::Role;
use nairo::notifications::deliver::{ADDRESS_FAILED, FailedMessage, address_hash};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::shop::course;
use crate::support::{TestApp, spawn_app};

/// The letter to an address comes back, as delivery notes it.
async fn comes_back(app: &TestApp, address: &str) {
    let now = app.now();
    let letter = outbox_message::Entity::find().filter(outbox_message::Column::ToAddress.eq(address));
    let letter = letter.one(app.state.db.reader()).await.unwrap().unwrap();
    let flag = suppressed_address::ActiveModel {
        address_hash: Set(address_hash(&app.state.settings.secret_key, address)),
        reason: Set("550 no such user".to_owned()),
        created_at: Set(now),
    };
    let job = NewJob::new(ADDRESS_FAILED, &FailedMessage { outbox_message_id: letter.id }).unwrap();
    app.state
        .db
        .write_tx(async |tx| {
            suppressed_address::Entity::insert(flag).exec_without_returning(tx).await?;
            enqueue(tx, job, now).await
        })
        .await
        .unwrap();
}

#[actix_web::test]
async fn rmd_8_the_booker_is_told_once_and_officers_and_the_attendee_see_it() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma", "Ben Lee"]).await;
    let own = app.mail().to("asha.verma@example.org").link("/manage/");

    comes_back(&app, "asha.verma@example.org").await;
    app.run_jobs().await;
    let told = app.mail().only();
    let officer = app.officer(Role::EventsOfficer).await;
    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;
    let page = app.visitor().get(&own).await;

    assert_eq!(told.to, "bo@example.org");
    told.assert_says("What we send to Asha Verma at asha.verma@example.org comes back");
    desk.assert_has("Email to these people comes back, and whoever booked has been told: Asha Verma.");
    page.assert_has("Our email to you comes back");
}

#[actix_web::test]
async fn rmd_8_nobody_is_told_of_an_address_that_has_no_place() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();

    // The booker's own address fails: there is nobody else to tell.
    comes_back(&app, "bo@example.org").await;
    app.run_jobs().await;

    app.mail().assert_none();
}
