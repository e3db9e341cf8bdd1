//! The price follows the attendee (ELG-1, ELG-2, D8): a member's own place at once, a colleague's by their own confirmation.

use super::shop::course;
use super::substitution::name;
use crate::support::spawn_app;

#[actix_web::test]
async fn a_signed_in_member_pays_the_member_price_for_their_own_place_only() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.member("Asha").await;
    let page = asha.get(&event.form_path()).await;
    page.assert_has("You").assert_has("£50").assert_has("member price");
    let with_colleague = asha.submit_once(page.form(&event.bookings_path()).press("add", "1")).await;

    let form = with_colleague
        .form(&event.bookings_path())
        .fill("attendee_name_1", "Ben Lee")
        .fill("attendee_email_1", "ben.lee@example.org")
        .choose("payer", "person")
        .press("pay", "card");
    asha.submit_once(form).await.assert_status(303);

    assert_eq!(app.stripe.sessions()[0].amount_total.get(), 5_000 + 9_000);
}

#[actix_web::test]
async fn a_lapsed_member_pays_the_standard_price() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let lapsed = app.lapsed_member("Lou").await;

    let page = lapsed.get(&event.form_path()).await;

    page.assert_has("£90").assert_has("standard price").assert_lacks("member price You");
}

#[actix_web::test]
async fn typing_a_members_name_gains_nothing_and_shows_nothing() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    app.member("Asha").await;
    let visitor = app.visitor();

    let page = event.book_and_pay(&app, &visitor, &["Asha Example", "Ben Lee"]).await;

    assert_eq!(app.stripe.total_charged().get(), 18_000);
    page.assert_lacks("member");
    app.ignore_mail();
}

#[actix_web::test]
async fn the_difference_comes_back_when_the_colleague_confirms_by_mail() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.member("Asha").await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Asha Example"]).await.set("attendee_email_1", &asha.email);
    let form = form.choose("payer", "organisation").fill("organisation", "Council").press("pay", "card");
    app.pay(&visitor.submit_once(form).await).await;
    app.settle().await;
    let offer = app.all_mail().into_iter().find(|mail| mail.subject.contains("Is this place yours?")).unwrap();
    let link = offer.link("/member-price/");

    let colleague = app.visitor();
    let page = colleague.get(&link).await;
    colleague.get(&link).await;
    assert_eq!(app.stripe.total_refunded().get(), 0, "looking changes nothing (D17)");
    let done = colleague.submit(page.form(&link)).await;
    app.settle().await;
    let again = colleague.submit(page.form(&link)).await;

    done.assert_has("£40 is on its way back");
    again.assert_has("has been given for this place");
    assert_eq!(app.stripe.total_refunded().get(), 4_000);
    assert!(
        app.all_mail()
            .iter()
            .any(|mail| mail.to == "bo@example.org" && mail.subject.contains("£40 is on its way back"))
    );
    app.ignore_mail();
}

#[actix_web::test]
async fn after_the_start_the_difference_can_no_longer_be_claimed() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.member("Asha").await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Asha Example"]).await.set("attendee_email_1", &asha.email);
    let form = form.choose("payer", "organisation").fill("organisation", "Council").press("pay", "card");
    app.pay(&visitor.submit_once(form).await).await;
    app.settle().await;
    let link = app
        .all_mail()
        .into_iter()
        .find_map(|mail| mail.subject.contains("Is this").then(|| mail.link("/member-price/")))
        .unwrap();
    let page = visitor.get(&link).await;
    app.clock.set("2026-07-01T08:30:00Z".parse().unwrap());
    app.run_jobs().await;

    visitor.submit(page.form(&link)).await.assert_has("The event has started");

    assert_eq!(app.stripe.total_refunded().get(), 0);
    app.ignore_mail();
}

