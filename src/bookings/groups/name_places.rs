//! Names places later (GRP-2): the booker types or lists people, or has claim links sent. All of it happens, or, when one entry
//! is refused, none.

use std::collections::BTreeSet;

use chrono::Duration;
use entity::place;

use super::naming::{Naming, NotGiven, NotNameable};
use super::place_status::is_unnamed;
use super::{emails, queries, store};
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{EmailAddress, PersonName, Unexpected};
use crate::limits::{self, Limit};

/// Claim links of one booking: enough to send each of a large group theirs twice, too few to pester strangers.
const LINKS: Limit = Limit { what: "claim_links", most: 60, window: Duration::hours(24) };

/// A name for a place.
#[derive(Clone, Debug)]
pub struct NewName {
    /// The place's number in its booking; none: the next one without a name.
    pub position: Option<i32>,
    /// As it goes on the register.
    pub name: PersonName,
    /// Own mailbox, or a shared one (GRP-6).
    pub email: EmailAddress,
}

/// A claim link to be sent. An earlier one for the same place stops working.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// The place's number in its booking.
    pub position: i32,
    /// Where to.
    pub email: EmailAddress,
}

/// The command.
#[derive(Clone, Debug)]
pub struct NamePlaces {
    /// Which booking.
    pub booking_id: i64,
    /// Who comes.
    pub names: Vec<NewName>,
    /// Who is asked to say themselves.
    pub links: Vec<NewLink>,
    /// For the audit.
    pub actor: Actor,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacesNamed {
    /// Names put to places.
    pub names: usize,
    /// Links sent.
    pub links: usize,
}

/// One entry that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which of the names, or, after them, of the links; counted from nought.
    pub entry: usize,
    /// Why.
    pub why: String,
}

/// Why nothing was named.
#[derive(Debug, thiserror::Error)]
pub enum NamePlacesError {
    /// None of its places can take a name.
    #[error("{0}")]
    NotNameable(NotNameable),
    /// Some entries are wrong; nothing was written.
    #[error("Some of these names cannot be saved. Nothing has changed; look at the words beside each.")]
    Refused(Vec<Refusal>),
    /// Too many links went out today.
    #[error("Many links have been sent for this booking today. Type the names here instead, or send more tomorrow.")]
    TooManyLinks,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(NamePlacesError);

impl From<NotNameable> for NamePlacesError {
    fn from(reason: NotNameable) -> Self {
        match reason {
            NotNameable::Unexpected(error) => Self::Unexpected(error),
            reason => Self::NotNameable(reason),
        }
    }
}

/// Names places and sends claim links, or says why not and changes nothing.
pub async fn name_places(app: &App, command: &NamePlaces) -> Result<PlacesNamed, NamePlacesError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let naming = Naming::open(app, tx, command.booking_id, command.actor, now).await?;
            let invited: BTreeSet<i64> = queries::invitations_of(tx, &naming.places).await?.into_keys().collect();
            let chosen = choose(&naming.places, &invited, command).map_err(NamePlacesError::Refused)?;
            refuse_twins(&naming, &command.names).await?;
            let mut named = Vec::new();
            for ((entry, new), place) in command.names.iter().enumerate().zip(&chosen.named) {
                let given = naming.give(place, (&new.name, &new.email)).await?;
                named.push(given.map_err(|why| NamePlacesError::Refused(vec![not_given(entry, why)]))?);
            }
            naming.tell(&named).await?;
            for (link, place) in command.links.iter().zip(&chosen.linked) {
                send_link(&naming, place, &link.email).await?;
            }
            Ok(PlacesNamed { names: named.len(), links: chosen.linked.len() })
        })
        .await
}

/// The places that the entries are for, in their order.
#[derive(Debug)]
struct Chosen<'a> {
    named: Vec<&'a place::Model>,
    linked: Vec<&'a place::Model>,
}

