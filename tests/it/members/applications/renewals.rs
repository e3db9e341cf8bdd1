//! Types whose renewals are decided each time, and types that close (rules 2.1).

use chrono::NaiveDate;
use nairo::kernel::{Pence, Unexpected};
use nairo::members::membership::{OrderKind, TypeVersion, load_picture, send_reminders};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::filling_in::{answer_the_rest, decision, full, offer, officer, question, reference_of};
use crate::members::order_desk::day;
use crate::support::app::{TestApp, spawn_app};
use crate::support::people::Person;

/// A full member whose term ends on 1 May 2027, and who may renew.
async fn member_to_renew(app: &TestApp) -> Person {
    let asha = app.member("Asha").await;
    offer(app, &[("full", TypeVersion { renewal_needs_decision: true, ..full() })]).await;
    app.days_pass(290);
    app.sign_in(&asha).await;
    asha
}

async fn close(app: &TestApp, code: &str, on: NaiveDate) {
    use entity::membership_type::{Column, Entity};
    let closing = Entity::update_many().col_expr(Column::ClosedOn, Expr::value(on)).filter(Column::Code.eq(code));
    let done = app.state.db.write_tx(async |tx| Ok::<_, Unexpected>(closing.exec(tx).await?)).await.unwrap();
    assert_eq!(done.rows_affected, 1);
}

#[actix_web::test]
async fn rules_2_1_a_renewal_that_is_decided_is_applied_for_and_then_paid_without_a_gap() {
    let app = spawn_app().await;
    let asha = member_to_renew(&app).await;
    let officer = officer(&app).await;
    let page = asha.get("/account/renewal").await;
    page.assert_has("somebody decides before each new term").assert_lacks("Pay £60");
    let direct = app.try_order(asha.id, OrderKind::Renewal, "full").await;
    assert!(direct.is_err(), "{direct:?}");

    let page = asha.get(&page.link("Apply to renew")).await;
    let page = asha.submit(question(&page)).await;
    let check = answer_the_rest(&asha, page).await;
    asha.submit(question(&check)).await.assert_has("We have your application");
    let reference = reference_of(&app, &asha).await;
    officer.get(&format!("/admin/applications/{reference}")).await.assert_has("To renew: Full member");
    officer.submit(decision(&officer, &reference, "approve").await).await.assert_has("Approved");
    let payment = asha.get("/join/payment").await;
    app.pay(&asha.submit_once(payment.form("/join/payment").press("pay", "card")).await).await;
    app.settle().await;

    let picture = load_picture(app.state.db.reader(), asha.id, app.today()).await.unwrap();
    let (old, new) = (&picture.terms[0].term, &picture.terms[1].term);
    assert_eq!(Some(new.starts_on), old.ends_on.succ_opt());
    app.ignore_mail();
}

#[actix_web::test]
async fn rules_2_1_a_decision_after_the_days_of_grace_opens_a_term_after_a_gap() {
    let app = spawn_app().await;
    let asha = member_to_renew(&app).await;
    let officer = officer(&app).await;
    let page = asha.get("/join/type?type=full").await;
    let page = asha.submit(question(&page)).await;
    let check = answer_the_rest(&asha, page).await;
    asha.submit(question(&check)).await.assert_has("We have your application");
    let reference = reference_of(&app, &asha).await;
    app.days_pass(120);
    app.sign_in(&officer).await;

    officer.submit(decision(&officer, &reference, "approve").await).await.assert_has("Approved");

    let picture = load_picture(app.state.db.reader(), asha.id, app.today()).await.unwrap();
    assert_eq!(picture.open_order.unwrap().kind, OrderKind::Rejoining);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn rules_2_1_whoever_waits_out_the_days_of_grace_does_not_come_round_the_decision() {
    let app = spawn_app().await;
    let asha = member_to_renew(&app).await;
    app.days_pass(120);
    app.sign_in(&asha).await;

    let direct = app.try_order(asha.id, OrderKind::Rejoining, "full").await;

    assert!(direct.is_err(), "{direct:?}");
    asha.get("/account").await.assert_lacks("Pay £");
    app.ignore_mail();
}

#[actix_web::test]
async fn rules_2_1_what_a_notice_offered_is_honoured_though_the_type_closes() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(305);
    send_reminders(&app.state, app.now()).await.unwrap();
    close(&app, "associate", day("2027-05-01")).await;
    app.days_pass(20);

    let order = app.order(asha.id, OrderKind::Renewal, "associate").await;

    assert_eq!(order.price, Pence::new(4_500));
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn rules_2_1_a_type_that_closes_first_is_not_offered_and_its_members_are_told() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    close(&app, "associate", day("2027-05-01")).await;
    app.days_pass(305);
    app.sign_in(&asha).await;

    send_reminders(&app.state, app.now()).await.unwrap();
    app.run_jobs().await;

    app.mail_about("Your membership ends on").assert_says("not offered any more");
    asha.get("/account/renewal").await.assert_has("choose another type").assert_lacks("Pay £");
    let order = app.try_order(asha.id, OrderKind::Renewal, "associate").await;
    assert!(order.is_err(), "{order:?}");
}
