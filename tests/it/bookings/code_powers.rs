//! Codes that may do what most may not (ELG-10, ELG-12): be combined, open a date, go past the last place; and their limits.

use std::sync::Arc;

use entity::event;
use futures_util::future::LocalBoxFuture;
use nairo::bookings::discounts::code_terms::CodePowers;
use nairo::bookings::discounts::code_text::CodeText;
use nairo::bookings::discounts::desk::NewCode;
use nairo::bookings::discounts::offers::Reduction;
use nairo::bookings::sale::{BookingRules, set_rules};
use nairo::bookings::{ClaimBy, GuardedClaim, PlaceClaim};
use nairo::db::Tx;
use nairo::kernel::{Pence, Role, Unexpected};
use sea_orm::sea_query::Expr;
use sea_orm::{DbErr, EntityTrait};

use super::discounts::{SORRY, applied, code, paid_by_council, pay_with_code};
use super::shop::{OnSale, course};
use crate::support::app::{Wishes, spawn_app_with};
use crate::support::{TestApp, spawn_app};

fn with(reduction: Reduction, powers: CodePowers) -> NewCode {
    NewCode { powers, ..code(reduction) }
}

async fn opened_by_code(app: &TestApp, event: &OnSale) {
    let (id, limits) = (event.id, BookingRules { code_only: true, ..BookingRules::default() });
    let set = async |tx: &Tx| Ok::<_, Unexpected>(set_rules(tx, id, limits).await?);
    app.state.db.write_tx(set).await.unwrap();
}

