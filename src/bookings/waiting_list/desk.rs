//! The officers' page of one waiting list: who waits in which order, what is offered, and their few acts.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use entity::{waiting_entry, waiting_offer};

use super::entry_state::EntryState;
use super::entry_view::state_tag;
use super::offer_life::Handing;
use super::offers::figures::OfferFigures;
use super::offers::queries::offer_figures;
use super::officers::{OfficerError, offer_now, remove_entry, set_priority, show_position};
use super::open_list::handing_of;
use super::queries::all_entries;
use super::turns::{BEFORE_OTHERS, FIRST_OF_ALL, PAID_TOO_LATE};
use super::views::{DeskEntry, DeskListView, OffersView};
use super::words::{places_words, seats_words};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::desk::open_date::{OpenDate, powers};
use crate::bookings::modes::PlaceMode;
use crate::bookings::sale::EventSale;
use crate::events::EventView;
use crate::kernel::Instant;
use crate::kernel::uk_time::date_and_time;
use crate::web::{Flash, PageContext, PageError, Permitted, Posted, may};

/// GET /admin/events/{id}/waiting-list
pub async fn show_list(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    let sale = date.sale()?;
    let now = app.now();
    let (entries, mut offers) = all_entries(app.db.reader(), date.event.id.0).await?;
    let days = app.holidays.read(app.db.reader(), now).await?;
    let handing = handing_of(&days, &date.event, sale, now);
    let may_manage = powers(&page).manage_bookings;
    let can_offer = may_manage && sale.free_seats() > 0 && matches!(handing, Handing::InTurn { .. });
    let mut turn = 0;
    let mut rows: Vec<DeskEntry> = Vec::new();
    for entry in &entries {
        if entry.state == EntryState::Waiting.word() {
            turn += 1;
        }
        rows.push(row(entry, offers.remove(&entry.id), turn, can_offer));
    }
    let (open, ended): (Vec<DeskEntry>, Vec<DeskEntry>) = rows.into_iter().partition(|row| row.is_open);
    let words = EventView::new(&date.event, now);
    let waiting = open.iter().filter(|row| row.is_waiting).count();
    let view = DeskListView {
        base: format!("{}/waiting-list", date.base),
        event_base: date.base.clone(),
        title: words.title,
        when: words.when_words,
        waiting,
        offered: open.len() - waiting,
        free: sale.free_seats(),
        offers: offers_view(offer_figures(app.db.reader(), date.event.id.0).await?),
        handing: handing_words(handing),
        stuck: stuck_words(sale, waiting, handing),
        shows_position: sale.shows_waiting_position,
        open,
        ended,
        may_manage,
    };
    page.render("admin/events/waiting_list.html", &view)
}

fn offers_view(figures: OfferFigures) -> Option<OffersView> {
    let OfferFigures { open, taken, declined, expired, withdrawn } = figures;
    let rate = figures.taken_percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"));
    let made = figures.made();
    (made > 0).then_some(OffersView { made, open, taken, declined, expired, withdrawn, rate })
}

fn row(entry: &waiting_entry::Model, offer: Option<waiting_offer::Model>, turn: usize, can_offer: bool) -> DeskEntry {
    let state = EntryState::parse(&entry.state);
    let together = if entry.all_together { ", all together or none" } else { "" };
    let is_waiting = state == EntryState::Waiting;
    DeskEntry {
        id: entry.id,
        turn: if is_waiting { turn } else { 0 },
        name: if entry.name.is_empty() { "Forgotten on request".to_owned() } else { entry.name.clone() },
        email: entry.email.clone(),
        asked: format!("{}{together}", seats_words(entry.places, PlaceMode::parse(&entry.mode))),
        joined: date_and_time(entry.joined_at),
        tag: state_tag(state),
        note: note(entry, offer.as_ref()),
        priority: entry.priority,
        priority_words: priority_words(entry.priority),
        is_waiting,
        is_open: state.is_open(),
        can_offer: can_offer && is_waiting,
    }
}

