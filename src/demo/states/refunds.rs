//! Money on its way back, stopped or stuck: waiting for a second person, refused, with the card processor, to be paid by hand and
//! late, paid by hand, withdrawn. The refunds that failed or arrived are made with the other bookings.

use super::{Scene, said};
use crate::bookings::book_places::Booked;
use crate::bookings::hold::PaymentMethod;
use crate::demo::bookings::{Somebody, for_council};
use crate::demo::invoices::Office;
use crate::demo::money;
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;
use crate::payments::RefundId;
use crate::payments::refunds::{DecideRefund, PayByHand, WithdrawRefund, decide_refund, pay_by_hand, withdraw_refund};
use crate::stripe_sandbox::RefundOutcome;

const TARNWICK: &str = "Tarnwick Council";
const FENBY: &str = "Fenby Children’s Trust";
const CLERK: Somebody = ("Ignatius Crewe", "ignatius.crewe");
/// Seven people: together above the limit for one officer alone (D11).
const SEVEN: [Somebody; 7] = [
    ("Adaeze Obi", "adaeze.obi"),
    ("Bronagh Keane", "bronagh.keane"),
    ("Cem Aydin", "cem.aydin"),
    ("Dorotea Ruiz", "dorotea.ruiz"),
    ("Emrys Hale", "emrys.hale"),
    ("Fenella Dean", "fenella.dean"),
    ("Goran Ilić", "goran.ilic"),
];
const SIX: [Somebody; 6] = [
    ("Hettie Marlow", "hettie.marlow"),
    ("Ines Duarte", "ines.duarte"),
    ("Jolyon Speke", "jolyon.speke"),
    ("Katya Orlova", "katya.orlova"),
    ("Lorcan Byrne", "lorcan.byrne"),
    ("Mairi Gunn", "mairi.gunn"),
];
const LATE: Somebody = ("Nadim Qureshi", "nadim.qureshi");
const PENDING: Somebody = ("Ottilie Frame", "ottilie.frame");
const GIVEN_UP: Somebody = ("Perpetua Lund", "perpetua.lund");
const BY_HAND: Somebody = ("Quentin Ashe", "quentin.ashe");

pub(super) async fn make_refunds(scene: &Scene<'_>) -> Result<(), Unexpected> {
    by_transfer(scene).await?;
    let (desk, app, far) = (&scene.desk, scene.app(), scene.dates.far);
    let refused = desk.on_day(-19).pay(for_council(far, TARNWICK, CLERK, &SIX)).await?;
    let waits = desk.on_day(-18).pay(for_council(far, FENBY, CLERK, &SEVEN)).await?;
    desk.on_day(-13);
    scene.cancel_all(&refused, "We have to move the whole team to another week.").await?;
    desk.on_day(-12);
    let no = DecideRefund {
        refund_id: refund_of(scene, &refused).await?,
        decided_by: scene.trustee,
        is_approved: false,
        reason: "They have asked us to keep it for their booking in spring".to_owned(),
    };
    decide_refund(app, no).await.map_err(said)?;
    let pending = desk.on_day(-9).pay(for_council(far, FENBY, PENDING, &[PENDING])).await?;
    desk.on_day(-2);
    scene.cancel_all(&waits, "Our inspection falls on that day.").await?;
    desk.on_day(-1);
    scene.cancel_all(&pending, "Ottilie has a hearing.").await?;
    money::send_refunds(desk.maker, &pending, RefundOutcome::Pending).await
}

/// What was paid by transfer can only go back by transfer: one waits and is late (CO-08), one was withdrawn, one was paid.
async fn by_transfer(scene: &Scene<'_>) -> Result<(), Unexpected> {
    let (desk, app) = (&scene.desk, scene.app());
    let late = paid_by_transfer(scene, (-30, -27), LATE, "TARNWICK 7714").await?;
    let given_up = paid_by_transfer(scene, (-29, -26), GIVEN_UP, "TARNWICK 7718").await?;
    let by_hand = paid_by_transfer(scene, (-29, -26), BY_HAND, "FENBY TR 90").await?;
    desk.on_day(-17);
    scene.cancel_all(&late, "Nadim has left us.").await?;
    desk.on_day(-15);
    scene.cancel_all(&by_hand, "Quentin is needed at court.").await?;
    desk.on_day(-12);
    let paid = PayByHand {
        refund_id: refund_of(scene, &by_hand).await?,
        bank_reference: "NAIRO REFUND FENBY".to_owned(),
        paid_by: scene.treasurer,
    };
    pay_by_hand(app, paid).await.map_err(said)?;
    desk.on_day(-10);
    scene.cancel_all(&given_up, "We booked the wrong person.").await?;
    desk.on_day(-6);
    let withdrawn = WithdrawRefund {
        refund_id: refund_of(scene, &given_up).await?,
        reason: "The council wrote that it wants it kept for an invoice".to_owned(),
        withdrawn_by: scene.trustee,
    };
    withdraw_refund(app, withdrawn).await.map_err(said)
}

/// Booked and paid on these days.
async fn paid_by_transfer(
    scene: &Scene<'_>,
    (booked_on, paid_on): (i64, i64),
    who: Somebody,
    bank_reference: &str,
) -> Result<Booked, Unexpected> {
    let Scene { desk, dates, treasurer, .. } = scene;
    let mut order = for_council(dates.far, TARNWICK, who, &[who]);
    order.method = PaymentMethod::BankTransfer;
    let booked = desk.on_day(booked_on).book(order).await?;
    let office = Office { maker: desk.maker, event: dates.far, treasurer: *treasurer, now: desk.now };
    office.on_day(paid_on).receive(&booked, bank_reference, None).await?;
    Ok(booked)
}

async fn refund_of(scene: &Scene<'_>, booked: &Booked) -> Result<RefundId, Unexpected> {
    money::refunds_of(scene.desk.maker, booked).await?.pop().context("a demo booking has no refund")
}
