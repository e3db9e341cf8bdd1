//! `/account/email-choices`.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use super::forms::{choices_view, read_wanted};
use super::record::{Wanted, record_wanted};
use crate::app::App;
use crate::kernel::uk_time::{date_and_time, london_date, long_date};
use crate::notifications::preferences::{Answer, MailPurpose, WORDING_VERSION, current_choices};
use crate::web::{Flash, FormView, PageContext, PageError, Posted, SignedIn};

#[derive(Serialize)]
struct ChoicesPage {
    form: FormView,
    kinds: Vec<KindView>,
}

/// One kind of mail.
#[derive(Serialize)]
struct KindView {
    name: &'static str,
    label: &'static str,
    /// What comes, and what they said before.
    hint: String,
}

/// GET `/account/email-choices`.
pub async fn show_choices(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let current = current_choices(app.db.reader(), me.person_id).await?;
    let kinds = MailPurpose::ALL.map(|purpose| {
        let said = current.get(&purpose).map(|choice| {
            let what = if choice.answer == Answer::Yes { "yes" } else { "no" };
            format!(". You said {what} on {}", long_date(london_date(choice.at)))
        });
        KindView {
            name: purpose.word(),
            label: purpose.label(),
            hint: format!("{}{}", purpose.hint(), said.unwrap_or_default()),
        }
    });
    page.render("members/email_choices.html", &ChoicesPage { form: choices_view(&current), kinds: kinds.into() })
}

/// POST `/account/email-choices`.
pub async fn update_choices(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let (now, ticked) = (app.now(), read_wanted(&form));
    let wanted = Wanted {
        person_id: me.person_id,
        asked: &MailPurpose::ALL,
        ticked: &ticked,
        source: "account",
        wording_version: WORDING_VERSION,
    };
    app.db.write_tx(async |tx| record_wanted(tx, &app, wanted, now).await).await?;
    let flash = Flash::done(format!("Your choices are kept, as of {}.", date_and_time(now)));
    Ok(page.redirect_with(&flash, "/account/email-choices"))
}
