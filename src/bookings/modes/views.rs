//! What pages show of a date in person and online: the choice with what is left, and the way from one to the other.

use entity::place;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::pools::ModePools;
use super::seats::PlaceMode;
use crate::bookings::booking_state::BookingState;
use crate::bookings::event_facts::{event_dates, sale_facts};
use crate::bookings::groups::place_status::place_name;
use crate::bookings::sale::{EventSale, find_sale};
use crate::bookings::waiting_list::is_waited_for;
use crate::events::EventDetails;
use crate::kernel::{Instant, Unexpected};

/// One of the two on a form or a page.
#[derive(Clone, Debug, Serialize)]
pub struct ModeChoice {
    /// "room" or "online".
    pub value: &'static str,
    /// In words.
    pub label: &'static str,
    /// "4 places left", "Full".
    pub hint: String,
    /// "open", "few" or "full", as the `places` component shows it.
    pub state: &'static str,
}

/// Both.
#[derive(Clone, Debug, Serialize)]
pub struct ModesView {
    /// In the order of every page.
    pub options: Vec<ModeChoice>,
    /// One is full and the other is not, so that somebody may want to wait for the first.
    pub can_wait_for_one: bool,
}

impl ModesView {
    /// For whoever has seats kept, which stand among those that are taken: what is left for others says nothing to them.
    #[must_use]
    pub fn without_numbers(mut self) -> Self {
        for option in &mut self.options {
            option.hint.clear();
        }
        self
    }
}

/// Five places or fewer are "few".
const FEW: i32 = 5;

/// What is left of each; for officers past the waiting list. None on a date of one kind.
pub(in crate::bookings) fn modes_view(sale: &EventSale, past_the_list: bool) -> Option<ModesView> {
    let pools = sale.modes?;
    let left = |mode| if past_the_list { pools.free(mode, sale.free_seats()) } else { sale.left_in(pools, mode) };
    let choice = |mode: PlaceMode| ModeChoice {
        value: mode.word(),
        label: mode.label(),
        hint: left_words(left(mode)),
        state: match left(mode) {
            0 => "full",
            few if few <= FEW => "few",
            _ => "open",
        },
    };
    Some(ModesView {
        options: PlaceMode::ALL.map(choice).into(),
        can_wait_for_one: is_waited_for(sale) && sale.places_left() > 0 && !sale.rules.code_only,
    })
}

fn left_words(left: i32) -> String {
    match left {
        0 => "Full".to_owned(),
        1 => "1 place left".to_owned(),
        left => format!("{left} places left"),
    }
}

/// "in the room", inside a sentence; empty on a date of one kind.
pub(in crate::bookings) fn mode_words(place: &place::Model) -> &'static str {
    PlaceMode::parse(&place.mode).map_or("", PlaceMode::words)
}

/// "In the room"; empty on a date of one kind.
pub(in crate::bookings) fn mode_label(place: &place::Model) -> &'static str {
    PlaceMode::parse(&place.mode).map_or("", PlaceMode::label)
}

/// What somebody may do about the way a place takes part.
#[derive(Clone, Debug, Serialize)]
pub struct SwitchView {
    /// "in the room".
    pub now: &'static str,
    /// The way that is left: "online".
    pub to: &'static str,
    /// Its word, for the form.
    pub to_word: &'static str,
    /// It can be had now.
    pub can_switch: bool,
    /// Why not, in a sentence; empty when it can.
    pub why_not: &'static str,
}

/// One place of a booking with its way, and where its button posts to.
#[derive(Clone, Debug, Serialize)]
pub struct ModeRow {
    /// Who comes, or that nobody is named yet.
    pub name: String,
    /// Where the button posts to.
    pub action: String,
    /// What can be done.
    pub switch: SwitchView,
}

/// The confirmed places of a booking with the ways they have; read only on a date that has two.
pub(in crate::bookings) async fn mode_rows(
    db: &impl ConnectionTrait,
    (places, event): (&[place::Model], &EventDetails),
    base: &str,
    (by_officer, now): (bool, Instant),
) -> Result<Vec<ModeRow>, Unexpected> {
    if places.iter().all(|place| place.mode.is_empty()) {
        return Ok(Vec::new());
    }
    let Some(sale) = find_sale(db, event.id.0).await? else { return Ok(Vec::new()) };
    let row = |place: &place::Model| {
        let name = place_name(place);
        let action = format!("{base}/places/{}/mode", place.position);
        Some(ModeRow { name, action, switch: switch_view(place, (event, &sale), (by_officer, now))? })
    };
    Ok(places.iter().filter_map(row).collect())
}

/// The way from one to the other for a confirmed place; none on a date of one kind, or when it is over. An officer is bound neither
/// by the closing of bookings nor by the waiting list.
pub(in crate::bookings) fn switch_view(
    place: &place::Model,
    (event, sale): (&EventDetails, &EventSale),
    (by_officer, now): (bool, Instant),
) -> Option<SwitchView> {
    let mode = PlaceMode::parse(&place.mode)?;
    let pools = sale.modes?;
    if place.state != BookingState::Confirmed.word() || event.is_cancelled() {
        return None;
    }
    let to = mode.other();
    let window = switch_window(to, (event, sale), now);
    let why_not = match window {
        SwitchWindow::Open | SwitchWindow::Closed if by_officer && pools.pool(to).free() > 0 => "",
        window => why_not(&pools, to, window)?,
    };
    Some(SwitchView { now: mode.words(), to: to.words(), to_word: to.word(), can_switch: why_not.is_empty(), why_not })
}

/// None when the event has begun.
fn why_not(pools: &ModePools, to: PlaceMode, window: SwitchWindow) -> Option<&'static str> {
    match window {
        SwitchWindow::Begun => None,
        SwitchWindow::Closed => Some("The room is being set up, so places in it can no longer be added."),
        SwitchWindow::Open if pools.pool(to).takes_a_switch() => Some(""),
        SwitchWindow::Open if to == PlaceMode::Room => {
            Some("The room is full now. Look again: somebody may give a place back.")
        }
        SwitchWindow::Open => Some("No place online is free now. Look again: somebody may give one back."),
    }
}

/// Whether one may still change over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bookings) enum SwitchWindow {
    /// Yes.
    Open,
    /// To the room no longer: bookings have closed, and whoever looks after the room counts on the number.
    Closed,
    /// The event has begun.
    Begun,
}

/// To the screen until the event begins; to the room until bookings close (SES-10), while chairs can still be put out. An officer
/// may do it until the event begins.
pub(in crate::bookings) fn switch_window(
    to: PlaceMode,
    (event, sale): (&EventDetails, &EventSale),
    now: Instant,
) -> SwitchWindow {
    let Some(dates) = event_dates(event) else { return SwitchWindow::Open };
    let closes = sale_facts(event, sale).closing_instant();
    match to {
        _ if now >= dates.started_from() => SwitchWindow::Begun,
        PlaceMode::Room if closes.is_some_and(|closes| now > closes) => SwitchWindow::Closed,
        _ => SwitchWindow::Open,
    }
}