fn not_given(entry: usize, why: NotGiven) -> Refusal {
    let why = match why {
        NotGiven::PlaceTaken => "This place has a name by now. Look at the booking again.",
        NotGiven::PersonBooked => "This person already has a place on this date, with an email about it of their own.",
    };
    Refusal { entry, why: why.to_owned() }
}

/// Pure: a place for each entry, those that nobody was sent a link for first; no place twice, and none that has a name.
fn choose<'a>(
    places: &'a [place::Model],
    invited: &BTreeSet<i64>,
    command: &NamePlaces,
) -> Result<Chosen<'a>, Vec<Refusal>> {
    let mut free: Vec<&place::Model> = places.iter().filter(|place| is_unnamed(place)).collect();
    free.sort_by_key(|place| (invited.contains(&place.id), place.position));
    let mut refused = Vec::new();
    let mut take = |entry: usize, position: Option<i32>, free: &mut Vec<&'a place::Model>| {
        let at = match position {
            Some(position) => free.iter().position(|place| place.position == position),
            None => (!free.is_empty()).then_some(0),
        };
        match at {
            Some(at) => Some(free.remove(at)),
            None if position.is_some() => {
                refused.push(not_given(entry, NotGiven::PlaceTaken));
                None
            }
            None => {
                let why = "No place without a name is left for this person.".to_owned();
                refused.push(Refusal { entry, why });
                None
            }
        }
    };
    // Places asked for by number are taken before the next best.
    let wanted =
        command.names.iter().map(|new| new.position).chain(command.links.iter().map(|link| Some(link.position)));
    let mut entries: Vec<(usize, Option<i32>)> = wanted.enumerate().collect();
    entries.sort_by_key(|(entry, position)| (position.is_none(), *entry));
    let mut taken: Vec<(usize, &place::Model)> = Vec::new();
    for (entry, position) in entries {
        taken.extend(take(entry, position, &mut free).map(|place| (entry, place)));
    }
    if !refused.is_empty() {
        refused.sort_by_key(|refusal| refusal.entry);
        return Err(refused);
    }
    taken.sort_by_key(|(entry, _)| *entry);
    let mut named: Vec<&place::Model> = taken.into_iter().map(|(_, place)| place).collect();
    let linked = named.split_off(command.names.len());
    Ok(Chosen { named, linked })
}

/// Nobody has two live places on a date (DUP-1); the database says so too (DUP-5).
async fn refuse_twins(naming: &Naming<'_>, names: &[NewName]) -> Result<(), NamePlacesError> {
    let booked = naming.twins(names.iter().map(|new| &new.email)).await?;
    let mut seen = BTreeSet::new();
    let mut refused = Vec::new();
    for (entry, new) in names.iter().enumerate() {
        let folded = (new.email.folded(), new.name.folded());
        if booked.contains(&folded) {
            refused.push(not_given(entry, NotGiven::PersonBooked));
        } else if !seen.insert(folded) {
            let why = "This person stands here twice. Take one of the two out.".to_owned();
            refused.push(Refusal { entry, why });
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(NamePlacesError::Refused(refused)) }
}

/// Sends the link with which somebody puts their own name to a place.
async fn send_link(naming: &Naming<'_>, place: &place::Model, to: &EmailAddress) -> Result<(), NamePlacesError> {
    let (tx, now) = (naming.tx, naming.now);
    let counted = limits::hit(tx, LINKS, &naming.booking.id.to_string(), now).await?;
    counted.map_err(|_| NamePlacesError::TooManyLinks)?;
    let generation = store::write_invitation(tx, place.id, to, now).await?;
    naming.record("place.link_sent", place.id).await?;
    let about = (&naming.booking, place.id, generation);
    Ok(emails::queue_claim_link(naming.app, tx, about, (&naming.event, None), to, now).await?)
}

#[cfg(test)]
#[path = "name_places_tests.rs"]
mod tests;
