//! Puts documents into words. Pure.

use super::view::{DocumentLine, DocumentView, FactView, SectionView, SellerView, SumView};
use crate::kernel::Pence;
use crate::kernel::uk_time::long_date;
use crate::payments::invoices::{Buyer, ContentLine, CreditNoteContent, InvoiceContent, Seller};
use crate::payments::receipt::Receipt;

/// An invoice as issued; `late_po` is a purchase order given since, printed as a reference (INV-4).
pub(super) fn invoice(content: &InvoiceContent, late_po: Option<&str>) -> DocumentView {
    let mut facts = vec![
        FactView { label: "Invoice date", value: long_date(content.issued_on) },
        FactView { label: "Pay by", value: long_date(content.due_on) },
        FactView { label: "Terms", value: terms_words(content.terms_days) },
    ];
    facts.extend(supply_facts(content));
    facts.extend(buyer_facts(&content.buyer));
    facts.extend(late_po.and_then(|po| FactView::unless_empty("Your purchase order, given later", po)));
    facts.extend(content.replaces.as_deref().and_then(|old| FactView::unless_empty("Takes the place of", old)));
    DocumentView {
        kind: "Invoice",
        number: content.number.clone(),
        buyer_label: "Invoice to",
        facts,
        sums: vec![total("To pay", content.total)],
        sections: vec![how_to_pay(&content.seller, &content.number), about_vat(&content.seller)],
        ..base(&content.seller, &content.buyer, &content.lines, &format!("Invoice {}", content.number))
    }
}

/// What an invoice would say: clearly not one (INV-10, AC-06).
pub(super) fn pro_forma(content: &InvoiceContent) -> DocumentView {
    let mut facts = vec![
        FactView { label: "Date", value: long_date(content.issued_on) },
        FactView { label: "Terms once invoiced", value: terms_words(content.terms_days) },
    ];
    facts.extend(supply_facts(content));
    facts.extend(buyer_facts(&content.buyer));
    DocumentView {
        kind: "Pro-forma",
        number: content.charge_reference.clone(),
        warning: "This is not an invoice. Use it to raise your purchase order; the invoice follows.".to_owned(),
        buyer_label: "For",
        facts,
        sums: vec![total("It will come to", content.total)],
        sections: vec![about_vat(&content.seller)],
        ..base(&content.seller, &content.buyer, &content.lines, &format!("Pro-forma {}", content.charge_reference))
    }
}

/// A credit note as issued.
pub(super) fn credit_note(content: &CreditNoteContent) -> DocumentView {
    let mut facts = vec![
        FactView { label: "Date", value: long_date(content.issued_on) },
        FactView { label: "Credits invoice", value: content.invoice_number.clone() },
        FactView { label: "Of", value: long_date(content.invoice_issued_on) },
    ];
    facts.extend(FactView::unless_empty("Why", content.reason.clone()));
    facts.extend(buyer_facts(&content.buyer));
    let words = "This takes the amount off the invoice it names. If you have paid it already, the money goes back the way it came.";
    DocumentView {
        kind: "Credit note",
        number: content.number.clone(),
        buyer_label: "Credit to",
        facts,
        sums: vec![total("Credited", content.total)],
        sections: vec![
            SectionView { title: "What it means", paragraphs: vec![words.to_owned()], facts: Vec::new() },
            about_vat(&content.seller),
        ],
        ..base(&content.seller, &content.buyer, &content.lines, &format!("Credit note {}", content.number))
    }
}

