//! A place on another date of the course ends an entry only if its person said so (WTL-11).

use chrono::Duration;

use super::{address, free_course};
use crate::bookings::shop::OnSale;
use crate::support::{TestApp, spawn_app};

/// A full date of a course, and another one with places.
async fn a_full_date_and_another(app: &TestApp) -> (OnSale, OnSale) {
    let id = app.a_course().await;
    let full = app.sell(free_course(1).of(id)).await;
    full.take(&app.visitor(), &["Early Bird"]).await.assert_has("You are booked");
    (full, app.sell(free_course(9).of(id).in_days(44)).await)
}

impl OnSale {
    async fn join_and_say(&self, app: &TestApp, name: &str, leaves: bool) {
        let visitor = app.visitor();
        let page = visitor.get(&format!("{}/new", self.waiting_path())).await;
        let form = page.form(&self.waiting_path()).fill("name", name).fill("email", &address(name));
        assert_eq!(form.value("leaves_for_other_date"), None, "the box is empty at first");
        let form = if leaves { form.tick("leaves_for_other_date") } else { form };
        visitor.submit(form).await.assert_has("You are on the waiting list");
    }
}

#[actix_web::test]
async fn wtl_11_taking_another_date_ends_the_wait_of_whoever_agreed_and_of_nobody_else() {
    let app = spawn_app().await;
    let (full, other) = a_full_date_and_another(&app).await;
    full.join_and_say(&app, "Ben Lee", true).await;
    full.join_and_say(&app, "Cleo Marsh", false).await;
    full.join_and_say(&app, "Dee Long", true).await;

    other.take(&app.visitor(), &["Ben Lee", "Cleo Marsh"]).await.assert_has("You are booked");
    app.advance(Duration::seconds(30));
    app.settle().await;

    assert_eq!(app.state_of("Ben Lee").await, "closed");
    assert_eq!(app.state_of("Cleo Marsh").await, "waiting");
    assert_eq!(app.state_of("Dee Long").await, "waiting", "has no place anywhere");
    let page = app.visitor().get(&app.entry_page("Ben Lee").await).await;
    page.assert_has("on the other date that you chose instead");
    assert_eq!(app.pool_of(&full).await.people_waiting, 2);
    app.ignore_mail();
}

#[actix_web::test]
async fn wtl_11_a_place_from_before_ends_nothing_and_the_page_of_the_entry_changes_what_was_said() {
    let app = spawn_app().await;
    let (full, other) = a_full_date_and_another(&app).await;
    other.take(&app.visitor(), &["Ben Lee"]).await.assert_has("You are booked");
    app.advance(Duration::seconds(1));
    full.join_and_say(&app, "Ben Lee", true).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    assert_eq!(app.state_of("Ben Lee").await, "waiting", "they had that place already and want this one");

    full.join_and_say(&app, "Cleo Marsh", false).await;
    let entry = app.entry_page("Cleo Marsh").await;
    let visitor = app.visitor();
    let page = visitor.get(&entry).await;
    page.assert_has("Booking another date does not take you off this list");
    let form = page.form(&format!("{entry}/places")).tick("leaves_for_other_date");
    visitor.submit(form).await.assert_has("You asked to be taken off this list");
    other.take(&app.visitor(), &["Cleo Marsh"]).await.assert_has("You are booked");
    app.advance(Duration::seconds(30));
    app.settle().await;

    assert_eq!(app.state_of("Cleo Marsh").await, "closed");
    app.ignore_mail();
}
