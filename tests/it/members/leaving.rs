//! Leaving: inside 14 days all comes back, later the paid term runs out; refunds and lost disputes end a term (CO-05, CO-10).

use nairo::audit::Actor;
use nairo::db::Tx;
use nairo::facts;
use nairo::jobs::Priority;
use nairo::kernel::{Pence, Role};
use nairo::members::membership::{
    Leave, LeaveError, Leaving, OrderKind, Standing, Status, leave, load_chain, preview_leaving,
};
use nairo::payments::refunds::{PayByHand, pay_by_hand};
use nairo::payments::seen::{DisputeSeen, DisputeStanding, Seen};
use nairo::payments::{self, RefundCharge, RefundId};

use super::order_desk::day;
use crate::support::{TestApp, spawn_app};

impl TestApp {
    async fn leaves(&self, person_id: i64) -> Result<Leaving, LeaveError> {
        let command = Leave { person_id, reason: None, actor: Actor::Person(person_id) };
        leave(&self.state, command).await
    }

    /// The treasurer gives back part of what a term cost.
    async fn treasurer_refunds(&self, person_id: i64, index: usize, pence: i64) {
        let charge_id = self.picture(person_id).await.terms[index].charge_id.unwrap();
        let lines = payments::queries::lines_of(self.state.db.reader(), charge_id).await.unwrap();
        let lines = vec![(lines[0].0, Pence::new(pence))];
        let key = self.state.tokens.uuid();
        let ask = RefundCharge {
            charge_id,
            lines: lines.clone(),
            reason: "Goodwill".to_owned(),
            dedupe_key: key.clone(),
            requested_by: None,
            priority: Priority::Usual,
        };
        let (tokens, now) = (self.state.tokens.as_ref(), self.now());
        let asked = async |tx: &Tx| {
            payments::credit_lines(tx, &lines, "goodwill", &key, now).await?;
            payments::refund_charge(tx, tokens, ask, now).await
        };
        self.state.db.write_tx(asked).await.unwrap();
        self.settle().await;
    }

    /// What a bank says of the payment for a term.
    async fn bank_says(&self, session: &str, standing: DisputeStanding) {
        let sessions = self.stripe.sessions();
        let payment_intent = sessions.iter().find(|known| known.id == session).unwrap().payment_intent.clone();
        let seen = Seen::Dispute(DisputeSeen::new("dp_1", payment_intent, Pence::new(4_000), standing));
        facts::take_in(&self.state, &seen).await.unwrap();
        self.settle().await;
    }
}

#[actix_web::test]
async fn leaving_within_14_days_gives_everything_back_and_the_term_never_counted() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    let joined_on = app.today();
    app.days_pass(14);

    let chain = load_chain(app.state.db.reader(), asha.id).await.unwrap();
    let shown = preview_leaving(&chain, app.now()).unwrap();
    let left = app.leaves(asha.id).await.unwrap();
    app.settle().await;

    assert_eq!(shown, left);
    assert_eq!((left.effective_on, left.refund), (app.today(), Pence::new(4_000)));
    let chain = load_chain(app.state.db.reader(), asha.id).await.unwrap();
    assert_eq!(chain.standing_on(joined_on), Standing::None, "as if it had never been");
    assert_eq!(app.picture(asha.id).await.standing, Standing::None);
    assert_eq!(app.money_of_term(asha.id, 0).await.refunded, Pence::new(4_000));
    app.mail_about("You have left").assert_says("£40 is on its way back");
    assert!(matches!(app.leaves(asha.id).await, Err(LeaveError::LeftBefore)));
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn leaving_on_the_fifteenth_day_keeps_the_paid_term_and_has_no_grace() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(15);

    let left = app.leaves(asha.id).await.unwrap();
    app.settle().await;

    assert_eq!((left.effective_on, left.refund), (day("2027-05-31"), Pence::ZERO));
    app.mail_about("You have left").assert_says("until the end of Monday 31 May 2027");
    let chain = load_chain(app.state.db.reader(), asha.id).await.unwrap();
    assert!(chain.standing_on(day("2027-05-31")).is_member());
    assert_eq!(chain.standing_on(day("2027-06-01")), Standing::Lapsed { ended_on: day("2027-05-31") });
    app.days_pass(351);
    app.run_jobs().await;
    app.mail().assert_none();
    assert_eq!(app.picture(asha.id).await.status, Status::Resigned);
}

