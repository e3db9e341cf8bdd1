//! What officers of events read about sales: offers and how many were taken, and why places were cancelled (REP-4, REP-5).

use chrono::Duration;
use nairo::kernel::Role;

use super::book_offer;
use crate::payments::reports::totals;
use crate::support::spawn_app;

#[actix_web::test]
async fn rep_4_the_taken_rate_counts_what_was_taken_of_what_was_answered() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(2).await;
    for name in ["Ben Lee", "Cleo Marsh", "Dee Wong"] {
        event.join(&app.visitor(), name, 1).await;
        app.advance(Duration::seconds(1));
    }
    app.give_places_back(booking, 2).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    let entry = app.entry_page("Ben Lee").await;
    book_offer(&app, &event, &entry, &["Ben Lee"]).await.assert_has("You are booked");
    let offer = app.offer_of("Cleo Marsh").await.unwrap();
    app.clock.set(offer.expires_at + Duration::seconds(59));
    app.settle().await;
    let officer = app.officer(Role::EventsOfficer).await;

    let page = officer.get("/admin/reports?month=2026-07").await;

    // Ben took his, Cleo's ran out, Dee's is open.
    assert_eq!(totals(&page, "waiting-list"), [3, 1, 0, 1, 0, 0]);
    page.assert_has("50 % taken").assert_has("Taken: 1, or 50 %.");
    assert!(page.targets().contains(&format!("/admin/events/{}/waiting-list", event.id)));
    let file = officer.get("/admin/reports/waiting-list.csv?month=2026-07").await;
    assert!(file.html.contains(",2026-07-01,Wednesday 1 July 2026,3,1,0,1,0,0\r\n"), "{}", file.html);
    officer.get("/admin/reports?month=2026-08").await.assert_has("No date of this period had a waiting list");
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn rep_5_why_places_were_cancelled_without_what_people_wrote_about_themselves() {
    let app = spawn_app().await;
    let (_, booking) = app.full_event(2).await;
    app.give_places_back(booking, 1).await;
    let officer = app.officer(Role::EventsOfficer).await;

    let page = officer.get("/admin/reports?month=2026-06").await;
    let file = officer.get("/admin/reports/cancellations.csv?month=2026-06").await;

    page.assert_has("The person who booked cancelled, and said why").assert_lacks("Cannot come");
    assert_eq!(totals(&page, "cancellations"), [1, 0]);
    assert!(file.html.contains("said why\"") && !file.html.contains("Cannot come"), "{}", file.html);
    officer.get("/admin/reports/payouts.csv").await.assert_status(404);
    officer.get("/admin/money/reports").await.assert_status(403);
    app.ignore_mail();
    app.leave_work();
}
