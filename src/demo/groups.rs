//! A group of six: three named, one sent a claim link, two without anybody yet. Its booker is signed in and does not come.

use chrono::Duration;

use super::WorldMaker;
use super::bookings::pay_open_session;
use super::people::ASHA;
use crate::audit::Actor;
use crate::bookings::book_places::{Attendee, BookPlaces, Extras, SeatsFrom, book_places};
use crate::bookings::groups::name_places::{NamePlaces, NewLink, NewName, name_places};
use crate::bookings::hold::PaymentMethod;
use crate::bookings::refund_policy::PayerKind;
use crate::bookings::sale::find_sale;
use crate::events::EventId;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Unexpected};
use crate::members;
use crate::payments::open_checkout;

const PLACES: usize = 6;
const COUNCIL: &str = "Eastmere Borough Council";
const NAMED_AT_ONCE: (&str, &str) = ("Ottoline Brandreth", "ottoline.brandreth@example.org");
const NAMED_LATER: [(&str, &str); 2] =
    [("Marek Dudek", "safeguarding.team@example.org"), ("Folasade Adeyemi", "safeguarding.team@example.org")];
const SENT_A_LINK: &str = "tamsin.rowe@example.org";

/// Books the group twenty-one days ago, names two more a day later and sends one link.
pub(super) async fn make_group(maker: &WorldMaker<'_>, event: EventId, now: Instant) -> Result<(), Unexpected> {
    let app = maker.app;
    maker.clock.travel(now - Duration::days(21));
    let booker = members::people::find_by_verified_email(app.db.reader(), &ASHA.email()).await?;
    let sale = find_sale(app.db.reader(), event.0).await?.context("a demo event is not on sale")?;
    let (name, email) = person(NAMED_AT_ONCE);
    let command = BookPlaces {
        event_id: event.0,
        booker_person_id: booker,
        booker_name: person((ASHA.name, SENT_A_LINK)).0,
        booker_email: ASHA.email(),
        attendees: vec![Attendee { name, email, is_booker: false }],
        unnamed: PLACES - 1,
        officer: None,
        payer: PayerKind::Organisation,
        organisation: Some(COUNCIL.to_owned()),
        method: PaymentMethod::Card,
        billing: None,
        start_now_accepted: true,
        extras: Extras::default(),
        shown_total: std::iter::repeat_n(sale.prices.standard, PLACES).sum::<Pence>(),
        seats: SeatsFrom::Public,
        rest: None,
        idempotency_key: app.tokens.uuid(),
        digest: String::new(),
    };
    let booked = book_places(app, &command).await?;
    open_checkout(app, booked.checkout_id.context("a paid booking has no payment page")?).await?;
    pay_open_session(maker).await?;
    maker.clock.travel(now - Duration::days(20));
    let new = |(position, who): (i32, (&str, &str))| {
        let (name, email) = person(who);
        NewName { position: Some(position), name, email }
    };
    let names = NamePlaces {
        booking_id: booked.booking_id,
        names: (2..).zip(NAMED_LATER).map(new).collect(),
        links: vec![NewLink { position: 4, email: address(SENT_A_LINK) }],
        actor: booker.map_or(Actor::Link, Actor::Person),
    };
    name_places(app, &names).await?;
    Ok(())
}

fn person((name, email): (&str, &str)) -> (PersonName, EmailAddress) {
    (PersonName::parse(name).expect("the demo's names are well formed"), address(email))
}

fn address(email: &str) -> EmailAddress {
    EmailAddress::parse(email).expect("the demo's addresses are well formed")
}
