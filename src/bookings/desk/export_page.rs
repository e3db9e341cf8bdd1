//! Downloads the list for the door: limited, and written down each time.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use chrono::Duration;
use serde_json::{Value, json};

use super::attendee_csv::{file_name, write_attendees};
use super::open_date::OpenDate;
use super::queries::list_attendees;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::limits::{self, Limit};
use crate::web::{PageError, Permitted, may};

/// An officer prints a few lists a day; a thief would take all of them.
const EXPORTS: Limit = Limit { what: "attendee_exports", most: 30, window: Duration::hours(1) };

/// GET /admin/events/{id}/attendees.csv
pub async fn export_attendees(
    app: Data<App>,
    officer: Permitted<may::ExportAttendees>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    date.sale()?;
    let (event_id, now) = (date.event.id.0, app.now());
    let who = officer.person_id.to_string();
    let allowed = app.db.write_tx(async |tx| limits::hit(tx, EXPORTS, &who, now).await).await?;
    allowed.map_err(PageError::TooManyRequests)?;
    let rows = list_attendees(app.db.reader(), event_id).await?;
    let file = write_attendees(&rows)?;
    let entry = Entry {
        actor: Actor::Person(officer.person_id),
        action: "attendees.exported",
        subject_kind: "event",
        subject_id: event_id,
        reason: None,
        values: Some((Value::Null, json!({ "places": rows.len() }))),
    };
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(audit::record(tx, entry, now).await?)).await?;
    let disposition = format!("attachment; filename=\"{}\"", file_name(&date.event.slug));
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(file))
}
