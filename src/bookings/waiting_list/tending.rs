//! What has to be done with a waiting list at an instant (WTL-4 to WTL-9, WTL-12, WTL-14). Pure: looks at the list as it is and
//! gives acts; nothing to do gives none, so it may be asked every half minute.

use chrono::Duration;

use super::free_seats::FreeSeats;
use super::offer_life::{Handing, OFFER_HOURS};
use super::turns::{Turn, Waiting, share_out};
use crate::bookings::modes::PlaceMode;
use crate::kernel::Instant;

/// An entry that is still on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenEntry {
    /// What it asks for, and its turn.
    pub wish: Waiting,
    /// Seats are kept for it.
    pub is_offered: bool,
    /// When it was told that fewer seats than it asks for are free.
    pub told_some_free_at: Option<Instant>,
    /// It was told that who comes first has the free seats.
    pub told_first_come: bool,
    /// The same person has a confirmed place on this event (DUP-4).
    pub has_place: bool,
}

/// Seats that are kept for an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenOffer {
    /// Row id.
    pub id: i64,
    /// Whose.
    pub entry_id: i64,
    /// How many.
    pub seats: i32,
    /// Of which kind, where the date has two (SES-8).
    pub mode: Option<PlaceMode>,
    /// The first instant at which it is too late (CLK-6).
    pub expires_at: Instant,
}

/// A list as it is.
#[derive(Clone, Debug)]
pub struct ListNow {
    /// The instant it is looked at.
    pub now: Instant,
    /// How seats are handed out now.
    pub handing: Handing,
    /// Seats less those taken and offered; below nothing when the number of seats was lowered (HLD-8).
    pub free: FreeSeats,
    /// Who is on the list.
    pub entries: Vec<OpenEntry>,
    /// What is offered.
    pub offers: Vec<OpenOffer>,
}

/// Why an entry or an offer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The offer's time is over.
    TimeOver,
    /// The person has a place.
    HasPlace,
    /// Bookings have closed, or the event was called off.
    List,
    /// The entry is no longer on the list; only its seats are still kept.
    Gone,
}

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// End an offer and its entry; the seats are free again.
    EndOffer {
        /// Which.
        offer: OpenOffer,
        /// Why.
        why: Ended,
    },
    /// End an entry that has no offer.
    EndEntry {
        /// Which.
        entry_id: i64,
        /// Why.
        why: Ended,
    },
    /// Keep seats for an entry until `until`, and say so.
    Offer {
        /// Which.
        entry_id: i64,
        /// How many.
        seats: i32,
        /// Of which kind, where the date has two.
        mode: Option<PlaceMode>,
        /// The first instant at which it is too late.
        until: Instant,
    },
    /// Say that there are fewer seats than asked for (WTL-7).
    TellSomeFree {
        /// Which.
        entry_id: i64,
        /// How many there are.
        free: i32,
    },
    /// Say that who comes first has the free seats (WTL-5).
    TellFirstCome {
        /// Which.
        entry_id: i64,
        /// How many there are.
        free: i32,
    },
    /// The seats that were for who comes first have gone; the next ones are told of anew.
    ForgetFirstCome,
}

/// What to do, and how many entries then keep the public out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// In this order.
    pub acts: Vec<Act>,
    /// While it is not 0, the public sees no free place (D5). On a date with a room and a screen these are entries that take either.
    pub keeps_public_out: i32,
    /// Entries that want a place in the room, or one online, and keep the public from that kind (SES-8).
    pub keeps_out_of_modes: (i32, i32),
}