#[actix_web::test]
async fn somebody_who_changes_their_mind_again_renews_and_the_notice_is_history() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(20);
    app.leaves(asha.id).await.unwrap();
    app.days_pass(320);

    let order = app.order(asha.id, OrderKind::Renewal, "associate").await;
    app.buy_by_card(asha.id, &order).await;
    app.ignore_mail();

    let chain = load_chain(app.state.db.reader(), asha.id).await.unwrap();
    assert!(matches!(chain.standing_on(day("2028-06-15")), Standing::InGrace { .. }));
    app.days_pass(15);
    let again = app.leaves(asha.id).await.unwrap();
    assert_eq!((again.effective_on, again.refund), (day("2028-05-31"), Pence::ZERO));
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn leaving_just_after_an_early_renewal_pays_the_renewal_back_and_keeps_the_old_term() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(320);
    let order = app.order(asha.id, OrderKind::Renewal, "associate").await;
    app.buy_by_card(asha.id, &order).await;

    let left = app.leaves(asha.id).await.unwrap();
    app.settle().await;
    app.ignore_mail();

    assert_eq!((left.effective_on, left.refund), (day("2027-05-31"), Pence::new(4_500)));
    let chain = load_chain(app.state.db.reader(), asha.id).await.unwrap();
    assert_eq!(chain.standing_on(day("2027-06-01")), Standing::Lapsed { ended_on: day("2027-05-31") });
}

#[actix_web::test]
async fn a_whole_refund_by_the_treasurer_inside_14_days_ends_the_term_and_a_part_does_not() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(5);

    app.treasurer_refunds(asha.id, 0, 1_000).await;
    assert!(app.picture(asha.id).await.standing.is_member());
    app.treasurer_refunds(asha.id, 0, 3_000).await;

    assert_eq!(app.picture(asha.id).await.standing, Standing::None);
    app.ignore_mail();
}

#[actix_web::test]
async fn a_refund_after_14_days_leaves_the_term_alone() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(15);

    app.treasurer_refunds(asha.id, 0, 4_000).await;

    assert!(app.picture(asha.id).await.standing.is_member());
    app.ignore_mail();
}

#[actix_web::test]
async fn a_refund_paid_by_hand_ends_the_term_like_one_by_card() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;
    let order = app.order(asha.id, OrderKind::Joining, "associate").await;
    app.buy_by_bank(&order, 4_000, app.today()).await;
    app.treasurer_refunds(asha.id, 0, 4_000).await;
    assert!(app.picture(asha.id).await.standing.is_member(), "the money is still here");

    let officer = app.officer(Role::Treasurer).await;
    let refund_id = RefundId(app.all_refunds().await[0].id);
    let command = PayByHand { refund_id, bank_reference: "FP 1".to_owned(), paid_by: officer.id };
    pay_by_hand(&app.state, command).await.unwrap();
    app.run_jobs().await;

    assert_eq!(app.picture(asha.id).await.standing, Standing::None);
    app.ignore_mail();
}

#[actix_web::test]
async fn a_disputed_payment_is_flagged_and_a_lost_one_ends_the_term() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;
    let order = app.order(asha.id, OrderKind::Joining, "associate").await;
    let session = app.card_page(asha.id, &order).await;
    app.stripe.pay(&session).await.unwrap();
    app.settle().await;
    app.days_pass(30);

    app.bank_says(&session, DisputeStanding::Open).await;
    let disputed = app.picture(asha.id).await;
    assert!(disputed.is_disputed && disputed.standing.is_member());
    app.bank_says(&session, DisputeStanding::Lost).await;

    let picture = app.picture(asha.id).await;
    assert_eq!(picture.standing, Standing::Lapsed { ended_on: day("2026-06-30") });
    assert!(!picture.is_disputed);
    app.mail_about("payment was taken back");
    app.assert_books_balance().await;
}
