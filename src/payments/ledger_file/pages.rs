//! `/admin/money/ledger.csv`.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use chrono::Duration;
use serde_json::{Value, json};

use super::queries::ledger_of;
use super::write_file::write;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::limits::{self, Limit};
use crate::payments::reports::Period;
use crate::web::{PageError, Permitted, Posted, may};

/// A treasurer takes a few files a day.
const FILES: Limit = Limit { what: "ledger_files", most: 60, window: Duration::hours(1) };

/// POST, because it is written down who took it: the ledger of a month or a financial year.
pub async fn download(
    app: Data<App>,
    officer: Permitted<may::ViewMoney>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let period = Period::read(posted.get("month"), posted.get("year"), london_date(now));
    let who = officer.person_id.to_string();
    let allowed = app.db.write_tx(async |tx| limits::hit(tx, FILES, &who, now).await).await?;
    allowed.map_err(PageError::TooManyRequests)?;
    let ledger = ledger_of(app.db.reader(), period).await?;
    let file = write(&ledger)?;
    let entry = Entry {
        actor: Actor::Person(officer.person_id),
        action: "ledger.exported",
        subject_kind: "ledger",
        subject_id: 0,
        reason: None,
        values: Some((Value::Null, json!({ "period": period.file_word(), "entries": ledger.transactions.len() }))),
    };
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(audit::record(tx, entry, now).await?)).await?;
    let disposition = format!("attachment; filename=\"ledger-{}.csv\"", period.file_word());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(file))
}
