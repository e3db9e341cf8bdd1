//! `/account/terms`: the terms of membership that somebody agreed to, payment by payment, to print or save (CO-04).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::mind_words::Bought;
use crate::app::App;
use crate::kernel::Unexpected;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::membership::{
    AcceptedTerms, OrderPayer, OrderState, OrderSummary, accepted_terms, find_order, load_chain, orders_of,
};
use crate::web::markdown::to_safe_html;
use crate::web::{PageContext, PageError, SignedIn};

#[derive(Serialize)]
struct ListPage {
    orders: Vec<LineView>,
}

#[derive(Serialize)]
struct LineView {
    href: String,
    /// "Renewal: Associate".
    what: String,
    /// The day of acceptance, or of the order.
    on: String,
    /// 0 where none was recorded.
    version: i32,
}

#[derive(Serialize)]
struct TermsPage {
    reference: String,
    what: String,
    type_name: String,
    name: String,
    price: String,
    ordered_on: String,
    /// None where none was recorded.
    accepted: Option<AcceptedView>,
    /// Whether the 14 days still run, a sentence.
    mind_words: String,
    may_cancel: bool,
    /// Then the form to cancel with stands below (CO-01).
    pays_personally: bool,
}

#[derive(Serialize)]
struct AcceptedView {
    version: i32,
    on: String,
    words_html: String,
}

impl From<AcceptedTerms> for AcceptedView {
    fn from(accepted: AcceptedTerms) -> Self {
        Self {
            version: accepted.terms.version,
            on: long_date(accepted.accepted_on),
            words_html: to_safe_html(&accepted.terms.words),
        }
    }
}

/// GET `/account/terms`.
pub async fn list_terms(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let mut orders = Vec::new();
    for order in orders_of(db, me.person_id).await?.into_iter().rev().filter(has_terms) {
        let accepted = accepted_terms(db, &order).await?;
        orders.push(LineView {
            href: format!("/account/terms/{}", order.reference),
            what: what(&order),
            on: ordered_on(&order),
            version: accepted.map_or(0, |accepted| accepted.terms.version),
        });
    }
    page.render("members/terms_list.html", &ListPage { orders })
}

/// GET `/account/terms/{reference}`.
pub async fn show_terms(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let order = find_order(app.db.reader(), me.person_id, &reference).await?;
    let order = order.filter(has_terms).ok_or(PageError::NotFound)?;
    page.render("members/terms.html", &terms_page(&app, &order, me.viewer.name.clone()).await?)
}

/// Something was to be paid, and was, or its payment was begun.
fn has_terms(order: &OrderSummary) -> bool {
    !order.price.is_zero() && (order.state == OrderState::Paid || order.terms_id.is_some())
}

fn what(order: &OrderSummary) -> String {
    format!("{}: {}", order.kind.label(), order.type_name)
}

fn ordered_on(order: &OrderSummary) -> String {
    long_date(london_date(order.terms_accepted_at.unwrap_or(order.created_at)))
}

async fn terms_page(app: &App, order: &OrderSummary, name: String) -> Result<TermsPage, Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let chain = load_chain(db, order.person_id).await?;
    let bought = chain.terms.iter().find(|record| record.order_id == Some(order.id)).map(Bought::from);
    Ok(TermsPage {
        reference: order.reference.clone(),
        what: what(order),
        type_name: order.type_name.clone(),
        name,
        price: order.price.to_string(),
        ordered_on: ordered_on(order),
        accepted: accepted_terms(db, order).await?.map(AcceptedView::from),
        mind_words: Bought::words(bought, now),
        may_cancel: bought.is_some_and(|bought| bought.may_cancel(now)),
        pays_personally: order.payer == OrderPayer::Myself,
    })
}
