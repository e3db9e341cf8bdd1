//! Changes that cost something: one carried out, one left, and a move and a substitution that an officer entered and that wait for
//! the booker's money. And a date that the office moved: kept, given up, moved elsewhere, and not answered yet.

use chrono::Duration;

use super::{Scene, said};
use crate::audit::Actor;
use crate::bookings::book_places::Booked;
use crate::bookings::moving::{MovePlaces, Moved, move_places};
use crate::bookings::organiser_move::keep_places::keep_places;
use crate::bookings::place_change::end_change::withdraw_change;
use crate::bookings::place_change::start_change::Started;
use crate::bookings::queries::places_of_booking;
use crate::bookings::substitution::name_change::ChangedBy;
use crate::bookings::substitution::{NameAttendee, name_attendee};
use crate::demo::bookings::{Somebody, address, by, for_council, name, pay_open_session};
use crate::demo::changes::{move_all, move_event};
use crate::demo::money::send_refunds;
use crate::demo::people::PEOPLE;
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};
use crate::payments::open_checkout;
use crate::stripe_sandbox::RefundOutcome;

const WINTERSET: &str = "Winterset County Council";
const KEEPS: Somebody = ("Rukhsana Mir", "rukhsana.mir");
const GIVES_UP: Somebody = ("Stellan Voss", "stellan.voss");
const GOES_ELSEWHERE: Somebody = ("Tirion Rees", "tirion.rees");
const SAYS_NOTHING: Somebody = ("Ulrika Dahl", "ulrika.dahl");
const MOVES: Somebody = ("Verity Nkemelu", "verity.nkemelu");
const WAITS: Somebody = ("Wilfrid Stott", "wilfrid.stott");
const LEAVES: Somebody = ("Xanthe Poole", "xanthe.poole");
const COMES_INSTEAD: Somebody = ("Yannick Brandt", "yannick.brandt");
/// A member in whose stead somebody else comes.
const MEMBER: &str = "kit.abernathy";
/// What the dearer date costs more.
const DEARER_BY: Pence = Pence::new(3_000);
/// What a member pays less.
const MEMBERS_LESS: Pence = Pence::new(4_000);

pub(super) async fn make_changes(scene: &Scene<'_>) -> Result<(), Unexpected> {
    by_the_office(scene).await?;
    let (desk, app, far) = (&scene.desk, scene.app(), scene.dates.far);
    let moves = desk.on_day(-12).pay(for_council(far, WINTERSET, MOVES, &[MOVES])).await?;
    let leaves = desk.on_day(-11).pay(for_council(far, WINTERSET, LEAVES, &[LEAVES])).await?;
    let waits = desk.on_day(-10).pay(for_council(far, WINTERSET, WAITS, &[WAITS])).await?;
    let kit = PEOPLE.into_iter().find(|person| person.mailbox == MEMBER).context("the demo's editor is missing")?;
    let members = desk.on_day(-10).pay(by(kit, far, &[])).await?;
    desk.on_day(-8);
    move_to_dearer(scene, &moves, None).await?;
    pay_open_session(desk.maker).await?;
    desk.on_day(-7);
    let started = move_to_dearer(scene, &leaves, None).await?;
    desk.maker.clock.travel(desk.now - Duration::days(7) + Duration::minutes(9));
    withdraw_change(app, started.change_id).await?;
    desk.maker.clock.travel(desk.now - Duration::hours(20));
    move_to_dearer(scene, &waits, Some("Asked by telephone")).await?;
    let place = places_of_booking(app.db.reader(), members.booking_id).await?;
    let instead = NameAttendee {
        place_id: place.first().context("a demo booking has no place")?.id,
        name: name(COMES_INSTEAD),
        email: address(COMES_INSTEAD),
        by: ChangedBy::Officer,
        actor: Actor::Person(scene.officer),
        shown_due: Some(MEMBERS_LESS),
    };
    name_attendee(app, &instead).await.map_err(said)?;
    Ok(())
}

/// The booker's own move to the dearer date, as far as the payment page, or an officer's with a reason.
async fn move_to_dearer(
    scene: &Scene<'_>,
    booked: &Booked,
    officers_reason: Option<&str>,
) -> Result<Started, Unexpected> {
    let command = MovePlaces {
        booking_id: booked.booking_id,
        place_id: None,
        to_event_id: scene.dates.dearer.0,
        by_officer: officers_reason.is_some(),
        actor: officers_reason.map_or(Actor::Link, |_| Actor::Person(scene.officer)),
        shown: Some((DEARER_BY, Pence::ZERO)),
        reason: officers_reason.unwrap_or_default().to_owned(),
    };
    match move_places(scene.app(), &command).await.map_err(said)? {
        Moved::AwaitsPayment(started) => {
            if let Some(checkout) = started.checkout_id {
                open_checkout(scene.app(), checkout).await?;
            }
            Ok(started)
        }
        Moved::Done { .. } => Err(Unexpected::because("a dearer date cost nothing")),
    }
}

/// REF-13: the office moves a date, and four bookers answer in four ways.
async fn by_the_office(scene: &Scene<'_>) -> Result<(), Unexpected> {
    let (desk, app, shifted) = (&scene.desk, scene.app(), scene.dates.shifted);
    desk.on_day(-16);
    let mut booked = Vec::new();
    for who in [KEEPS, GIVES_UP, GOES_ELSEWHERE, SAYS_NOTHING] {
        booked.push(desk.pay(for_council(shifted, WINTERSET, who, &[who])).await?);
    }
    desk.on_day(-6);
    move_event(desk.maker, shifted).await?;
    desk.on_day(-5);
    keep_places(app, booked[0].booking_id, Actor::Link).await?;
    desk.on_day(-4);
    scene.cancel_all(&booked[1], "The new date is in our leave.").await?;
    send_refunds(desk.maker, &booked[1], RefundOutcome::Succeed).await?;
    desk.on_day(-3);
    move_all(desk.maker, booked[2].booking_id, scene.dates.far).await
}
