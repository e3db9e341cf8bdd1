//! `/unsubscribe/{token}`: stops one kind of mail, or all of it, without signing in. Looking changes nothing, because mail
//! scanners look; a POST does, even one without cookies, because mail programs send it (EM-02, RFC 8058).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::record::{Wanted, record_wanted};
use crate::app::App;
use crate::kernel::LinkPurpose;
use crate::members::people;
use crate::notifications::preferences::{MailPurpose, WORDING_VERSION, pack, unpack};
use crate::web::{PageContext, PageError};

#[derive(Serialize)]
struct UnsubscribePage {
    action: String,
    /// What stops, in words.
    list: &'static str,
    /// The link that stops all of it; "" when this one does.
    all_action: String,
    is_done: bool,
}

/// Who is behind a token, and which kind it stops. The token gives no name away.
async fn open(app: &App, token: &str) -> Result<(i64, Option<MailPurpose>), PageError> {
    let subject = app.links.subject(token).ok_or(PageError::NotFound)?;
    if !app.links.verify(token, LinkPurpose::Unsubscribe, 1) {
        return Err(PageError::NotFound);
    }
    let (person_id, purpose) = unpack(subject).ok_or(PageError::NotFound)?;
    let person = people::find_person(app.db.reader(), person_id).await?.ok_or(PageError::NotFound)?;
    Ok((person.id, purpose))
}

fn view(app: &App, token: &str, who: (i64, Option<MailPurpose>), is_done: bool) -> UnsubscribePage {
    let all = || format!("/unsubscribe/{}", app.links.token(LinkPurpose::Unsubscribe, pack(who.0, None), 1));
    UnsubscribePage {
        action: format!("/unsubscribe/{token}"),
        list: who.1.map_or("everything that is not about your membership or bookings", MailPurpose::label),
        all_action: who.1.map(|_| all()).unwrap_or_default(),
        is_done,
    }
}

/// GET `/unsubscribe/{token}`.
pub async fn show_unsubscribe(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
) -> Result<HttpResponse, PageError> {
    let who = open(&app, &token).await?;
    page.render("members/unsubscribe.html", &view(&app, &token, who, false))
}

/// POST `/unsubscribe/{token}`: stops it, now. Again is fine.
pub async fn unsubscribe(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let who = open(&app, &token).await?;
    let now = app.now();
    let asked = who.1.map_or(MailPurpose::ALL.to_vec(), |purpose| vec![purpose]);
    let wanted = Wanted {
        person_id: who.0,
        asked: &asked,
        ticked: &[],
        source: "unsubscribe link",
        wording_version: WORDING_VERSION,
    };
    app.db.write_tx(async |tx| record_wanted(tx, &app, wanted, now).await).await?;
    page.render("members/unsubscribe.html", &view(&app, &token, who, true))
}
