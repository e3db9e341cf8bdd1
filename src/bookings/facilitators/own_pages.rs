//! What a facilitator sees, in their own account: the dates that name them by their record, and what people who come need in the
//! room. Read only, until 28 days after, and each reading is written down (QST-3, TRN-2, TRN-5).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::access::{ACCESS_DAYS, Sees, access_ends_at, sees};
use super::views::{OwnDateView, OwnDatesView};
use crate::app::App;
use crate::bookings::needs::desk_pages::{ReadFor, told_page};
use crate::bookings::needs::views::ToldPageView;
use crate::events::facilitating::dates_led_by;
use crate::events::{EventDetails, EventId, EventView, find_event};
use crate::kernel::Instant;
use crate::kernel::uk_time::{last_whole_day, long_date};
use crate::web::{Flash, PageContext, PageError, SignedIn};

const HERE: &str = "/account/facilitating";

/// GET /account/facilitating
pub async fn list_own_dates(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let (led, now) = (dates_led_by(app.db.reader(), me.person_id).await?, app.now());
    let dates = led.iter().map(|event| own_date(event, now)).collect();
    page.render("bookings/facilitating.html", &OwnDatesView { dates })
}

fn own_date(event: &EventDetails, now: Instant) -> OwnDateView {
    let words = EventView::new(event, now);
    let end = access_ends_at(event);
    let is_open = end.is_none_or(|end| now < end);
    OwnDateView {
        title: words.title,
        when: words.when_words,
        place: words.place_words,
        is_cancelled: event.is_cancelled(),
        needs_href: if is_open { format!("{HERE}/{}/needs", event.id) } else { String::new() },
        until: end.map(|at| long_date(last_whole_day(at))).unwrap_or_default(),
    }
}

/// GET /account/facilitating/{id}/needs. A date that the reader does not lead does not exist for them.
pub async fn show_needs(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = id.parse().map(EventId).map_err(|_| PageError::NotFound)?;
    let event = find_event(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    match sees(&event, me.person_id, app.now()) {
        Sees::Nothing => Err(PageError::NotFound),
        Sees::NoLonger => {
            let words = format!(
                "What people needed can be seen until {ACCESS_DAYS} days after a date. Write to us if you still need to know something."
            );
            Ok(page.redirect_with(&Flash::info(words), HERE))
        }
        Sees::Needs => {
            let view = told_page(&app, &event, me.person_id, ReadFor::Leading).await?;
            let until = access_ends_at(&event).map(|at| long_date(last_whole_day(at))).unwrap_or_default();
            let view = ToldPageView { back: HERE.to_owned(), kept_until: until, ..view };
            page.render("bookings/facilitator_needs.html", &view)
        }
    }
}
