//! Puts the page of one charge together.

use chrono::NaiveDate;

use super::forms::blank_bank_money;
use super::queries::{self, LedgerEntry};
use super::views::{
    ChargeView, EntryView, LineView, PaymentView, RefundView, SideView, SumsView, clock_of, refund_tag, standing_of,
};
use crate::app::App;
use crate::kernel::short_text::without_full_stop;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Pence, Permission, Unexpected};
use crate::payments::VatTreatment;
use crate::payments::queries::{
    PaymentShown, RefundShown, charge_money, is_disputed, payments_of_charge, refunds_of_charge,
};
use crate::payments::refunds::{RefundState, in_words};
use crate::payments::store::{ChargeRow, LineRow};
use crate::web::{FormView, Viewer};

/// What an officer sees of a charge. `form` is what they typed, when something was wrong with it.
pub(super) async fn charge_view(
    app: &App,
    charge: &ChargeRow,
    viewer: &Viewer,
    form: Option<FormView>,
) -> Result<ChargeView, Unexpected> {
    let db = app.db.reader();
    let money = charge_money(db, charge.id).await?;
    let refunds = refunds_of_charge(db, charge.id).await?;
    let today = london_date(app.now());
    let blank = blank_bank_money(money.outstanding, today);
    let payments = payments_of_charge(db, charge.id).await?;
    let unused: Pence = payments.iter().map(|payment| payment.on_account).sum();
    let owed_to_payer = if money.outstanding > Pence::ZERO { Pence::ZERO } else { unused - money.outstanding };
    let form = with_refund_fields(form.unwrap_or(blank), &refunds);
    Ok(ChargeView {
        reference: charge.reference.clone(),
        payer: charge.payer_name.clone(),
        payer_kind: if charge.payer_kind == "organisation" { "An organisation" } else { "A person" },
        email: charge.payer_email.clone(),
        description: charge.description.clone(),
        raised_on: long_date(london_date(charge.raised_at)),
        standing: standing_of(&money),
        is_disputed: is_disputed(db, charge.id).await?,
        sums: SumsView::from(&money),
        lines: queries::lines_of(db, charge.id).await?.iter().map(line_view).collect(),
        payments: payments.into_iter().map(payment_view).collect(),
        owed_to_payer: if owed_to_payer > Pence::ZERO { owed_to_payer.to_string() } else { String::new() },
        refunds: refunds.into_iter().map(|refund| refund_view(refund, viewer, today)).collect(),
        entries: queries::entries_of(db, charge.id).await?.into_iter().map(entry_view).collect(),
        form,
        idempotency_key: app.tokens.uuid(),
        may_record: viewer.may(Permission::RecordPayments),
        may_approve: viewer.may(Permission::ApproveRefunds),
    })
}

/// Each refund that is to be paid by hand has a field of its own for the transfer's reference.
pub(in crate::payments) fn with_refund_fields(mut form: FormView, refunds: &[RefundShown]) -> FormView {
    for refund in refunds {
        form.fields.entry(transfer_field(&refund.reference)).or_default();
        form.fields.entry(withdrawal_field(&refund.reference)).or_default();
    }
    form
}

/// The field for the reference of the transfer that paid a refund.
pub(super) fn transfer_field(refund_reference: &str) -> String {
    format!("transfer_{refund_reference}")
}

/// The field for why a refund is withdrawn.
pub(super) fn withdrawal_field(refund_reference: &str) -> String {
    format!("withdrawal_{refund_reference}")
}

fn line_view(line: &LineRow) -> LineView {
    LineView {
        description: line.description.clone(),
        vat: VatTreatment::parse(&line.vat_treatment).unwrap_or(VatTreatment::OutsideScope).label(),
        list_price: Pence::new(line.list_price_pence).to_string(),
        discount: Pence::new(line.discount_pence).to_string(),
        price: Pence::new(line.price_pence).to_string(),
    }
}

fn payment_view(payment: PaymentShown) -> PaymentView {
    PaymentView {
        reference: payment.reference,
        method: if payment.is_by_card { "Card" } else { "Bank transfer" },
        amount: payment.amount.to_string(),
        value_on: long_date(payment.value_on),
        bank_reference: payment.bank_reference.unwrap_or_default(),
        on_account: if payment.on_account > Pence::ZERO { payment.on_account.to_string() } else { String::new() },
    }
}

pub(in crate::payments) fn refund_view(refund: RefundShown, viewer: &Viewer, today: NaiveDate) -> RefundView {
    let is_with_officer = matches!(refund.state, RefundState::Manual | RefundState::Failed);
    let decision = match (refund.state, refund.requested_by == Some(viewer.person_id)) {
        (RefundState::Requested, true) => "own",
        (RefundState::Requested, false) => "open",
        _ => "",
    };
    let how = match (&refund.manual_reference, refund.is_by_card) {
        (Some(reference), _) => format!("By bank transfer, reference {reference}"),
        (None, true) => "To the card that paid".to_owned(),
        (None, false) => "By bank transfer".to_owned(),
    };
    RefundView {
        clock: clock_of(&refund, today),
        amount: refund.amount.to_string(),
        reason: without_full_stop(&refund.reason).to_owned(),
        state: refund_tag(refund.state),
        asked_on: long_date(london_date(refund.requested_at)),
        ended_on: refund.ended_at.map(|at| long_date(london_date(at))).unwrap_or_default(),
        how,
        why_failed: refund
            .last_error
            .filter(|_| refund.state != RefundState::Succeeded)
            .map(|why| in_words(&why))
            .unwrap_or_default(),
        decision,
        is_with_officer,
        can_retry: is_with_officer && refund.is_by_card,
        reference: refund.reference,
    }
}

fn entry_view(entry: LedgerEntry) -> EntryView {
    let side = |(account, amount): (crate::payments::ledger_entry::Account, Pence)| SideView {
        account: account.label(),
        debit: if amount > Pence::ZERO { amount.to_string() } else { String::new() },
        credit: if amount < Pence::ZERO { (-amount).to_string() } else { String::new() },
    };
    EntryView {
        when: long_date(entry.occurred_on),
        what: entry.kind.label(),
        posted_by: entry.posted_by,
        sides: entry.sides.into_iter().filter(|(_, amount)| !amount.is_zero()).map(side).collect(),
    }
}
