//! `/admin/customers/{id}/statement`: the statement of account, to print, as a PDF, and sent by email.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::pages::load;
use super::views::statement_view;
use crate::app::App;
use crate::payments::customers::add_up;
use crate::payments::customers::queries::statement_lines;
use crate::payments::customers::send_statement::send_statement;
use crate::payments::customers::statement_link::answer_pdf;
use crate::web::{Flash, PageContext, PageError, Permitted, may};

/// GET the page.
pub async fn show(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ViewMoney>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let customer = load(&app, &id).await?;
    let statement = add_up(statement_lines(app.db.reader(), customer.id).await?);
    page.render("admin/customers/statement.html", &statement_view(&customer, statement, app.now()))
}

/// GET the PDF.
pub async fn download(
    app: Data<App>,
    _officer: Permitted<may::ViewMoney>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let customer = load(&app, &id).await?;
    answer_pdf(&app, &customer).await
}

/// POST: send it to the billing address.
pub async fn send(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let customer = load(&app, &id).await?;
    send_statement(&app, &customer, officer.person_id).await?;
    let words = format!("On its way to {}. It is sent once a day at most.", customer.email);
    Ok(page.redirect_with(&Flash::done(words), &format!("/admin/customers/{}/statement", customer.id)))
}
