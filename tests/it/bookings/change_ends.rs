//! Changes that wait for their money and end without it: seats, part payments, and who waits for whom.

use chrono::Duration;
use entity::place_change;
use nairo::kernel::Role;
use nairo::payments::refunds::RefundState;
use sea_orm::EntityTrait;

use super::moving::move_to;
use super::moving_money::{dates, move_to_pay};
use crate::support::{TestApp, spawn_app};

async fn only_change(app: &TestApp) -> place_change::Model {
    place_change::Entity::find().one(app.state.db.reader()).await.unwrap().unwrap()
}

#[actix_web::test]
async fn trf_3_the_seats_of_a_move_that_waits_are_free_when_its_booking_is_cancelled() {
    for by_office in [false, true] {
        let app = spawn_app().await;
        let (from, to) = dates(&app, 12_000, 7_000).await;
        let visitor = app.visitor();
        from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
        let manage = app.page_of(&app.last_booking().await);
        let answer = move_to_pay(&app, &manage, &to).await;
        assert_eq!(app.seats_taken(&to).await, 1);

        if by_office {
            app.office_calls_off(&from, nairo::audit::Actor::System).await;
        } else {
            let action = format!("{manage}/cancellation");
            let preview = visitor.get(&action).await;
            visitor.submit(preview.form(&action)).await.assert_has("This booking is cancelled");
        }
        app.settle().await;

        assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (0, 0));
        assert_eq!(only_change(&app).await.state, "withdrawn");
        assert!(answer.status.is_redirection());
        app.assert_books_balance().await;
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn trf_3_a_move_of_another_place_goes_on_waiting() {
    let app = spawn_app().await;
    let (from, to) = dates(&app, 12_000, 7_000).await;
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma", "Ben Lee"]).await;
    let manage = app.page_of(&app.last_booking().await);
    let page = super::moving::look(&visitor, &manage, &to, "&place=2").await;
    let answer = visitor.submit_once(page.form(&format!("{manage}/move"))).await;
    let preview = visitor.get(&format!("{manage}/cancellation?place=1")).await;
    visitor.submit(preview.form(&format!("{manage}/cancellation"))).await;
    app.settle().await;

    assert_eq!(app.seats_taken(&to).await, 1);
    app.pay(&answer).await;
    app.settle().await;

    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (0, 1));
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_part_payment_of_a_change_goes_back_when_the_change_ends_and_the_payer_hears_of_it() {
    for is_refused in [false, true] {
        let app = spawn_app().await;
        let (from, to) = dates(&app, 12_000, 7_000).await;
        from.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
        let officer = app.officer(Role::EventsOfficer).await;
        let desk = format!("/admin/bookings/{}", app.last_booking().await.reference);
        move_to(&officer, &desk, &to, "").await;
        app.settle().await;
        app.ignore_mail();
        let charge = only_change(&app).await.charge_id;
        app.money_comes(charge, 1_000).await;
        assert_eq!(app.money_of(charge).await.paid.get(), 1_000);

        if is_refused {
            app.office_calls_off(&to, nairo::audit::Actor::System).await;
            app.run_jobs().await;
            app.ignore_mail();
            app.money_comes(charge, 2_000).await;
        } else {
            app.advance(Duration::days(15));
            app.run_jobs().await;
        }

        let expected = if is_refused { "£30" } else { "£10" };
        app.mail().to("bo@example.org").assert_says(expected).assert_says("is as it was before");
        let refunds = app.all_refunds().await;
        let sum: i64 = refunds.iter().map(|refund| refund.amount_pence).sum();
        assert_eq!(format!("£{}", sum / 100), expected);
        assert!(refunds.iter().all(|refund| refund.state == RefundState::Manual.word()));
        assert_eq!(app.money_of(charge).await.outstanding.get(), 0);
        assert_eq!(app.seats_taken(&to).await, 0);
        app.assert_books_balance().await;
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn money_for_a_change_waits_for_the_bookings_charge_before_it_takes_its_own() {
    let app = spawn_app().await;
    let (from, to) = dates(&app, 12_000, 7_000).await;
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let booking = app.last_booking().await;
    let answer = move_to_pay(&app, &app.page_of(&booking), &to).await;
    let (first, second) = (booking.charge_id.unwrap(), only_change(&app).await.charge_id);
    app.pay(&answer).await;

    // Somebody holds the booking's charge, and asks for the change's while the money is being taken in.
    let both = app.state.db.write_tx(async |tx| {
        nairo::payments::lock_charge(tx, first).await?;
        actix_web::rt::time::sleep(std::time::Duration::from_millis(500)).await;
        nairo::payments::lock_charge(tx, second).await
    });
    let (locked, ()) = futures_util::future::join(both, async {
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
        app.settle().await;
    })
    .await;

    locked.map_err(|error: nairo::kernel::Unexpected| error.to_string()).unwrap();
    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (0, 1));
    app.ignore_mail();
}
