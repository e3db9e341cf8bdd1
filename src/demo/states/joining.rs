//! Joining and booking in one payment, and booking first with the difference given back when the membership began (ELG-7).

use super::{Scene, said};
use crate::bookings::book_places::Extras;
use crate::bookings::joining::{JoinChoice, give_differences};
use crate::demo::bookings::{by, pay_open_session};
use crate::demo::members::id_of;
use crate::demo::people::{DemoPerson, Membership, person};
use crate::kernel::{Pence, Unexpected};
use crate::members::membership::{
    HowToPay, OpenOrder, OpenedOrder, OrderKind, OrderPayer, PayBy, PayOrder, open_order, pay_order,
};

const TOGETHER: DemoPerson = person(
    "Ifeoma Bright",
    "ifeoma.bright",
    None,
    Membership::Told("Member"),
    "Joined as an associate and booked a place in one payment, at the member price",
);
const LATER: DemoPerson = person(
    "Lowri Beddoe",
    "lowri.beddoe",
    None,
    Membership::Told("Member"),
    "Booked at the standard price, then joined: the difference is on its way back",
);

/// Who joined while booking, for the list at `/dev/people`.
pub const JOINERS: [DemoPerson; 2] = [TOGETHER, LATER];

/// What a member pays for the place.
const MEMBER_PRICE: Pence = Pence::new(5_000);

pub(super) async fn join_and_book(scene: &Scene<'_>) -> Result<(), Unexpected> {
    let (desk, far) = (&scene.desk, scene.dates.far);
    let mut later = by(LATER, far, &[]);
    later.extras = Extras { join: JoinChoice::Later, ..Extras::default() };
    desk.on_day(-13).pay(later).await?;
    desk.on_day(-9);
    let opened = order(scene, LATER).await?;
    let command = PayOrder {
        person_id: id_of(desk.maker, LATER.mailbox).await?,
        reference: opened.reference,
        by: PayBy::Card,
        payer: OrderPayer::Myself,
        seen_terms: None,
        return_path: "/account".to_owned(),
        cancel_path: "/account".to_owned(),
    };
    if matches!(pay_order(scene.app(), command).await.map_err(said)?, HowToPay::BankTransfer(_)) {
        return Err(Unexpected::because("a membership was to be paid by card"));
    }
    pay_open_session(desk.maker).await?;
    give_differences(scene.app(), id_of(desk.maker, LATER.mailbox).await?).await?;
    desk.on_day(-7);
    let opened = order(scene, TOGETHER).await?;
    let mut together = by(TOGETHER, far, &[]);
    together.total = Some(MEMBER_PRICE);
    together.extras = Extras { join: JoinChoice::Together, shown_membership: opened.price, ..Extras::default() };
    desk.pay(together).await?;
    Ok(())
}

/// An order for an associate membership.
async fn order(scene: &Scene<'_>, who: DemoPerson) -> Result<OpenedOrder, Unexpected> {
    let (app, person_id) = (scene.app(), id_of(scene.desk.maker, who.mailbox).await?);
    let now = app.now();
    let new =
        OpenOrder { person_id, kind: OrderKind::Joining, type_code: "associate".to_owned(), application_id: None };
    app.db.write_tx(async |tx| open_order(app, tx, new, now).await).await.map_err(said)
}
