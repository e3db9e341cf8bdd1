//! The outbox in the back office: what waits, what was refused and why, what went; and sending a refused message again.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::queries::{OutboxRow, count_messages, list_failed, list_queued, list_sent};
use super::resend::resend_message;
use super::test_message::queue_test_message;
use crate::app::App;
use crate::audit::Actor;
use crate::web::{Flash, MomentView, PageContext, PageError, Permitted, may};

/// Rows of each list.
const MOST: u64 = 50;

#[derive(Serialize)]
struct OutboxView {
    counts: Vec<Figure>,
    failed: Vec<MessageView>,
    queued: Vec<MessageView>,
    sent: Vec<MessageView>,
}

#[derive(Serialize)]
struct Figure {
    label: &'static str,
    value: u64,
}

#[derive(Serialize)]
struct MessageView {
    id: i64,
    kind: String,
    to_name: String,
    to_address: String,
    when: MomentView,
    error: String,
    can_be_resent: bool,
}

/// The page.
pub async fn list_messages(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let counts = count_messages(db, app.now()).await?;
    let views = |rows: Vec<OutboxRow>| rows.into_iter().map(message_view).collect();
    let view = OutboxView {
        counts: vec![
            Figure { label: "Waiting", value: counts.queued },
            Figure { label: "Not delivered", value: counts.failed },
            Figure { label: "Sent in 24 hours", value: counts.sent_today },
            Figure { label: "Addresses that refuse mail", value: counts.flagged },
        ],
        failed: views(list_failed(db, MOST).await?),
        queued: views(list_queued(db, MOST).await?),
        sent: views(list_sent(db, MOST).await?),
    };
    page.render("admin/outbox/list.html", &view)
}

/// Sends a failed message once more.
pub async fn create_delivery(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewJobs>,
    id: Path<i64>,
) -> Result<HttpResponse, PageError> {
    let resent = resend_message(&app.db, id.into_inner(), Actor::Person(officer.person_id), app.now()).await?;
    let flash = if resent {
        Flash::done("The message is waiting to go once more.")
    } else {
        Flash::info("That message cannot be sent again: it has gone meanwhile, or what it said has been wiped.")
    };
    Ok(page.redirect_with(&flash, "/admin/outbox"))
}

/// Sends the officer a message, to see whether mail arrives.
pub async fn create_test_message(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewJobs>,
) -> Result<HttpResponse, PageError> {
    let to = officer.viewer.email.clone();
    queue_test_message(&app, officer.viewer, app.now()).await?;
    let flash =
        Flash::done(format!("A test message to {to} is waiting to go. Reload this page to see what came of it."));
    Ok(page.redirect_with(&flash, "/admin/outbox"))
}

fn message_view(row: OutboxRow) -> MessageView {
    MessageView {
        id: row.id,
        kind: row.template.replace('_', " "),
        to_name: row.to_name.unwrap_or_default(),
        to_address: row.to_address.unwrap_or_default(),
        when: MomentView::short(row.sent_at.unwrap_or(row.created_at)),
        error: row.last_error.unwrap_or_default(),
        can_be_resent: row.wiped_at.is_none(),
    }
}
