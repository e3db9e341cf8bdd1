//! A place at the member price whose membership went with its money (ELG-8): officers see it, nobody is charged.

use entity::membership_term::{Column, Entity};
use nairo::kernel::{Role, Unexpected};
use nairo::members::membership::MoneyGone;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;

use super::shop::course;
use crate::support::{TestApp, spawn_app};

impl TestApp {
    /// Every term ends on this day for this reason, or goes on.
    async fn terms_end(&self, on: Option<chrono::NaiveDate>, gone: Option<MoneyGone>) {
        let end = async |tx: &nairo::db::Tx| {
            Entity::update_many()
                .col_expr(Column::EndedEarlyOn, Expr::value(on))
                .col_expr(Column::EndReason, Expr::value(gone.map(MoneyGone::end_reason)))
                .exec(tx)
                .await?;
            Ok::<_, Unexpected>(())
        };
        self.state.db.write_tx(end).await.unwrap();
    }
}

#[actix_web::test]
async fn elg_8_a_member_price_without_its_membership_is_flagged_to_officers_and_never_charged() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.member("Asha").await;
    let form = asha.get(&event.form_path()).await.form(&event.bookings_path()).choose("payer", "person");
    let answer = asha.submit_once(form.press("pay", "card")).await;
    app.pay(&answer).await;
    app.settle().await;
    app.ignore_mail();
    let officer = app.officer(Role::EventsOfficer).await;
    let (desk, flag) = (format!("/admin/events/{}", event.id), "has a place at the member price, £40 less than others");
    officer.get(&desk).await.assert_lacks(flag);
    let yesterday = "2026-05-31".parse().ok();

    app.terms_end(yesterday, Some(MoneyGone::TakenBack)).await;
    let flagged = officer.get(&desk).await;
    flagged.assert_has(flag).assert_has("the bank has taken the payment for that membership back");
    let reference = app.last_booking().await.reference;
    officer.get(&flagged.link(&format!("Booking {reference}"))).await.assert_has("Asha Example");
    app.terms_end(yesterday, Some(MoneyGone::PaidBack)).await;
    officer.get(&desk).await.assert_has("that membership has been paid back");

    app.terms_end(yesterday, None).await;
    officer.get(&desk).await.assert_lacks(flag);
    app.terms_end(None, Some(MoneyGone::PaidBack)).await;
    officer.get(&desk).await.assert_lacks(flag);
    app.run_jobs().await;
    app.mail().assert_none();
    assert_eq!(app.stripe.total_charged().get(), 5_000, "nothing is charged by itself");
    assert_eq!(app.last_booking().await.state, "confirmed");
}
