//! GET and POST of `/admin/money/payouts/{id}`.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::views::{PayoutView, lines, sums};
use crate::app::App;
use crate::kernel::uk_time::{date_and_time, long_date};
use crate::kernel::{Pence, Permission, Unexpected};
use crate::payments::desk::queries::names_of;
use crate::payments::payouts::explain_payout::explain_payout;
use crate::payments::payouts::queries::{charges_of, items_of, line_of, reckoning_of, standing_of};
use crate::payments::payouts::reckoning::{Line, Reckoning};
use crate::payments::payouts::store::{PayoutRow, find_payout};
use crate::payments::reports::{Month, Period};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, Viewer, may};

const TEMPLATE: &str = "admin/money/payout.html";
const EXPLANATION: TextInput = TextInput::line("explanation", "explanation", 300);

/// The page of a payout.
pub fn payout_path(stripe_id: &str) -> String {
    format!("/admin/money/payouts/{stripe_id}")
}

/// GET /admin/money/payouts/{id}
pub async fn show_payout(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewMoney>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let payout = load(&app, &id).await?;
    let form = FormView::blank(&["explanation"]);
    page.render(TEMPLATE, &view(&app, &payout, (&officer.viewer, form)).await?)
}

/// POST /admin/money/payouts/{id}/explanation: an officer says what the difference is.
pub async fn create_explanation(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let payout = load(&app, &id).await?;
    let mut errors = FieldErrors::new();
    let words = EXPLANATION.read(&form, &mut errors);
    if !errors.is_empty() {
        let typed = FormView::filled([("explanation", form.get("explanation"))]).with_errors(&errors);
        let view = view(&app, &payout, (&officer.viewer, typed)).await?;
        return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, TEMPLATE, &view);
    }
    if open_difference(&app, &payout).await?.is_zero() {
        let flash = Flash::problem("There is no difference to explain now. Nothing was changed.");
        return Ok(page.redirect_with(&flash, &payout_path(&payout.stripe_payout_id)));
    }
    let flash = if explain_payout(&app, payout.id, officer.person_id, &words).await? {
        Flash::done("Written down. The difference stays in the report with your explanation.")
    } else {
        Flash::problem("Somebody has explained this difference already. Nothing was changed.")
    };
    Ok(page.redirect_with(&flash, &payout_path(&payout.stripe_payout_id)))
}

/// What is not accounted for; nothing while nobody knows what the payout is made of.
fn difference_of(payout: &PayoutRow, reckoning: &Reckoning) -> Pence {
    let is_known = payout.read_at.is_some() || !payout.is_automatic;
    if is_known { reckoning.difference() } else { Pence::ZERO }
}

async fn open_difference(app: &App, payout: &PayoutRow) -> Result<Pence, Unexpected> {
    let items = items_of(app.db.reader(), payout.id).await?;
    let lines: Vec<Line> = items.iter().map(line_of).collect::<Result<_, _>>()?;
    Ok(difference_of(payout, &reckoning_of(payout, &lines)))
}

async fn load(app: &App, stripe_id: &str) -> Result<PayoutRow, PageError> {
    find_payout(app.db.reader(), stripe_id).await?.ok_or(PageError::NotFound)
}

async fn view(app: &App, payout: &PayoutRow, (viewer, form): (&Viewer, FormView)) -> Result<PayoutView, Unexpected> {
    let db = app.db.reader();
    let items = items_of(db, payout.id).await?;
    let known: Vec<Line> = items.iter().map(line_of).collect::<Result<_, _>>()?;
    let reckoning = reckoning_of(payout, &known);
    let payments: Vec<i64> = items.iter().filter_map(|item| item.payment_id).collect();
    let (lines, totals) = lines(&items, &charges_of(db, &payments).await?)?;
    let names = names_of(db, payout.explained_by_id.into_iter().collect::<BTreeSet<_>>()).await?;
    let who = names.into_values().next().unwrap_or_else(|| "somebody who is forgotten".to_owned());
    let is_known = payout.read_at.is_some() || !payout.is_automatic;
    let difference = difference_of(payout, &reckoning);
    Ok(PayoutView {
        stripe_id: payout.stripe_payout_id.clone(),
        standing: standing_of(payout)?,
        arrives_on: long_date(payout.arrives_on),
        report: format!("/admin/money/reports?{}#payouts", Period::Month(Month::of(payout.arrives_on)).query()),
        sums: if is_known { sums(&reckoning) } else { vec![("Paid out", reckoning.amount.to_string())] },
        difference: if difference.is_zero() { String::new() } else { difference.to_string() },
        lines,
        totals,
        explanation: payout.explanation.clone(),
        explained: payout.explained_at.map(|at| format!("{who}, {}", date_and_time(at))).unwrap_or_default(),
        may_explain: viewer.may(Permission::RecordPayments) && payout.explained_at.is_none() && !difference.is_zero(),
        form,
    })
}
