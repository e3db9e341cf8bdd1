//! The model's waiting list: looked at by the product's own plan, which is pure.

use chrono::Duration;
use nairo::bookings::waiting_list::offer_life::{Handing, handing};
use nairo::bookings::waiting_list::tending::{Act, Ended, ListNow, OpenEntry, OpenOffer, plan};
use nairo::bookings::waiting_list::turns::Waiting;
use nairo::kernel::{Instant, WorkingDays};

use super::model::{HERE, Model};

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    Waiting,
    Offered { seats: usize, until: Instant },
    Taken,
    Expired,
    Withdrawn,
    Closed,
}

impl Wait {
    /// As the product stores it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered { .. } => "offered",
            Self::Taken => "taken",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
        }
    }
}

/// Somebody who waits, or did.
#[derive(Clone, Debug)]
pub struct Entry {
    pub places: usize,
    all_together: bool,
    joined_at: Instant,
    pub state: Wait,
    told_some_free_at: Option<Instant>,
    told_first_come: bool,
}

/// The list of one date.
#[derive(Clone, Debug, Default)]
pub struct WaitingList {
    pub entries: Vec<Entry>,
    /// While it is not 0, the public sees no free seat.
    pub keeps_public_out: i32,
}

impl WaitingList {
    /// Seats that are offered.
    pub fn offered(&self) -> usize {
        let seats = |entry: &Entry| if let Wait::Offered { seats, .. } = entry.state { seats } else { 0 };
        self.entries.iter().map(seats).sum()
    }

    fn open_entries(&self) -> Vec<OpenEntry> {
        let is_open = |entry: &(i64, &Entry)| matches!(entry.1.state, Wait::Waiting | Wait::Offered { .. });
        let open = |(id, entry): (i64, &Entry)| OpenEntry {
            wish: Waiting {
                id,
                priority: 0,
                joined_at: entry.joined_at,
                places: i32::try_from(entry.places).unwrap(),
                all_together: entry.all_together,
                mode: None,
                was_told: entry.told_some_free_at.is_some(),
            },
            is_offered: entry.state != Wait::Waiting,
            told_some_free_at: entry.told_some_free_at,
            told_first_come: entry.told_first_come,
            has_place: false,
        };
        (0..).zip(&self.entries).filter(is_open).map(open).collect()
    }

    fn open_offers(&self) -> Vec<OpenOffer> {
        let offer = |(id, entry): (i64, &Entry)| match entry.state {
            Wait::Offered { seats, until } => Some(OpenOffer {
                id,
                entry_id: id,
                seats: i32::try_from(seats).unwrap(),
                mode: None,
                expires_at: until,
            }),
            _ => None,
        };
        (0..).zip(&self.entries).filter_map(offer).collect()
    }

    fn entry(&mut self, id: i64) -> &mut Entry {
        &mut self.entries[usize::try_from(id).unwrap()]
    }

    fn carry_out(&mut self, act: Act, now: Instant) {
        let ended = |why| if why == Ended::TimeOver { Wait::Expired } else { Wait::Closed };
        match act {
            Act::EndOffer { offer, why } => self.entry(offer.entry_id).state = ended(why),
            Act::EndEntry { entry_id, why } => self.entry(entry_id).state = ended(why),
            Act::Offer { entry_id, seats, until, .. } => {
                self.entry(entry_id).state = Wait::Offered { seats: usize::try_from(seats).unwrap(), until };
            }
            Act::TellSomeFree { entry_id, .. } => self.entry(entry_id).told_some_free_at = Some(now),
            Act::TellFirstCome { entry_id, .. } => self.entry(entry_id).told_first_come = true,
            Act::ForgetFirstCome => {
                self.entries
                    .iter_mut()
                    .filter(|one| one.state == Wait::Waiting)
                    .for_each(|one| one.told_first_come = false);
            }
        }
    }
}

impl Model {
    fn handing(&self) -> Handing {
        let begins = self.dates[HERE].dates.begins();
        // Online bookings close an hour before the start (SES-10).
        if self.is_open(HERE) {
            handing(&WorkingDays::shipped(), self.now, begins, begins - Duration::hours(1))
        } else {
            Handing::Ended
        }
    }

    /// Looks at the list and does what is to be done.
    pub(super) fn tend(&mut self) {
        let free = i32::try_from(self.free(HERE)).unwrap();
        let (entries, offers) = (self.list.open_entries(), self.list.open_offers());
        let plan = plan(&ListNow { now: self.now, handing: self.handing(), free: free.into(), entries, offers });
        for act in plan.acts {
            self.list.carry_out(act, self.now);
        }
        self.list.keeps_public_out = plan.keeps_public_out;
    }

    pub(super) fn join(&mut self, places: usize, all_together: bool) -> bool {
        let has_place = self.list.keeps_public_out == 0 && self.free(HERE) > 0;
        if has_place || matches!(self.handing(), Handing::Ended | Handing::Paused) {
            return false;
        }
        self.list.entries.push(Entry {
            places,
            all_together: all_together && places > 1,
            joined_at: self.now,
            state: Wait::Waiting,
            told_some_free_at: None,
            told_first_come: false,
        });
        true
    }

    /// The entry that a number in a step means.
    pub fn entry_number(&self, number: usize) -> Option<usize> {
        (!self.list.entries.is_empty()).then(|| number % self.list.entries.len())
    }

    /// What an entry may book now, and whether the seats are kept for it (WTL-5, WTL-10).
    pub fn may_take(&self, entry: usize) -> Option<usize> {
        let Entry { places, state, .. } = self.list.entries[entry];
        if !self.is_open(HERE) {
            return None;
        }
        match state {
            Wait::Offered { seats, .. } => Some(seats),
            Wait::Waiting if self.handing() == Handing::FirstCome => Some(places).filter(|all| *all <= self.free(HERE)),
            Wait::Expired => Some(places).filter(|all| *all <= self.free(HERE)),
            _ => None,
        }
    }

    pub(super) fn take_offer(&mut self, number: usize) -> bool {
        let Some(entry) = self.entry_number(number) else { return false };
        let Some(seats) = self.may_take(entry) else { return false };
        self.list.entries[entry].state = Wait::Taken;
        self.hold(seats, true);
        true
    }

    pub(super) fn leave_list(&mut self, number: usize) -> bool {
        let Some(entry) = self.entry_number(number) else { return false };
        let entry = &mut self.list.entries[entry];
        let is_open = matches!(entry.state, Wait::Waiting | Wait::Offered { .. });
        if is_open {
            entry.state = Wait::Withdrawn;
        }
        is_open
    }
}
