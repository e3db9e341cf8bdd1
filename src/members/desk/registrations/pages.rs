//! `/admin/members/registrations`: whose registration is due a check, the lists that are under way, and the queries that wait.

use actix_web::HttpResponse;
use actix_web::web::Data;
use entity::registration_list;

use super::views::{DueRow, HERE, ListRow, QueryRow, RegistrationsView, counted};
use super::words::{people, season_words};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::members::registrations::queries::{Group, count_due, list_due, numbers_to_list, open_lists, open_queries};
use crate::members::registrations::{is_time_to_check, prepare_lists};
use crate::web::{Flash, MomentView, PageContext, PageError, Permitted, may};

/// People of one table; who comes after them is shown when those before are dealt with.
const MOST: u64 = 100;

/// GET /admin/members/registrations
pub async fn show_registrations(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
) -> Result<HttpResponse, PageError> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let by_hand = list_due(db, Group::ByHand, today, MOST).await?;
    let without_number = list_due(db, Group::NoNumber, today, MOST).await?;
    let due = count_due(db, Group::Lists, today).await?;
    let view = RegistrationsView {
        season: season_words(today),
        is_time: is_time_to_check(today),
        queries: open_queries(db, MOST).await?.into_iter().map(QueryRow::from).collect(),
        lists: open_lists(db).await?.iter().map(list_row).collect(),
        due_words: people(due),
        due,
        to_list: numbers_to_list(db, today).await?.len(),
        by_hand_words: counted(count_due(db, Group::ByHand, today).await?, by_hand.len()),
        by_hand: by_hand.into_iter().map(DueRow::from).collect(),
        without_number_words: counted(count_due(db, Group::NoNumber, today).await?, without_number.len()),
        without_number: without_number.into_iter().map(DueRow::from).collect(),
    };
    page.render("admin/registrations/overview.html", &view)
}

fn list_row(list: &registration_list::Model) -> ListRow {
    let (state, kind) = match (list.downloaded_at, list.uploads) {
        (_, 1..) => ("To be confirmed", "caution"),
        (Some(_), _) => ("Waits for results", "strong"),
        (None, _) => ("To be downloaded", "plain"),
    };
    ListRow {
        href: format!("{HERE}/lists/{}", list.reference),
        reference: list.reference.clone(),
        numbers: list.numbers,
        prepared: MomentView::short(list.prepared_at),
        state,
        kind,
    }
}

/// POST /admin/members/registrations/lists
pub async fn create_lists(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
) -> Result<HttpResponse, PageError> {
    let flash = match prepare_lists(&app, officer.person_id).await?.len() {
        0 => Flash::info("Everybody who is due is on a list already."),
        1 => Flash::done("1 list is ready. Open it to download its numbers."),
        lists => Flash::done(format!("{lists} lists are ready. Open each to download its numbers.")),
    };
    Ok(page.redirect_with(&flash, HERE))
}
