//! "Save and come back later": a mail with the way back. The answers are kept anyway.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::app::App;
use crate::kernel::Unexpected;
use crate::members::applications::{ApplicationState, find_live_application, queue_way_back};
use crate::web::{Flash, PageContext, PageError, Posted, SignedIn};

/// POST `/join/return-link`.
pub async fn create_return_link(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    _form: Posted,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let draft = find_live_application(app.db.reader(), signed_in.person_id).await?;
    let Some(draft) = draft.filter(|draft| draft.state == ApplicationState::Draft) else {
        return Ok(page.redirect("/join"));
    };
    app.db
        .write_tx(async |tx| {
            queue_way_back(&app, tx, &draft, now).await?;
            Ok::<_, Unexpected>(())
        })
        .await?;
    let words =
        "Your answers are kept. We have sent a link to your email address, so that you can go on when it suits you.";
    Ok(page.redirect_with(&Flash::done(words), "/join"))
}
