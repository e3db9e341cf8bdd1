//! `/directory/{reference}/messages`: writes to a member without knowing their address.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::entry::Shown;
use super::forms::read_message;
use super::list_pages::audience_of;
use super::queries::find_listed;
use super::relay_message::{RelayMessage, RelayMessageError, relay_message};
use super::views::MessagePage;
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn};

/// The member behind a reference, if they are listed and take messages, and are not the viewer, who must be a member too.
async fn open(app: &App, me: &SignedIn, reference: &str) -> Result<(i64, Shown), PageError> {
    if !me.viewer.is_member {
        return Err(PageError::NotFound);
    }
    let audience = audience_of(app, &me.viewer).await?.ok_or(PageError::NotFound)?;
    let found = find_listed(app.db.reader(), (reference, &audience), london_date(app.now())).await?;
    found.filter(|(id, shown)| shown.takes_messages && *id != me.person_id).ok_or(PageError::NotFound)
}

fn view(shown: &Shown, me: &SignedIn, form: FormView, key: String) -> MessagePage {
    MessagePage {
        form,
        action: format!("/directory/{}/messages", shown.reference),
        back: format!("/directory/{}", shown.reference),
        to_name: shown.name.clone(),
        from_name: me.viewer.name.clone(),
        from_address: me.viewer.email.clone(),
        key,
    }
}

/// GET `/directory/{reference}/messages`.
pub async fn new_message(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (_, shown) = open(&app, &me, &reference).await?;
    page.render("members/directory_message.html", &view(&shown, &me, FormView::blank(&["message"]), app.tokens.uuid()))
}

/// POST `/directory/{reference}/messages`.
pub async fn send_message(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    (reference, form): (Path<String>, Posted),
) -> Result<HttpResponse, PageError> {
    let (recipient_id, shown) = open(&app, &me, &reference).await?;
    let again = |status, errors: &FieldErrors| {
        let filled = FormView::filled([("message", form.get("message"))]).with_errors(errors);
        let page_view = view(&shown, &me, filled, form.get("key").to_owned());
        page.render_with(status, "members/directory_message.html", &page_view)
    };
    let message = match read_message(&form) {
        Ok(message) => message,
        Err(errors) => return again(StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    let (key, digest) = (form.get("key").chars().take(64).collect(), form.digest());
    let command = RelayMessage { sender_id: me.person_id, recipient_id, message, key, digest };
    let words = match relay_message(&app, command).await {
        Ok(()) => {
            let flash = Flash::done(format!("Your message is on its way to {}.", shown.name));
            return Ok(page.redirect_with(&flash, &format!("/directory/{}", shown.reference)));
        }
        Err(RelayMessageError::Unexpected(error)) => return Err(error.into()),
        Err(RelayMessageError::TooMany) => "That is as many messages as we pass on in a day. Try again tomorrow",
        Err(RelayMessageError::NotTaken) => "This member cannot take your message by the directory",
        Err(RelayMessageError::AnotherForm) => "This form was sent before. Reload the page to write another message",
    };
    again(StatusCode::CONFLICT, &FieldErrors::one("message", words))
}