fn note(entry: &waiting_entry::Model, offer: Option<&waiting_offer::Model>) -> String {
    let told = |at: Instant| format!("Told {} that fewer are free", date_and_time(at));
    match (offer, entry.ended_at, entry.told_some_free_at) {
        (Some(offer), ..) => {
            let seats = seats_words(offer.seats, PlaceMode::parse(&offer.mode));
            format!("{seats} until {}", date_and_time(offer.expires_at))
        }
        (None, Some(ended), _) => date_and_time(ended),
        (None, None, Some(at)) => told(at),
        (None, None, None) if entry.beside_booking_id.is_some() => "The rest of a group that has booked".to_owned(),
        (None, None, None) => String::new(),
    }
}

fn priority_words(priority: i32) -> &'static str {
    match priority {
        BEFORE_OTHERS => "Before others",
        FIRST_OF_ALL => "First of all",
        PAID_TOO_LATE => "Paid too late, so first",
        _ => "In turn",
    }
}

fn handing_words(handing: Handing) -> String {
    match handing {
        Handing::InTurn { until } => format!(
            "A seat that comes free is offered to the next person at once; an offer made now lasts until {}.",
            date_and_time(until)
        ),
        Handing::FirstCome => {
            "The start is near: everyone who waits is told of a free seat at once, and who books first has it."
                .to_owned()
        }
        Handing::Paused => "Bookings are not open just now, so nothing is offered.".to_owned(),
        Handing::Ended => "Bookings have closed, so the list has ended.".to_owned(),
    }
}

fn stuck_words(sale: &EventSale, waiting: usize, handing: Handing) -> String {
    let free = sale.free_seats();
    if free == 0 || waiting == 0 || !matches!(handing, Handing::InTurn { .. }) {
        return String::new();
    }
    let (are, them) = if free == 1 { ("is", "it") } else { ("are", "them") };
    if sale.waiting == 0 {
        return format!(
            "{} {are} free and on public sale: whoever waits asked for more places together.",
            places_words(free)
        );
    }
    format!(
        "{} {are} free, but whoever waits asked for more places together. Unless they ask for fewer, the public can book {them} 48 hours after they were told.",
        places_words(free)
    )
}

/// The addresses of one entry: `{id}` of the date and `{entry}`.
fn ids(path: &Path<(String, String)>) -> Result<(i64, i64), PageError> {
    let number = |text: &str| text.parse::<i64>().map_err(|_| PageError::NotFound);
    Ok((number(&path.0)?, number(&path.1)?))
}

fn answer(
    page: &PageContext,
    event_id: i64,
    done: Result<(), OfficerError>,
    words: &str,
) -> Result<HttpResponse, PageError> {
    let flash = match done {
        Ok(()) => Flash::done(words),
        Err(OfficerError::Unexpected(error)) => return Err(PageError::Unexpected(error)),
        Err(refusal) => Flash::problem(refusal.to_string()),
    };
    Ok(page.redirect_with(&flash, &format!("/admin/events/{event_id}/waiting-list")))
}

/// POST /admin/events/{id}/waiting-list/{entry}/priority
pub async fn update_priority(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let ids = ids(&path)?;
    let priority = posted.get("priority").parse().unwrap_or(0);
    let done = set_priority(&app, ids, priority, Actor::Person(officer.person_id)).await;
    answer(&page, ids.0, done, "The order has changed.")
}

/// POST /admin/events/{id}/waiting-list/{entry}/offer
pub async fn create_offer(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let ids = ids(&path)?;
    let done = offer_now(&app, ids, Actor::Person(officer.person_id)).await;
    answer(&page, ids.0, done, "The place is offered, and they have been written to.")
}

/// POST /admin/events/{id}/waiting-list/{entry}/removal
pub async fn create_removal(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let ids = ids(&path)?;
    let done = remove_entry(&app, ids, Actor::Person(officer.person_id)).await;
    answer(&page, ids.0, done, "They are off the list. We have not written to them: tell them if they do not know.")
}

/// POST /admin/events/{id}/waiting-list/position
pub async fn update_position(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    date.sale()?;
    let shows = posted.get("shows") == "yes";
    show_position(&app, date.event.id.0, shows, Actor::Person(officer.person_id)).await?;
    let words = if shows {
        "Whoever waits now sees about where they stand."
    } else {
        "Whoever waits no longer sees where they stand."
    };
    Ok(page.redirect_with(&Flash::done(words), &format!("{}/waiting-list", date.base)))
}
