//! A date that was full, whose waiting list has ended: an offer that was taken, one declined, one left to run out, and a pair for
//! whom there never were two seats together. And a payment that a bank questioned in vain.

use chrono::Duration;

use super::{Scene, said};
use crate::audit::Actor;
use crate::bookings::book_places::SeatsFrom;
use crate::bookings::waiting_list::leave::{GiveUp, give_up};
use crate::bookings::waiting_list::queries::find_entry_of;
use crate::bookings::waiting_list::tend_waiting_lists;
use crate::demo::bookings::{Somebody, for_council};
use crate::demo::money;
use crate::demo::waiting::join;
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};
use crate::payments::seen::DisputeStanding;
use crate::stripe_sandbox::RefundOutcome;

const ELLERBY: &str = "Ellerby Council";
const BOOKER: Somebody = ("Oswin Harker", "oswin.harker");
const TEAM: [Somebody; 2] = [("Priti Sandhu", "priti.sandhu"), ("Lewin Abara", "lewin.abara")];
const ALONE: Somebody = ("Gudrun Meyer", "gudrun.meyer");
const TAKES: Somebody = ("Róisín Kell", "roisin.kell");
const DECLINES: Somebody = ("Tendai Moyo", "tendai.moyo");
const FORGETS: Somebody = ("Agnes Lindley", "agnes.lindley");
const PAIR: Somebody = ("Bartholomew Finch", "bartholomew.finch");
/// What the bank asked back for a time.
const PRICE: Pence = Pence::new(9_000);

pub(super) async fn make_full_date(scene: &Scene<'_>) -> Result<(), Unexpected> {
    let (desk, app, over) = (&scene.desk, scene.app(), scene.dates.over);
    let first = desk.on_day(-45).pay(for_council(over, ELLERBY, BOOKER, &TEAM)).await?;
    desk.on_day(-44).pay(for_council(over, ELLERBY, ALONE, &[ALONE])).await?;
    money::bank_questions(desk.maker, ("dp_demo_won", PRICE), DisputeStanding::Won).await?;
    for (days, who, places) in [(-42, TAKES, 1), (-41, DECLINES, 1), (-40, FORGETS, 1), (-39, PAIR, 2)] {
        desk.on_day(days);
        join(desk.maker, over.0, who, (places, places > 1)).await?;
    }
    desk.on_day(-29).give_up_last_place(&first).await?;
    tend_waiting_lists(app).await?;
    desk.maker.clock.travel(desk.now - Duration::days(29) + Duration::hours(3));
    let entry_id = entry_of(scene, TAKES).await?;
    let mut taken = for_council(over, "Kell & Partners", TAKES, &[TAKES]);
    taken.seats = SeatsFrom::WaitingList { entry_id };
    desk.pay(taken).await?;
    desk.on_day(-28);
    scene.cancel_all(&first, "We are short of staff that week.").await?;
    tend_waiting_lists(app).await?;
    money::send_refunds(desk.maker, &first, RefundOutcome::Succeed).await?;
    give_up(app, entry_of(scene, DECLINES).await?, GiveUp::Decline, Actor::Link).await?;
    desk.on_day(-23);
    tend_waiting_lists(app).await?;
    desk.on_day(-8);
    tend_waiting_lists(app).await
}

async fn entry_of(scene: &Scene<'_>, (_, mailbox): Somebody) -> Result<i64, Unexpected> {
    let address = format!("{mailbox}@example.org");
    let found = find_entry_of(scene.app().db.reader(), scene.dates.over.0, &address).await.map_err(said)?;
    Ok(found.context("somebody of the demo does not wait")?.id)
}
