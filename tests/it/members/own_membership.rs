//! What members do about their own membership on the web: renew, come back, change type, pause, leave, print.

use nairo::kernel::Pence;
use nairo::members::membership::{OrderKind, Standing, Status};

use super::order_desk::day;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

const RENEWAL: &str = "/account/renewal";

/// An associate whose term ends on 31 May 2027, so many days after they joined, signed in anew.
async fn associate_after(app: &TestApp, days: i64) -> Person {
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(days);
    app.sign_in(&asha).await;
    asha
}

#[actix_web::test]
async fn renewal_says_when_it_opens_and_then_has_one_button_on_the_account() {
    let app = spawn_app().await;
    let asha = associate_after(&app, 303).await;

    let account = asha.get("/account").await;
    account.assert_has("You are a member until the end of Monday 31 May 2027").assert_has("Renewal opens");
    assert!(account.targets().iter().filter(|target| *target == RENEWAL).count() == 1, "a quiet link only");
    asha.get(RENEWAL).await.assert_has("You can renew from Thursday 1 April 2027");
    app.days_pass(1);

    let account = asha.get("/account").await;
    account.assert_has("You can renew now");
    assert_eq!(account.link("Renew"), RENEWAL);
    app.leave_work();
}

#[actix_web::test]
async fn a_member_renews_early_by_card_sees_both_prices_and_loses_no_day() {
    let app = spawn_app().await;
    let asha = associate_after(&app, 310).await;

    let page = asha.get(RENEWAL).await;
    page.assert_has("Until now £40")
        .assert_has("Now £45")
        .assert_has("From Tuesday 1 June 2027 to the end of Wednesday 31 May 2028");
    page.assert_has("Within 14 days after the day you pay")
        .assert_has("Who provides it")
        .assert_has("Total to pay £45");
    let form = page.form(RENEWAL).press("pay", "card");
    let (first, second) = (asha.submit_once(form.clone()).await, asha.submit_once(form).await);
    assert_eq!(first.header("location"), second.header("location"), "pressed twice, one payment");
    let back = app.pay(&first).await;
    asha.get(&back).await.assert_has("It can take a minute");
    app.settle().await;

    asha.get(&back).await.assert_has("Your payment has arrived").assert_has("until the end of Wednesday 31 May 2028");
    let picture = app.picture(asha.id).await;
    assert_eq!(picture.terms.len(), 2);
    assert_eq!(picture.standing, Standing::Active { ends_on: day("2028-05-31"), member_price: true });
    asha.get(RENEWAL).await.assert_has("You can renew from");
    app.ignore_mail();
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn a_bank_transfer_shows_its_words_and_the_order_can_be_given_up() {
    let app = spawn_app().await;
    let asha = associate_after(&app, 370).await;
    asha.get("/account").await.assert_has("Your membership ended on").assert_has("You keep your rights until");

    let form = asha.get(RENEWAL).await.form(RENEWAL).press("pay", "bank");
    let page = asha.submit(form).await;
    let order = app.picture(asha.id).await.open_order.unwrap();
    page.assert_has(&order.reference).assert_has("00-00-00").assert_has("£45");
    asha.get("/account").await.assert_has("is waiting to be paid");
    asha.submit(page.form("/account/renewal/withdrawal")).await.assert_has("Nothing is to be paid any more");

    assert!(app.picture(asha.id).await.open_order.is_none());
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_price_that_changed_meanwhile_is_shown_before_it_is_owed() {
    let app = spawn_app().await;
    let asha = associate_after(&app, 310).await;
    let form = asha.get(RENEWAL).await.form(RENEWAL).press("pay", "card");
    app.price_from("associate", day("2027-05-01"), 4_000, 9_900).await;

    let answer = asha.submit_once(form).await;

    answer.assert_status(409).assert_has("The price has changed").assert_has("£99");
    assert!(app.picture(asha.id).await.open_order.is_none());
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn somebody_who_lapsed_comes_back_and_keeps_number_and_member_since() {
    let app = spawn_app().await;
    let asha = associate_after(&app, 420).await;
    let before = app.picture(asha.id).await;
    assert_eq!(before.status, Status::Lapsed);
    asha.get("/account").await.assert_has("You keep your number").assert_lacks("Membership card");
    asha.get("/account/card").await.assert_has("You are not one today");

    let page = asha.get(RENEWAL).await;
    page.assert_has("Come back as a member");
    let paid = asha.submit_once(page.form(RENEWAL).press("pay", "card")).await;
    app.pay(&paid).await;
    app.settle().await;

    let after = app.picture(asha.id).await;
    assert_eq!((after.number, after.member_since), (before.number, before.member_since));
    assert_eq!(after.continuous_since, Some(app.today()));
    asha.get("/account").await.assert_has("You are a member until");
    app.ignore_mail();
}

#[actix_web::test]
async fn leaving_takes_two_pages_and_says_first_what_comes_back() {
    let app = spawn_app().await;
    let asha = associate_after(&app, 5).await;

    let page = asha.get(&asha.get("/account").await.link("Leave")).await;
    page.assert_has("Last day of your membership").assert_has("£40");
    let form = page.form("/account/leaving");
    let done = asha.submit(form.clone()).await;
    done.assert_has("We have your notice").assert_has("£40 back");
    asha.submit(form).await.assert_has("You have told us already");

    app.settle().await;
    let lines = app.mail().lines();
    assert_eq!(lines.iter().filter(|line| line.contains("asha@example.org")).count(), lines.len(), "{lines:?}");
    assert_eq!(app.all_refunds().await.iter().map(|refund| refund.amount_pence).collect::<Vec<_>>(), [4_000]);
    app.ignore_mail();
}

#[actix_web::test]
async fn leaving_later_keeps_the_paid_days_and_a_reason_is_kept_if_given() {
    let app = spawn_app().await;
    let asha = associate_after(&app, 100).await;

    let page = asha.get("/account/leaving").await;
    page.assert_has("Monday 31 May 2027").assert_has("Nothing is paid back");
    let long = asha.submit(page.form("/account/leaving").fill("reason", &"a".repeat(501))).await;
    assert!(long.error_of("reason").contains("500 characters"));
    asha.submit(page.form("/account/leaving").fill("reason", "I retire.")).await.assert_has("We have your notice");

    asha.get("/account")
        .await
        .assert_has("You have told us that you are leaving then")
        .assert_lacks("You can renew now");
    let picture = app.picture(asha.id).await;
    assert_eq!(picture.facts.last().unwrap().reason.as_deref(), Some("I retire."));
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_pause_shows_its_dates_and_goes_on_free_of_charge() {
    let app = spawn_app().await;
    let asha = associate_after(&app, 10).await;
    asha.get("/account/pause").await.assert_has("Today, Thursday 11 June 2026").assert_lacks("When my term ends");
    app.days_pass(310);
    app.sign_in(&asha).await;

    let page = asha.get("/account/pause").await;
    page.assert_has("or from Tuesday 1 June 2027 to the end of Tuesday 30 November 2027");
    page.assert_has("Your membership then runs to the end of Tuesday 30 November 2027");
    let form = page.form("/account/pause");
    let empty = asha.submit(form.clone()).await;
    assert_eq!((empty.error_of("months").as_str(), empty.error_of("reason").is_empty()), ("Choose how long", false));
    let form = form.choose("months", "6").choose("reason", "parental_leave");
    let paused = asha.submit(form.clone()).await;
    paused.assert_has("You pause from Tuesday 1 June 2027 to the end of Tuesday 30 November 2027");
    asha.submit(form).await.assert_has("You are pausing already");

    assert_eq!(app.picture(asha.id).await.terms.len(), 2);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_change_of_type_says_what_it_means_before_it_is_made() {
    let app = spawn_app().await;
    let asha = associate_after(&app, 100).await;

    let page = asha.get("/account/membership-type").await;
    page.assert_has("You are: Associate").assert_has("Somebody decides about this type");
    page.assert_has("The change is made with your next renewal, on Tuesday 1 June 2027");
    asha.submit(page.form("/account/membership-type")).await.assert_has("changes with your renewal");
    let forged = page.form("/account/membership-type").set("type", "nothing");
    asha.submit(forged).await.assert_has("This type of membership is not offered");
    let forged = page.form("/account/membership-type").set("type", "full");
    asha.submit(forged).await.assert_has("This type needs an application");

    assert_eq!(app.picture(asha.id).await.renewal.unwrap().type_code, "student");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_member_prints_a_card_and_a_letter() {
    let app = spawn_app().await;
    let asha = associate_after(&app, 1).await;
    let number = app.picture(asha.id).await.number.unwrap().to_string();

    for path in ["/account/card", "/account/letter"] {
        let page = asha.get(path).await;
        page.assert_has(&number).assert_has("Asha Example").assert_has("Associate").assert_has("1234567");
        page.assert_has("The end of Monday 31 May 2027").assert_has("Example Association of Reviewing Officers");
    }
    app.leave_work();
}

#[actix_web::test]
async fn receipts_are_listed_and_printed_for_their_payer_only() {
    let app = spawn_app().await;
    let asha = associate_after(&app, 1).await;
    let ben = app.person("Ben").await;

    let list = asha.get("/account/receipts").await;
    list.assert_has("£40");
    let link = list.link("Associate: joining");
    asha.get(&link).await.assert_has("Total charged £40").assert_has("By card").assert_has("1234567");
    ben.get("/account/receipts").await.assert_has("No receipts yet");
    ben.get(&link).await.assert_status(404);
    assert_eq!(app.money_of_term(asha.id, 0).await.paid, Pence::new(4_000));
    app.leave_work();
}

#[actix_web::test]
async fn somebody_who_never_was_a_member_is_shown_the_way_in() {
    let app = spawn_app().await;
    app.membership_types().await;
    let ben = app.person("Ben").await;

    for path in [RENEWAL, "/account/leaving", "/account/pause", "/account/membership-type"] {
        ben.get(path).await.assert_status(200);
    }
    ben.get(RENEWAL).await.assert_has("See the types of membership");
    ben.get("/account/leaving").await.assert_has("nothing to leave");
    let token = ben.csrf().await;
    let fields = [("csrf".to_owned(), token), ("pay".to_owned(), "card".to_owned())];
    ben.post(RENEWAL, &fields).await.assert_status(409);
    assert!(app.picture(ben.id).await.open_order.is_none());
    assert!(app.try_order(ben.id, OrderKind::Renewal, "associate").await.is_err());
}