#[actix_web::test]
async fn one_member_claims_the_member_price_of_one_place_of_a_date() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.member("Asha").await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Asha Example"]).await.set("attendee_email_1", &asha.email);
    let form = form.set("attendee_name_2", "Ben Lee").set("attendee_email_2", &asha.email);
    let form = form.choose("payer", "organisation").fill("organisation", "Council").press("pay", "card");
    app.pay(&visitor.submit_once(form).await).await;
    app.settle().await;
    let offers = app.all_mail().into_iter().filter(|mail| mail.subject.contains("Is this place yours?"));
    let offers: Vec<String> = offers.map(|mail| mail.link("/member-price/")).collect();
    assert_eq!(offers.len(), 1, "one member is asked about one place");

    for place in app.places_of_last_booking().await {
        let link = app.claim_link(&place);
        let page = visitor.get(&link).await;
        visitor.submit(page.form(&link)).await;
    }
    app.settle().await;

    assert_eq!(app.stripe.total_refunded().get(), 4_000);
    app.ignore_mail();
}

#[actix_web::test]
async fn a_member_who_has_a_place_at_the_member_price_claims_no_second_one() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.member("Asha").await;
    let page = asha.get(&event.form_path()).await;
    let form = asha.submit_once(page.form(&event.bookings_path()).press("add", "1")).await.form(&event.bookings_path());
    let form = form.fill("attendee_name_1", "Ben Lee").fill("attendee_email_1", &asha.email);
    app.pay(&asha.submit_once(form.choose("payer", "person").press("pay", "card")).await).await;
    app.settle().await;
    let second = app.places_of_last_booking().await.remove(1);
    let link = app.claim_link(&second);

    let page = asha.get(&link).await;
    let refused = asha.submit(page.form(&link)).await;
    app.settle().await;

    refused.assert_has("One member pays the member price for one place");
    assert_eq!(app.stripe.total_refunded().get(), 0);
    app.ignore_mail();
}

impl crate::support::TestApp {
    async fn places_of_last_booking(&self) -> Vec<entity::place::Model> {
        let booking = self.last_booking().await;
        nairo::bookings::queries::places_of_booking(self.state.db.reader(), booking.id).await.unwrap()
    }

    fn claim_link(&self, place: &entity::place::Model) -> String {
        let purpose = nairo::kernel::LinkPurpose::ClaimMemberPrice;
        format!("/member-price/{}", self.state.links.token(purpose, place.id, place.link_generation))
    }
}

#[actix_web::test]
async fn sub_2_a_place_that_cost_a_member_nothing_goes_to_somebody_else_for_the_whole_price() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(2_000, Some(0))).await;
    let asha = app.member("Asha").await;
    let form = asha.get(&event.form_path()).await.form(&event.bookings_path());
    asha.submit_once(form.press("pay", "free")).await.assert_status(303);
    app.settle().await;
    app.ignore_mail();
    let manage = app.page_of(&app.last_booking().await);

    let asked = name(&asha, &manage, 1, ("Ben Lee", "ben.lee@example.org")).await;
    let action = format!("{manage}/places/1/attendee");
    let answer = asha.submit_once(asked.assert_status(409).assert_has("£20 is due first").form(&action)).await;
    app.pay(&answer).await;
    app.settle().await;

    asha.get(&manage).await.assert_has("Ben Lee takes the place of Asha Example").assert_has("£20");
    app.mail().to("ben.lee@example.org");
    let booking = app.last_booking().await;
    let money = app.money_of(booking.charge_id.unwrap()).await;
    assert_eq!((booking.total_pence, money.paid.get(), money.outstanding.get()), (2_000, 2_000, 0));
    assert_eq!(app.all_refunds().await.len(), 0);
    app.assert_books_balance().await;

    let preview = asha.get(&format!("{manage}/cancellation")).await;
    asha.submit(preview.form(&format!("{manage}/cancellation"))).await.assert_has("£20 is on its way back");
    app.settle().await;
    assert_eq!(app.stripe.total_refunded().get(), 2_000);
    app.assert_books_balance().await;
    app.ignore_mail();
}
