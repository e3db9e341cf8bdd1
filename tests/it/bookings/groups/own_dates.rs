//! What a booker is told of their own places at the same time (DUP-1, DUP-2).

use crate::bookings::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn dup_1_and_dup_2_a_booker_is_shown_their_own_place_on_the_date_and_at_the_time() {
    let app = spawn_app().await;
    let (event, other) = (app.sell(course().for_pence(0, None)).await, app.sell(course()).await);
    let later = app.sell(course().in_days(31)).await;
    let asha = app.member("Asha").await;
    let form = asha.get(&event.form_path()).await.form(&event.bookings_path());
    let booked = asha.submit(form.press("pay", "free")).await;
    app.run_jobs().await;
    app.ignore_mail();
    booked.assert_has("You are booked");

    let same = asha.get(&event.form_path()).await;
    same.assert_has("You have a place on this date").assert_has("Book here only for other people");
    assert_eq!(same.form(&event.bookings_path()).value("me"), None, "their own row is not offered again");
    asha.get(&same.link("booking ")).await.assert_has("You are booked");
    let clash = asha.get(&other.form_path()).await;
    clash.assert_has("You have another place at the same time");
    asha.get(&later.form_path()).await.assert_lacks("another place");
    app.visitor().get(&other.form_path()).await.assert_lacks("another place");
    let form = clash.form(&other.bookings_path()).choose("payer", "person").press("pay", "card");
    asha.submit_once(form).await.assert_status(303);
}