#[actix_web::test]
async fn elg_12_a_code_that_may_be_combined_comes_off_the_member_price_and_says_in_which_order() {
    for (may_be_combined, total, words) in
        [(true, 4_500, "member price, less with code AUTUMN, instead of £90"), (false, 5_000, "member price")]
    {
        let app = spawn_app().await;
        let event = app.sell(course()).await;
        app.gives_out(with(Reduction::Percent(10), CodePowers { may_be_combined, ..CodePowers::default() })).await;
        let asha = app.member("Asha").await;
        let page = asha.get(&event.form_path()).await;
        let form = page.form(&event.bookings_path()).choose("payer", "person").fill("code", "autumn");

        let shown = asha.submit(form.press("apply", "1")).await;
        let answer = asha.submit_once(shown.form(&event.bookings_path()).press("pay", "card")).await;
        app.pay(&answer).await;
        app.settle().await;

        assert_eq!(app.stripe.total_charged().get(), total);
        asha.get(&app.page_of(&app.last_booking().await)).await.assert_has(words);
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn elg_12_a_date_with_a_code_only_shows_no_price_and_opens_to_the_right_code() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    opened_by_code(&app, &event).await;
    app.gives_out(with(Reduction::Percent(10), CodePowers { opens_hidden: true, ..CodePowers::default() })).await;
    let other = NewCode { code: CodeText::parse("OTHER").unwrap(), ..code(Reduction::Percent(50)) };
    app.gives_out(other).await;
    let visitor = app.visitor();

    let public = visitor.get(&format!("/events/{}", event.slug)).await;
    public.assert_has("Book with a code").assert_lacks("£90");
    assert!(!public.html.contains("\"price\""), "nor in structured data");
    visitor.get("/events").await.assert_lacks("£90").assert_has("With a code");
    let asked = visitor.get(&event.form_path()).await;
    asked.assert_has("This date is for those who were given a code").assert_lacks("£90");
    for wrong in ["OTHER", "NOSUCH"] {
        let page = visitor.get(&format!("{}?code={wrong}", event.form_path())).await;
        assert!(page.assert_status(409).error_of("code").starts_with(SORRY));
        page.assert_lacks("£90");
    }
    let open = visitor.get(&format!("{}?code=autumn", event.form_path())).await;
    let form = open.assert_has("£81").form(&event.bookings_path());
    let form = form.fill("attendee_name_1", "Asha Verma").fill("attendee_email_1", "asha@example.org");
    let form = paid_by_council(form.fill("booker_name", "Bo Booker").fill("booker_email", "bo@example.org"));
    let without = visitor.submit_once(form.clone().set("code", "").press("pay", "card")).await;
    without.assert_has("This date is for those who were given a code");
    assert_eq!(app.bookings().await.len(), 0, "a tampered form books nothing");
    visitor.submit_once(form.press("pay", "card")).await.assert_status(303);
    assert_eq!((app.seats_taken(&event).await, app.code_counts().await.0), (1, 1));
    app.advance(chrono::Duration::hours(1));
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_12_a_code_goes_past_the_last_place_as_far_as_it_says_and_the_desk_shows_why() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    let past = CodePowers { passes_capacity: true, ..CodePowers::default() };
    let limits = NewCode { most_uses: Some(1), most_places: Some(2), ..with(Reduction::Percent(10), past) };
    app.gives_out(limits).await;
    let ten = NewCode { code: CodeText::parse("TEN-OFF").unwrap(), ..code(Reduction::Percent(10)) };
    app.gives_out(ten).await;
    event.book_and_pay(&app, &app.visitor(), &["First Person"]).await;
    app.ignore_mail();
    let visitor = app.visitor();

    let plain = pay_with_code(&event, &visitor, &["Asha Verma", "Ben Lee"], "TEN-OFF").await;
    plain.assert_status(409).assert_has("The last place on this date has just gone");
    let page = applied(&event, &visitor, &["Asha Verma", "Ben Lee"], "AUTUMN").await;
    page.assert_has("your code books past the last one").assert_lacks("Nothing can be booked on this date");
    let answer = visitor.submit_once(page.form(&event.bookings_path()).press("pay", "card")).await;
    app.pay(&answer).await;
    app.settle().await;
    let again = pay_with_code(&event, &app.visitor(), &["Cara Holt"], "AUTUMN").await;

    again.assert_status(409);
    assert_eq!(app.seats_taken(&event).await, 3, "one use, and no more");
    let officer = app.officer(Role::EventsOfficer).await;
    let reference = app.last_booking().await.reference;
    let why = format!("2 places beyond the last one went to booking {reference}, with the code AUTUMN");
    officer.get(&format!("/admin/events/{}", event.id)).await.assert_has(&why);
    app.ignore_mail();
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn elg_12_a_code_that_only_goes_past_the_waiting_list_is_used_up_too() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(3)).await;
    // The price is everybody's: the code gives nothing but its power.
    let past = CodePowers { passes_capacity: true, ..CodePowers::default() };
    let ninety = with(Reduction::FixedPrice(Pence::new(9_000)), past);
    app.gives_out(NewCode { most_uses: Some(1), most_places: Some(1), ..ninety }).await;
    event.book_and_pay(&app, &app.visitor(), &["First Person"]).await;
    app.state.db.write_tx(async |tx| somebody_waits(tx).await).await.unwrap();

    let taken = pay_with_code(&event, &app.visitor(), &["Asha Verma"], "AUTUMN").await;
    let again = pay_with_code(&event, &app.visitor(), &["Ben Lee"], "AUTUMN").await;

    taken.assert_status(303);
    again.assert_status(409);
    assert_eq!((app.seats_taken(&event).await, app.code_counts().await), (2, (1, 0)));
    app.ignore_mail();
    app.leave_work();
}

/// Two seats are free, and somebody waits for more.
async fn somebody_waits(tx: &Tx) -> Result<(), Unexpected> {
    use entity::capacity_pool::{Column, Entity};
    let waiting = sea_orm::sea_query::Expr::value(1);
    Entity::update_many().col_expr(Column::PeopleWaiting, waiting).exec(tx).await?;
    Ok(())
}

/// Calls the date off at the moment at which a code goes past the last place: the claim before it had found none, and locked nothing.
struct CalledOffMeanwhile;

