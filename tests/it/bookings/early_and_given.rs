//! Early prices, codes that take everything off, places given away, and the officers' desk for codes (ELG-4, ELG-11, AC-16).

use chrono::Duration;
use nairo::bookings::discounts::offers::{EarlyBird, Reduction};
use nairo::bookings::sale::set_early_bird;
use nairo::kernel::{Pence, Role, Unexpected};

use super::discounts::{SORRY, applied, code, paid_by_council, pay_with_code};
use super::shop::{OnSale, course};
use crate::support::{TestApp, spawn_app};

impl TestApp {
    pub async fn early_price(&self, event: &OnSale, pence: i64, most_places: Option<i32>) {
        let now = self.now();
        let early =
            EarlyBird { price: Pence::new(pence), ends_at: now + Duration::days(1), most_places, created_at: now };
        let id = event.id;
        let set = self.state.db.write_tx(async |tx| {
            set_early_bird(tx, id, Some(early)).await?;
            Ok::<_, Unexpected>(())
        });
        set.await.unwrap();
    }
}

#[actix_web::test]
async fn elg_11_the_early_price_ends_with_its_number_and_what_changed_is_said() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(9_000, None)).await;
    app.early_price(&event, 7_000, Some(2)).await;
    let (first, second) = (app.visitor(), app.visitor());
    first
        .get(&format!("/events/{}", event.slug))
        .await
        .assert_has("Early price")
        .assert_has("2 places are left at this price");
    let two = paid_by_council(event.filled(&second, &["Cai Ng"]).await).press("pay", "card");

    let form = first.submit_once(event.filled(&first, &["Asha Verma"]).await.press("add", "1")).await;
    let form = form
        .form(&event.bookings_path())
        .fill("attendee_name_2", "Ben Lee")
        .fill("attendee_email_2", "ben@example.org");
    first.submit_once(paid_by_council(form).press("pay", "card")).await.assert_status(303);
    let stopped = second.submit_once(two).await;

    stopped.assert_status(409).assert_has("it was £70, it is now £90");
    assert_eq!(app.stripe.sessions()[0].amount_total.get(), 14_000);
    let again = second.submit_once(stopped.form(&event.bookings_path()).press("pay", "card")).await;
    again.assert_status(303);
    app.advance(Duration::minutes(60));
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_4_a_hold_keeps_the_early_price_that_ends_meanwhile() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(9_000, None)).await;
    app.early_price(&event, 7_000, None).await;
    let end = app.now() + Duration::days(1);
    app.clock.set(end);
    let visitor = app.visitor();
    let answer = event.book(&visitor, &["Asha Verma"]).await;
    app.advance(Duration::microseconds(1));
    event.filled(&app.visitor(), &["Ben Lee"]).await;

    app.pay(&answer).await;
    app.settle().await;

    assert_eq!(app.stripe.total_charged().get(), 7_000);
    app.ignore_mail();
}

#[actix_web::test]
async fn a_code_that_takes_everything_off_books_without_paying_and_says_why() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    app.gives_out(code(Reduction::FixedPrice(Pence::ZERO))).await;
    let visitor = app.visitor();
    let page = applied(&event, &visitor, &["Asha Verma"], "AUTUMN").await;
    page.assert_has("Book now, nothing to pay");

    let booked = visitor.submit(page.form(&event.bookings_path()).press("pay", "free")).await;
    app.run_jobs().await;

    booked.assert_has("You are booked").assert_has("with code AUTUMN, instead of £90");
    app.ignore_mail();
}

#[actix_web::test]
async fn ac_16_a_bursary_place_is_shown_with_its_reason() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let path = format!("/admin/events/{}/given-places", event.id);
    let form = officer.get(&path).await.form(&path);
    let form = form.fill("name", "Cai Ng").fill("email", "cai@example.org");
    let nameless = officer.submit_once(form.clone().choose("given_as", "bursary")).await;
    assert_eq!(nameless.error_of("why"), "Enter the reason");

    let form = form.choose("given_as", "bursary").fill("why", "Care leavers’ fund");
    officer.submit(form.clone()).await.assert_has("Cai Ng is told by email");
    officer.submit(form).await.assert_has("Cai Ng is told by email");
    app.run_jobs().await;

    assert_eq!(app.seats_taken(&event).await, 1, "sent twice, given once");
    let words = "bursary place: Care leavers’ fund, instead of £90";
    officer.get(&format!("/admin/events/{}", event.id)).await.assert_has(words);
    let booking = app.last_booking().await;
    officer.get(&app.page_of(&booking)).await.assert_has(words);
    assert!(
        app.all_mail().iter().any(|mail| mail.to == "cai@example.org" && mail.subject.contains("Booking confirmed"))
    );
    let again = officer.get(&path).await.form(&path).fill("name", "Di Po").fill("email", "di@example.org");
    let again = officer.submit_once(again.choose("given_as", "complimentary").fill("why", "Speaker")).await;
    again.assert_status(409).assert_has("Every place is taken");
    app.ignore_mail();
}

