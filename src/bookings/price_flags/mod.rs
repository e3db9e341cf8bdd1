//! Places at the member price whose membership went with its money before the event (ELG-8). They are shown to officers with what
//! to do, and nothing is ever charged by itself. Nothing is stored: it is told from places, terms and standing.

mod queries;

use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::events::EventDetails;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members;
use crate::members::membership::{MoneyGone, money_gone_of};

/// A place that an officer should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PriceFlag {
    /// What happened.
    pub words: String,
    /// The booking's reference.
    pub reference: String,
}

/// The places of an event that have the member price without its membership; none once the event is over or called off.
pub async fn price_flags_of(
    db: &impl ConnectionTrait,
    event: &EventDetails,
    now: Instant,
) -> Result<Vec<PriceFlag>, Unexpected> {
    if event.is_cancelled() || event.when.is_over(now) {
        return Ok(Vec::new());
    }
    let places = queries::member_places(db, event.id.0).await?;
    let people: Vec<i64> = places.iter().filter_map(|place| place.person_id).collect();
    let gone = money_gone_of(db, &people).await?;
    let mut flags = Vec::new();
    for place in places {
        let Some((person_id, gone)) = place.person_id.and_then(|id| Some((id, *gone.get(&id)?))) else { continue };
        // Who has paid again, or is a member by another term, is one.
        if members::standing(db, person_id, london_date(now)).await?.gives_member_price() {
            continue;
        }
        flags.push(PriceFlag {
            words: words(&place.attendee_name, Pence::new(place.list_pence - place.price_pence), gone),
            reference: place.reference,
        });
    }
    Ok(flags)
}

fn words(name: &str, saved: Pence, gone: MoneyGone) -> String {
    let what = match gone {
        MoneyGone::PaidBack => "that membership has been paid back",
        MoneyGone::TakenBack => "the bank has taken the payment for that membership back",
    };
    format!(
        "{name} has a place at the member price, {saved} less than others, and {what}. Nothing has been charged. Write and ask for the difference or a renewal, or let it be; the place stays unless you withdraw it."
    )
}