impl PlaceClaim for CalledOffMeanwhile {
    fn claim<'a>(
        &'a self,
        tx: &'a Tx,
        pool_id: i64,
        places: i32,
        by: ClaimBy,
    ) -> LocalBoxFuture<'a, Result<bool, DbErr>> {
        Box::pin(async move {
            if by == ClaimBy::PastTheLimit {
                let off = Expr::value("cancelled");
                event::Entity::update_many().col_expr(event::Column::State, off).exec(tx).await?;
            }
            GuardedClaim.claim(tx, pool_id, places, by).await
        })
    }
}

#[actix_web::test]
async fn elg_12_a_code_that_goes_past_the_last_place_books_no_date_called_off_meanwhile() {
    let app = spawn_app_with(Wishes { claim: Arc::new(CalledOffMeanwhile), ..Wishes::default() }).await;
    let event = app.sell(course().with_capacity(1)).await;
    let past = CodePowers { passes_capacity: true, ..CodePowers::default() };
    app.gives_out(with(Reduction::Percent(10), past)).await;
    event.book_and_pay(&app, &app.visitor(), &["First Person"]).await;

    let refused = pay_with_code(&event, &app.visitor(), &["Asha Verma"], "AUTUMN").await;

    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert_eq!(app.seats_taken(&event).await, 1);
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_12_two_at_once_with_the_last_use_go_past_the_last_place_once() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    let past = CodePowers { passes_capacity: true, ..CodePowers::default() };
    app.gives_out(NewCode { most_uses: Some(1), most_places: Some(1), ..with(Reduction::Percent(10), past) }).await;
    event.book_and_pay(&app, &app.visitor(), &["First Person"]).await;
    let (one, two) = (app.visitor(), app.visitor());
    let ready = async |client, name: &'static str| {
        let page = applied(&event, client, &[name], "AUTUMN").await;
        page.form(&event.bookings_path()).press("pay", "card")
    };
    let (first, second) = (ready(&one, "Asha Verma").await, ready(&two, "Ben Lee").await);

    let (a, b) = futures_util::join!(one.submit_once(first), two.submit_once(second));

    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!((statuses, app.seats_taken(&event).await), ([303, 409], 2));
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_12_an_officer_makes_such_a_code_and_gives_its_address_out() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let path = "/admin/discount-codes/new";
    let form = officer.get(path).await.form(path).fill("code", "TRUSTEE").fill("name", "Trustees").fill("amount", "10");
    let form = form.tick("passes_capacity").tick("may_be_combined").tick(&format!("event_{}", event.id));

    let unlimited = officer.submit_once(form.clone()).await;
    let made = officer.submit(form.fill("most_uses", "3").fill("most_places", "2")).await;

    assert!(unlimited.assert_status(422).error_of("most_uses").starts_with("Say how many bookings"));
    made.assert_has("Books past the last place of a date, 6 places in all at most")
        .assert_has("first the member or early price, then the percentage")
        .assert_has(&format!("/events/{}/bookings/new?code=TRUSTEE", event.slug));
}

#[actix_web::test]
async fn elg_12_budget_places_and_uses_of_one_person_stop_at_their_limits() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let named = |name: &str, base: NewCode| NewCode { code: CodeText::parse(name).unwrap(), ..base };
    let ten = || code(Reduction::Percent(10));
    app.gives_out(named("BUDGET", NewCode { budget: Some(Pence::new(1_799)), ..ten() })).await;
    app.gives_out(named("TWO-UP", NewCode { least_places: 2, ..ten() })).await;
    app.gives_out(named("ONLY-ONE", NewCode { most_places: Some(1), ..ten() })).await;
    let visitor = app.visitor();
    let (one, two) = (vec!["Asha Verma"], vec!["Asha Verma", "Ben Lee"]);
    for (typed, people, holds) in [
        ("BUDGET", &one, true),
        ("BUDGET", &two, false),
        ("TWO-UP", &one, false),
        ("TWO-UP", &two, true),
        ("ONLY-ONE", &one, true),
        ("ONLY-ONE", &two, false),
    ] {
        let page = applied(&event, &visitor, people, typed).await;
        assert_eq!(!page.has(SORRY), holds, "{typed} {people:?}");
    }
}