#[actix_web::test]
async fn an_officer_makes_a_code_sees_what_it_gave_and_ends_it() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let form = officer.get("/admin/discount-codes/new").await.form("/admin/discount-codes/new");
    let form = form.fill("code", "spring-10").fill("name", "Spring fair").fill("amount", "10").fill("most_uses", "5");
    let shown = officer.submit(form.clone()).await;
    shown.assert_has("SPRING-10").assert_has("0 of 5");
    officer.submit_once(form).await.assert_status(409).assert_has("There is a code of this name");

    pay_with_code(&event, &app.visitor(), &["Asha Verma"], "SPRING-10").await.assert_status(303);
    officer.get("/admin/discount-codes").await.assert_has("1 of 5").assert_has("£9");
    let page = officer.get(&shown.path).await;
    page.assert_has(&app.last_booking().await.reference);
    officer.submit(page.form(&format!("{}/end", shown.path))).await.assert_has("The code has ended");

    let refused = applied(&event, &app.visitor(), &["Ben Lee"], "SPRING-10").await;
    assert!(refused.error_of("code").starts_with(SORRY));
}

#[actix_web::test]
async fn ac_16_a_part_bursary_is_paid_in_part_and_shown_as_such_everywhere() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let path = format!("/admin/events/{}/given-places", event.id);
    let form = officer.get(&path).await.form(&path).fill("name", "Cai Ng").fill("email", "cai@example.org");
    let form = form.choose("given_as", "bursary").fill("why", "Care leavers’ fund").fill("price", "30");
    for (kind, price, wanted) in [
        ("bursary", "90", "Enter less than that"),
        ("complimentary", "30", "A complimentary place costs nothing"),
        ("bursary", "-1", "below zero"),
    ] {
        let refused = officer.submit_once(form.clone().choose("given_as", kind).fill("price", price)).await;
        assert!(refused.error_of("price").contains(wanted), "{kind} {price}: {}", refused.error_of("price"));
    }

    officer.submit(form).await.assert_has("Cai Ng is asked by email to pay £30");
    app.run_jobs().await;
    let booking = app.last_booking().await;
    assert_eq!((booking.state.as_str(), booking.total_pence), ("held", 3_000));
    let words = "bursary place: Care leavers’ fund, instead of £90";
    app.mail().to("cai@example.org").assert_says("£30").assert_says(words);
    app.money_comes(booking.charge_id.unwrap(), 3_000).await;

    assert_eq!(app.last_booking().await.state, "confirmed");
    app.visitor().get(&app.page_of(&booking)).await.assert_has("You are booked").assert_has(words);
    officer.get(&format!("/admin/events/{}", event.id)).await.assert_has(words);
    let treasurer = app.officer(Role::Treasurer).await;
    let list = treasurer.get("/admin/money").await;
    let charge = list
        .assert_status(200)
        .html
        .split("/admin/money/charges/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    treasurer.get(&format!("/admin/money/charges/{charge}")).await.assert_has("Care leavers’ fund");
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_10_a_part_bursary_given_after_the_closing_is_waited_for_all_the_same() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    closes(&app, &event, app.now() + Duration::days(1)).await;
    app.advance(Duration::days(2));
    let officer = app.officer(Role::EventsOfficer).await;
    let path = format!("/admin/events/{}/given-places", event.id);
    let form = officer.get(&path).await.form(&path).fill("name", "Cai Ng").fill("email", "cai@example.org");
    let form = form.choose("given_as", "bursary").fill("why", "Fund").fill("price", "30");

    officer.submit(form).await.assert_has("Cai Ng is asked by email to pay £30");
    app.run_jobs().await;

    let booking = app.last_booking().await;
    assert_eq!((booking.state.as_str(), app.seats_taken(&event).await), ("held", 1));
    assert!(booking.held_until.unwrap() > app.now() + Duration::days(4), "{:?}", booking.held_until);
    app.money_comes(booking.charge_id.unwrap(), 3_000).await;
    assert_eq!(app.last_booking().await.state, "confirmed");
    app.ignore_mail();
}

/// The officer's own closing of a date.
async fn closes(app: &TestApp, event: &OnSale, at: nairo::kernel::Instant) {
    use entity::event_sale::{Column, Entity};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let set = Entity::update_many()
        .col_expr(Column::ClosesAt, sea_orm::sea_query::Expr::value(at))
        .filter(Column::EventId.eq(event.id));
    app.state.db.write_tx(async |tx| set.exec(tx).await).await.unwrap();
}

#[actix_web::test]
async fn ac_16_a_part_bursary_that_no_transfer_could_reach_says_what_to_do() {
    let app = spawn_app().await;
    let event = app.sell(course().in_days(5)).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let path = format!("/admin/events/{}/given-places", event.id);
    let form = officer.get(&path).await.form(&path).fill("name", "Cai Ng").fill("email", "cai@example.org");
    let form = form.choose("given_as", "bursary").fill("why", "Fund").fill("price", "30");

    let refused = officer.submit_once(form).await;

    assert!(refused.assert_status(409).error_of("price").contains("Give the place for nothing, or make a code"));
    assert_eq!(app.seats_taken(&event).await, 0);
}
