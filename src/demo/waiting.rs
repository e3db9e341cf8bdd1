//! Who waits in the demo: the full date has a list with an offer that is open, a group that insists on all its places, somebody
//! put before others, and somebody who declined.

use super::WorldMaker;
use super::courses::ComingDates;
use super::people::{DemoPerson, MINH_KHAI};
use crate::audit::Actor;
use crate::bookings::waiting_list::join::{JoinWaitingList, join_waiting_list};
use crate::bookings::waiting_list::leave::{GiveUp, give_up};
use crate::bookings::waiting_list::officers::{set_priority, show_position};
use crate::bookings::waiting_list::queries::find_entry_of;
use crate::bookings::waiting_list::turns::BEFORE_OTHERS;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, PersonName, Unexpected};
use crate::members;
use chrono::Duration;

/// Puts people on the list of the full date, oldest first. A place of it is given back later, by whoever makes the bookings.
pub(super) async fn make_waiting_list(
    maker: &WorldMaker<'_>,
    dates: ComingDates,
    now: Instant,
) -> Result<(), Unexpected> {
    let (app, event_id) = (maker.app, dates.full.0);
    let on_day = |days: i64| maker.clock.travel(now - Duration::days(days));
    on_day(8);
    join(maker, event_id, ("Petra Vance", "petra.vance"), (1, false)).await?;
    on_day(7);
    join(maker, event_id, ("Idris Fenwick", "reviewing.team"), (3, true)).await?;
    on_day(6);
    join_as(maker, event_id, MINH_KHAI).await?;
    on_day(5);
    join(maker, event_id, ("Bo Ng", "bo.ng"), (2, false)).await?;
    join(maker, event_id, ("Zofia Wróbel", "zofia.wrobel.two"), (1, false)).await?;
    on_day(4);
    show_position(app, event_id, true, Actor::System).await?;
    let first = find_entry_of(app.db.reader(), event_id, "bo.ng@example.org").await?.context("Bo waits")?;
    set_priority(app, (event_id, first.id), BEFORE_OTHERS, Actor::System)
        .await
        .map_err(|error| Unexpected::because(error.to_string()))?;
    let gone =
        find_entry_of(app.db.reader(), event_id, "zofia.wrobel.two@example.org").await?.context("Zofia waits")?;
    give_up(app, gone.id, GiveUp::Leave, Actor::Link).await?;
    Ok(())
}

async fn join_as(maker: &WorldMaker<'_>, event_id: i64, person: DemoPerson) -> Result<(), Unexpected> {
    join(maker, event_id, (person.name, person.mailbox), (1, false)).await
}

pub(super) async fn join(
    maker: &WorldMaker<'_>,
    event_id: i64,
    (name, mailbox): (&str, &str),
    (places, all_together): (i32, bool),
) -> Result<(), Unexpected> {
    let app = maker.app;
    let email = EmailAddress::parse(&format!("{mailbox}@example.org")).context("a demo address")?;
    let person_id = members::people::find_by_verified_email(app.db.reader(), &email).await?;
    let command = JoinWaitingList {
        event_id,
        person_id,
        name: PersonName::parse(name).context("a demo name")?,
        email,
        places,
        all_together,
        mode: None,
        leaves_for_other_date: places > 1 && !all_together,
    };
    join_waiting_list(app, &command, None).await.map_err(|error| Unexpected::because(error.to_string()))
}
