//! Invoices that ended in another way than by being paid, an organisation that was turned down, and debts given up: one at once, and
//! one so large that a second person has to agree (D11). All invoices are of the same days, so that numbers and dates rise together.

use super::{Scene, said};
use crate::bookings::book_places::Booked;
use crate::bookings::queries::find_booking;
use crate::demo::invoices::{Council, Office};
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;
use crate::payments::invoices::{WriteOff, write_off};

const fn council(
    (name, mailbox): (&'static str, &'static str),
    address: &'static str,
    contact: &'static str,
) -> Council {
    Council { name, mailbox, address, contact, requires_po: false, terms_days: 14 }
}

/// Owes for two places that nobody will ever pay, and for six.
const HARWICK: Council =
    council(("Harwick Family Trust", "office.harwick"), "The Old Maltings\nHarwick HK3 7RS", "Clement Ivory");
/// Ordered, and cancelled all of it.
const PENHOLT: Council =
    council(("Penholt Council", "payables.penholt"), "Town Hall\nPenholt PH1 4DD", "Eirlys Tanner");
/// Paid £10 too much.
const THORPE: Council =
    council(("Thorpe Arden Council", "invoices.thorpe"), "Civic Offices\nThorpe Arden TA9 2LL", "Magnus Frayne");
/// Has its invoice, and time to pay it.
const CALDBECK: Council =
    council(("Caldbeck Council", "accounts.caldbeck"), "Market House\nCaldbeck CB2 6LD", "Ida Moor");
/// Nobody could find out who they are.
const GREYSTONE: Council =
    council(("Greystone Outcomes", "hello.greystone"), "Unit 4\nGreystone GS8 8GS", "Zebedee Carne");

pub(super) async fn make_accounts(scene: &Scene<'_>) -> Result<(), Unexpected> {
    let Scene { desk, dates, treasurer, .. } = scene;
    let office = Office { maker: desk.maker, event: dates.far, treasurer: *treasurer, now: desk.now };
    let small = office.on_day(-32).book(HARWICK, &["Clement Ivory", "Ada Renn"]).await?;
    office.approve(HARWICK).await?;
    let credited = office.on_day(-31).book(PENHOLT, &["Eirlys Tanner", "Hugo Prynne"]).await?;
    office.approve(PENHOLT).await?;
    let overpaid = office.on_day(-30).book(THORPE, &["Magnus Frayne"]).await?;
    office.approve(THORPE).await?;
    let people = ["Bea Lorne", "Cyril Hatch", "Dora Flint", "Edgar Moss", "Freya Lund", "Gil Arrow"];
    let large = office.book(HARWICK, &people).await?;
    office.on_day(-24).receive(&overpaid, "THORPE ARDEN 55", Some(10_000)).await?;
    office.on_day(-20);
    scene.cancel_all(&credited, "Our budget for this year is spent.").await?;
    office.on_day(-5).book(GREYSTONE, &["Zebedee Carne"]).await?;
    office.on_day(-3).turn_down(GREYSTONE, "We could not find out who you are. Pay by card, or write to us.").await?;
    office.on_day(-2);
    give_up_debt(scene, &small, "The trust has been wound up").await?;
    give_up_debt(scene, &large, "The trust has been wound up; the liquidator pays nothing").await?;
    office.book(CALDBECK, &["Ida Moor"]).await?;
    office.approve(CALDBECK).await
}

async fn give_up_debt(scene: &Scene<'_>, booked: &Booked, reason: &str) -> Result<(), Unexpected> {
    let booking =
        find_booking(scene.app().db.reader(), booked.booking_id).await?.context("a demo booking is missing")?;
    let command = WriteOff {
        charge_id: booking.charge_id.context("a demo booking has no charge")?,
        reason: reason.to_owned(),
        requested_by: scene.treasurer,
    };
    write_off(scene.app(), &command).await.map_err(said)?;
    Ok(())
}
