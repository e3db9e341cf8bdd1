//! Puts the list of charges together.

use super::pages::{charge_path, dispute_path};
use super::queries::{self, Filter};
use super::views::{
    ChargeRowView, DisputeView, FigureView, MoneyView, OptionView, PayoutTaskView, RefundTaskView, SumsView, clock_of,
    refund_tag, standing_of, total_of,
};
use crate::app::App;
use crate::kernel::short_text::without_full_stop;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Pence, Unexpected};
use crate::payments::charge::ChargeMoney;
use crate::payments::customers::cash::pages::account_path;
use crate::payments::customers::cash::queries::customers_of_payments;
use crate::payments::ledger_entry::Account;
use crate::payments::payouts::pages::payout_path;
use crate::payments::payouts::queries::unexplained;
use crate::payments::queries::{RefundShown, money_of_charges};
use crate::payments::refunds::refund_clock::reminded_if_before;
use crate::payments::refunds::{RefundState, in_words};
use crate::payments::{disputes, ledger, refunds};
use crate::web::{FormView, Page, Pagination};

/// The most refunds of one kind that the page lists.
const MOST_TASKS: u64 = 50;

pub(super) async fn money_view(app: &App, filter: &Filter, page: Page) -> Result<MoneyView, Unexpected> {
    let db = app.db.reader();
    let (rows, total) = queries::list_charges(db, filter, page).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let money = money_of_charges(db, &ids).await?;
    let money_of = |id: i64| money.get(&id).copied().unwrap_or_default();
    let sums: Vec<ChargeMoney> = ids.iter().map(|id| money_of(*id)).collect();
    let show = if filter.unsettled_only { "unsettled" } else { "all" };
    let query = serde_urlencoded::to_string([("show", show), ("q", &filter.words)])?;
    let charges = rows.into_iter().zip(&sums).map(|(row, money)| ChargeRowView {
        href: charge_path(&row.reference),
        raised_on: long_date(london_date(row.raised_at)),
        reference: row.reference,
        payer: row.payer_name,
        description: row.description,
        standing: standing_of(money),
        sums: SumsView::from(money),
    });
    Ok(MoneyView {
        form: FormView::filled([("show", show), ("q", filter.words.as_str())]),
        shows: vec![
            OptionView { value: "all", label: "All charges" },
            OptionView { value: "unsettled", label: "Where something is owed" },
        ],
        is_filtered: filter.unsettled_only || !filter.words.is_empty(),
        figures: figures(app).await?,
        refunds: refund_tasks(app).await?,
        disputes: open_disputes(app).await?,
        payouts: payout_tasks(app).await?,
        refused: refused_messages(app),
        takes_cards: app.gateway.is_some(),
        totals: SumsView::from(&total_of(&sums)),
        charges: charges.collect(),
        pages: Pagination::new(page, total, &format!("/admin/money?{query}&")),
    })
}

/// What each account holds now, the sign as people think of it.
async fn figures(app: &App) -> Result<Vec<FigureView>, Unexpected> {
    let shown = [
        (Account::Receivable, 1),
        (Account::OnAccount, -1),
        (Account::RefundsPayable, -1),
        (Account::StripeClearing, 1),
        (Account::Bank, 1),
    ];
    let mut figures = Vec::with_capacity(shown.len());
    for (account, sign) in shown {
        let held = ledger::balance_of_account(app.db.reader(), account).await?;
        let value = Pence::new(held.get() * sign).to_string();
        figures.push(FigureView { label: account.label(), value });
    }
    Ok(figures)
}

/// Refunds that wait for a second person, failed, or are to be paid by hand; and those with the card processor or the bank for
/// so long that somebody should look (CO-08).
async fn refund_tasks(app: &App) -> Result<Vec<RefundTaskView>, Unexpected> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let mut waiting = Vec::new();
    for state in [RefundState::Requested, RefundState::Manual, RefundState::Failed] {
        let found = refunds::store::list_in_state(db, state, MOST_TASKS).await?;
        waiting.extend(found.into_iter().map(RefundShown::from));
    }
    let old = refunds::store::list_awaited_before(db, reminded_if_before(today)).await?;
    let on_their_way = old.into_iter().filter(|one| matches!(one.state, RefundState::Approved | RefundState::Sent));
    waiting.extend(on_their_way.map(RefundShown::from));
    let charges = queries::charges_by_id(db, waiting.iter().filter_map(|refund| refund.charge_id)).await?;
    let payments: Vec<i64> = waiting.iter().map(|refund| refund.payment_id).collect();
    let customers = customers_of_payments(db, &payments).await?;
    let task = |refund: RefundShown| {
        let charge = refund.charge_id.and_then(|id| charges.get(&id));
        RefundTaskView {
            clock: clock_of(&refund, today),
            amount: refund.amount.to_string(),
            payer: charge.map(|charge| charge.payer_name.clone()).unwrap_or_default(),
            reason: without_full_stop(&refund.reason).to_owned(),
            why: refund.last_error.map(|why| in_words(&why)).unwrap_or_default(),
            state: refund_tag(refund.state),
            href: match (charge, customers.get(&refund.payment_id)) {
                (Some(charge), _) => charge_path(&charge.reference),
                (None, Some(customer)) => account_path(*customer),
                (None, None) => String::new(),
            },
        }
    };
    Ok(waiting.into_iter().map(task).collect())
}

async fn open_disputes(app: &App) -> Result<Vec<DisputeView>, Unexpected> {
    let db = app.db.reader();
    let mut shown = Vec::new();
    for dispute in disputes::store::list_open(db).await? {
        let charge_id = ledger::charge_meant_by(db, dispute.payment_id).await?;
        let charge = queries::charges_by_id(db, charge_id).await?.into_values().next();
        shown.push(DisputeView {
            amount: Pence::new(dispute.amount_pence).to_string(),
            since: long_date(london_date(dispute.opened_at)),
            payer: charge.map(|charge| charge.payer_name).unwrap_or_default(),
            evidence: dispute_path(&dispute.stripe_dispute_id),
        });
    }
    Ok(shown)
}

/// Payouts that do not add up (REP-4).
async fn payout_tasks(app: &App) -> Result<Vec<PayoutTaskView>, Unexpected> {
    let waiting = unexplained(app.db.reader()).await?;
    let task = |payout: crate::payments::payouts::queries::UnexplainedPayout| PayoutTaskView {
        arrived: long_date(payout.arrives_on),
        amount: payout.amount.to_string(),
        difference: payout.difference.to_string(),
        href: payout_path(&payout.stripe_id),
    };
    Ok(waiting.into_iter().map(task).collect())
}

/// Genuine messages that are refused show here first (R19).
fn refused_messages(app: &App) -> String {
    let (wrong, stale) = app.gateway.as_ref().map(|gateway| gateway.refused.so_far()).unwrap_or_default();
    match (wrong, stale) {
        (_, 1..) => format!(
            "{stale} of Stripe's messages were refused since the start because they carry another time than this machine's. Check the clock."
        ),
        (10.., 0) => format!(
            "{wrong} messages with a wrong signature were refused since the start. If payments arrive late, check the signing secret."
        ),
        _ => String::new(),
    }
}
