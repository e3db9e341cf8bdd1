//! What officers do with an enquiry, one POST each; a refusal shows the page again with why.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::act_forms::{read_note, read_number, read_reason, typed};
use super::show_page::{find, show};
use crate::app::App;
use crate::in_house::close_enquiry::{lose_enquiry, merge_enquiry, reopen_enquiry};
use crate::in_house::deliver::{DeliverError, mark_delivered, mark_invoiced};
use crate::in_house::move_enquiry::MoveError;
use crate::in_house::note_down::{NoteDown, NoteKind, note_down};
use crate::web::{FieldErrors, Flash, PageContext, PageError, Permitted, Posted, may};

type Officer = Permitted<may::ManageEvents>;

fn done(page: &PageContext, reference: &str, words: &str) -> HttpResponse {
    page.redirect_with(&Flash::done(words), &format!("/admin/in-house/{reference}"))
}

/// A refusal by the rules: back to the page, which shows how things stand now.
fn refused(page: &PageContext, reference: &str, error: MoveError) -> Result<HttpResponse, PageError> {
    match error {
        MoveError::Unexpected(error) => Err(error.into()),
        refusal @ MoveError::NotNow(_) => {
            let flash = Flash::problem(refusal.to_string());
            Ok(page.redirect_with(&flash, &format!("/admin/in-house/{reference}")))
        }
    }
}

/// The page again, with what is wrong in its form.
async fn again(
    app: &App,
    page: &PageContext,
    (reference, form): (&str, &Posted),
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let enquiry = find(app, reference).await?;
    show(app, page, &enquiry, (typed(form).with_errors(errors), StatusCode::UNPROCESSABLE_ENTITY)).await
}

/// POST `…/notes`.
pub async fn create_note(
    app: Data<App>,
    page: PageContext,
    officer: Officer,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let enquiry = find(&app, &reference).await?;
    let (kind, words) = match read_note(&form) {
        Ok(read) => read,
        Err(errors) => return again(&app, &page, (&reference, &form), &errors).await,
    };
    let command = NoteDown { enquiry_id: enquiry.id, kind, words, officer: officer.person_id };
    match note_down(&app, &command).await {
        Ok(()) => Ok(done(&page, &reference, said(kind))),
        Err(error) => refused(&page, &reference, error),
    }
}

const fn said(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Written => "The email is on its way.",
        NoteKind::Spoken => "Written down.",
        NoteKind::Note => "Noted.",
    }
}

/// POST `…/loss`.
pub async fn create_loss(
    app: Data<App>,
    page: PageContext,
    officer: Officer,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let enquiry = find(&app, &reference).await?;
    let reason = match read_reason(&form) {
        Ok(reason) => reason,
        Err(errors) => return again(&app, &page, (&reference, &form), &errors).await,
    };
    match lose_enquiry(&app, enquiry.id, &reason, officer.person_id).await {
        Ok(()) => Ok(done(&page, &reference, "Closed as lost. What was on offer is withdrawn.")),
        Err(error) => refused(&page, &reference, error),
    }
}

/// POST `…/reopening`.
pub async fn create_reopening(
    app: Data<App>,
    page: PageContext,
    officer: Officer,
    reference: Path<String>,
    _: Posted,
) -> Result<HttpResponse, PageError> {
    let enquiry = find(&app, &reference).await?;
    match reopen_enquiry(&app, enquiry.id, officer.person_id).await {
        Ok(()) => Ok(done(&page, &reference, "Open again.")),
        Err(error) => refused(&page, &reference, error),
    }
}

/// POST `…/merger`: this one is the same as `into` (INH-7).
pub async fn create_merger(
    app: Data<App>,
    page: PageContext,
    officer: Officer,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let enquiry = find(&app, &reference).await?;
    let into = form.get("into");
    match merge_enquiry(&app, enquiry.id, into, officer.person_id).await {
        Ok(true) => Ok(done(&page, into, "Merged. What the other enquiry said is in the history.")),
        Ok(false) => {
            let flash = Flash::problem("That enquiry cannot be merged into. Choose one that is open.");
            Ok(page.redirect_with(&flash, &format!("/admin/in-house/{reference}")))
        }
        Err(error) => refused(&page, &reference, error),
    }
}

/// POST `…/delivery`: it took place.
pub async fn create_delivery(
    app: Data<App>,
    page: PageContext,
    officer: Officer,
    reference: Path<String>,
    _: Posted,
) -> Result<HttpResponse, PageError> {
    let enquiry = find(&app, &reference).await?;
    let marked = mark_delivered(&app, enquiry.id, officer.person_id).await;
    end(&page, &reference, marked, "Marked as delivered. The invoice comes next.")
}

/// POST `…/invoice`: the invoice is out.
pub async fn create_invoice(
    app: Data<App>,
    page: PageContext,
    officer: Officer,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let enquiry = find(&app, &reference).await?;
    let number = match read_number(&form) {
        Ok(number) => number,
        Err(errors) => return again(&app, &page, (&reference, &form), &errors).await,
    };
    let marked = mark_invoiced(&app, enquiry.id, &number, officer.person_id).await;
    end(&page, &reference, marked, "Invoiced. It closes by itself when it is paid.")
}

fn end(
    page: &PageContext,
    reference: &str,
    marked: Result<(), DeliverError>,
    words: &str,
) -> Result<HttpResponse, PageError> {
    match marked {
        Ok(()) => Ok(done(page, reference, words)),
        Err(DeliverError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            let flash = Flash::problem(refusal.to_string());
            Ok(page.redirect_with(&flash, &format!("/admin/in-house/{reference}")))
        }
    }
}