/// What was charged and paid, today.
pub(super) fn receipt(seller: &Seller, receipt: &Receipt) -> DocumentView {
    let line = |description: &str, note: &str, amount: &str| DocumentLine {
        description: description.to_owned(),
        note: note.to_owned(),
        amount: amount.to_owned(),
    };
    let sum = |label: &str, value: &str, strong| {
        (!value.is_empty()).then(|| SumView { label: label.to_owned(), value: value.to_owned(), strong })
    };
    let mut sums: Vec<SumView> = [
        sum("Charged", &receipt.total, false),
        sum("No longer owed", &receipt.credited, false),
        sum("Paid", &receipt.paid, true),
        sum("Paid back", &receipt.refunded, false),
        sum("On its way back", &receipt.refund_pending, false),
        sum("Still owed", &receipt.outstanding, true),
    ]
    .into_iter()
    .flatten()
    .collect();
    sums.dedup();
    let moves =
        receipt.payments.iter().map(|came| format!("{} {}, {}: {}", came.how, came.reference, came.on, came.amount));
    let backs = receipt
        .refunds
        .iter()
        .map(|went| format!("Refund {} ({}), {}: {}", went.reference, went.how, went.on, went.amount));
    let title = format!("Receipt {}", receipt.reference);
    DocumentView {
        title: format!("{title}, {}", seller.name),
        kind: "Receipt",
        number: receipt.reference.clone(),
        warning: String::new(),
        seller: seller_view(seller),
        buyer_label: "Received from",
        buyer: vec![receipt.payer.clone()],
        facts: vec![
            FactView { label: "For", value: receipt.description.clone() },
            FactView { label: "Charged on", value: receipt.raised_on.clone() },
        ],
        lines: receipt.lines.iter().map(|part| line(&part.description, &part.discount, &part.price)).collect(),
        sums,
        sections: vec![
            SectionView {
                title: "Money received and returned",
                paragraphs: moves.chain(backs).collect(),
                facts: Vec::new(),
            },
            about_vat(seller),
        ],
        foot: foot(seller),
    }
}

fn base(seller: &Seller, buyer: &Buyer, lines: &[ContentLine], title: &str) -> DocumentView {
    let mut to = vec![buyer.name.clone()];
    to.extend(buyer.address.iter().cloned());
    DocumentView {
        title: format!("{title}, {}", seller.name),
        seller: seller_view(seller),
        buyer: to,
        lines: lines.iter().map(document_line).collect(),
        foot: foot(seller),
        ..DocumentView::default()
    }
}

fn seller_view(seller: &Seller) -> SellerView {
    let mut lines = seller.address.clone();
    lines.push(seller.email.clone());
    lines.push(seller.phone.clone());
    lines.push(seller.charity_words.clone());
    lines.push(seller.company_words.clone());
    lines.retain(|line| !line.is_empty());
    SellerView { name: seller.name.clone(), lines }
}

fn foot(seller: &Seller) -> Vec<String> {
    vec![format!("{}. {}.", seller.name, seller.charity_words), seller.address.join(", ")]
}

fn document_line(line: &ContentLine) -> DocumentLine {
    let note =
        if line.discount > Pence::ZERO { format!("{} off {}", line.discount, line.list_price) } else { String::new() };
    DocumentLine { description: line.description.clone(), note, amount: line.amount.to_string() }
}

fn total(label: &str, amount: Pence) -> SumView {
    SumView { label: label.to_owned(), value: amount.to_string(), strong: true }
}

fn terms_words(days: i32) -> String {
    match days {
        0 => "Due at once".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// Course and date as the supply (AC-05).
fn supply_facts(content: &InvoiceContent) -> Vec<FactView> {
    let day = content.supply_on.map(long_date).unwrap_or_default();
    let words = content.supply_words.clone();
    [FactView::unless_empty("Supplied", words), FactView::unless_empty("Date of supply", day)]
        .into_iter()
        .flatten()
        .collect()
}

fn buyer_facts(buyer: &Buyer) -> Vec<FactView> {
    [
        FactView::unless_empty("Purchase order", buyer.po_number.clone().unwrap_or_default()),
        FactView::unless_empty("Your reference", buyer.reference.clone()),
        FactView::unless_empty("Contact", buyer.contact_name.clone()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn how_to_pay(seller: &Seller, reference: &str) -> SectionView {
    let remit = format!("Send remittance advice and questions to {}.", seller.email);
    let Some(bank) = &seller.bank else {
        return SectionView { title: "How to pay", paragraphs: vec![remit], facts: Vec::new() };
    };
    let fact = |label, value: &str| FactView { label, value: value.to_owned() };
    SectionView {
        title: "How to pay",
        paragraphs: vec!["By bank transfer, quoting the reference.".to_owned(), remit],
        facts: vec![
            fact("Account name", &bank.account_name),
            fact("Sort code", &bank.sort_code),
            fact("Account number", &bank.account_number),
            fact("Reference", reference),
        ],
    }
}

/// One sentence, and no other word about VAT (AC-01).
fn about_vat(seller: &Seller) -> SectionView {
    SectionView { title: "Tax", paragraphs: vec![seller.vat_words.clone()], facts: Vec::new() }
}

#[cfg(test)]
#[cfg(feature = "pdf")]
#[path = "build_tests.rs"]
mod tests;
