//! `/admin/members`. Each filter is an address; without JavaScript the form is sent, with it the list follows the typing.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use entity::person_profile::Column::{Nation, Region};

use super::filter::{Asked, Filter};
use super::queries::{known_employers, known_places, list_people};
use super::views::{Choice, Choices, list_view, sorts};
use crate::app::App;
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::members::membership::offered_types;
use crate::web::{PageContext, PageError, Permitted, may};

/// People on one page.
const PEOPLE: u64 = 50;

/// GET /admin/members
pub async fn list_members(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let today = london_date(app.now());
    let filter = Filter::from(&*asked);
    let listed = list_people(app.db.reader(), &filter, today, PEOPLE).await?;
    let view = list_view(&filter, listed, choices(&app).await?);
    page.render("admin/members/list.html", &view)
}

async fn choices(app: &App) -> Result<Choices, Unexpected> {
    let db = app.db.reader();
    let types = offered_types(db, london_date(app.now())).await?;
    let place = |value: String| Choice { label: value.clone(), value };
    Ok(Choices {
        types: types.into_iter().map(|kind| Choice { value: kind.code, label: kind.version.name }).collect(),
        nations: known_places(db, Nation).await?.into_iter().map(place).collect(),
        regions: known_places(db, Region).await?.into_iter().map(place).collect(),
        employers: known_employers(db).await?.into_iter().map(Choice::from).collect(),
        sorts: sorts(),
    })
}