/// Decides what to do with a list now.
pub fn plan(list: &ListNow) -> Plan {
    let mut acts = Vec::new();
    let mut free = list.free;
    for offer in &list.offers {
        if let Some(why) = offer_ends(list, offer) {
            free = free.less(-offer.seats, offer.mode);
            acts.push(Act::EndOffer { offer: *offer, why });
        }
    }
    let mut queue: Vec<&OpenEntry> = Vec::new();
    for entry in list.entries.iter().filter(|entry| !entry.is_offered) {
        match entry_ends(list, entry) {
            Some(why) => acts.push(Act::EndEntry { entry_id: entry.wish.id, why }),
            None => queue.push(entry),
        }
    }
    match list.handing {
        Handing::InTurn { until } => hand_out_in_turn(&mut free, &queue, until, &mut acts),
        Handing::FirstCome => tell_first_come(free, &queue, &mut acts),
        Handing::Paused | Handing::Ended => {}
    }
    let got: Vec<i64> = acts.iter().filter_map(offered_to).collect();
    let waits = |mode: Option<PlaceMode>| {
        let is_one = |entry: &&&OpenEntry| entry.wish.mode == mode && !got.contains(&entry.wish.id);
        let those = queue.iter().filter(is_one).filter(|entry| !is_passed_over(list.now, free, entry));
        i32::try_from(those.count()).unwrap_or(i32::MAX)
    };
    let keeps_out_of_modes = (waits(Some(PlaceMode::Room)), waits(Some(PlaceMode::Online)));
    Plan { keeps_public_out: waits(None), keeps_out_of_modes, acts }
}

fn offered_to(act: &Act) -> Option<i64> {
    match act {
        Act::Offer { entry_id, .. } => Some(*entry_id),
        _ => None,
    }
}

fn offer_ends(list: &ListNow, offer: &OpenOffer) -> Option<Ended> {
    let entry = list.entries.iter().find(|entry| entry.wish.id == offer.entry_id && entry.is_offered);
    let Some(entry) = entry else { return Some(Ended::Gone) };
    if list.now >= offer.expires_at {
        return Some(Ended::TimeOver);
    }
    entry_ends(list, entry)
}

fn entry_ends(list: &ListNow, entry: &OpenEntry) -> Option<Ended> {
    match list.handing {
        Handing::Ended => Some(Ended::List),
        _ => entry.has_place.then_some(Ended::HasPlace),
    }
}

fn hand_out_in_turn(free: &mut FreeSeats, queue: &[&OpenEntry], until: Instant, acts: &mut Vec<Act>) {
    let wishes: Vec<Waiting> = queue.iter().map(|entry| entry.wish).collect();
    for turn in share_out(*free, &wishes) {
        acts.push(match turn {
            Turn::Offer { entry_id, seats, mode } => {
                *free = free.less(seats, mode);
                Act::Offer { entry_id, seats, mode, until }
            }
            Turn::TellSomeFree { entry_id, free } => Act::TellSomeFree { entry_id, free },
        });
    }
}

fn tell_first_come(free: FreeSeats, queue: &[&OpenEntry], acts: &mut Vec<Act>) {
    let free_for = |entry: &OpenEntry| free.for_wish(entry.wish.mode).0;
    if queue.iter().all(|entry| free_for(entry) == 0) {
        if queue.iter().any(|entry| entry.told_first_come) {
            acts.push(Act::ForgetFirstCome);
        }
        return;
    }
    let can_use = |entry: &&&OpenEntry| {
        let free = free_for(entry);
        !entry.told_first_come && free > 0 && (entry.wish.places <= free || !entry.wish.all_together)
    };
    let tell = |entry: &&OpenEntry| Act::TellFirstCome { entry_id: entry.wish.id, free: free_for(entry) };
    acts.extend(queue.iter().filter(can_use).map(tell));
}

/// Whoever insists on more seats than there are has been told, had as long to think as an offer lasts, and lets the seats go:
/// nobody takes them, so they return to public sale (WTL-14). The next seat that comes free is the list's again.
fn is_passed_over(now: Instant, free: FreeSeats, entry: &OpenEntry) -> bool {
    let (free, _) = free.for_wish(entry.wish.mode);
    let had_time = entry.told_some_free_at.is_some_and(|told| now - told >= Duration::hours(OFFER_HOURS));
    entry.wish.all_together && entry.wish.places > free && free > 0 && had_time
}

#[cfg(test)]
#[path = "tending_tests.rs"]
mod tests;
