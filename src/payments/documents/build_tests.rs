use super::*;
use crate::payments::VatTreatment;
use crate::payments::invoices::BankDetails;
use crate::payments::receipt::ReceiptMovement;
use crate::payments::vat::LineVat;

fn seller() -> Seller {
    Seller {
        name: "The Association".to_owned(),
        charity_words: "Registered charity in England and Wales, number 1234567".to_owned(),
        company_words: String::new(),
        address: vec!["1 High Street".to_owned(), "Sampleton SA1 1AA".to_owned()],
        email: "office@example.org".to_owned(),
        phone: String::new(),
        vat_words: "NAIRO is not registered for VAT.".to_owned(),
        is_vat_registered: false,
        bank: Some(BankDetails {
            account_name: "The Association".to_owned(),
            sort_code: "00-00-00".to_owned(),
            account_number: "12345678".to_owned(),
        }),
    }
}

fn buyer() -> Buyer {
    Buyer {
        name: "Sampleton Council".to_owned(),
        address: vec!["Town Hall".to_owned()],
        email: "accounts@sampleton.example".to_owned(),
        contact_name: "Hannah Quill".to_owned(),
        reference: "CC 4711".to_owned(),
        po_number: Some("PO-99".to_owned()),
    }
}

fn line() -> ContentLine {
    ContentLine {
        charge_line_id: 1,
        description: "The Role of the IRO: Siân O’Neill #strong[x]".to_owned(),
        list_price: Pence::new(9_000),
        discount: Pence::new(4_000),
        amount: Pence::new(5_000),
        vat: None,
    }
}

fn content() -> InvoiceContent {
    InvoiceContent {
        number: "NAIRO-2026-00001".to_owned(),
        issued_on: "2026-06-01".parse().unwrap(),
        due_on: "2026-07-01".parse().unwrap(),
        terms_days: 30,
        seller: seller(),
        buyer: buyer(),
        supply_on: "2026-09-04".parse().ok(),
        supply_words: "The Role of the IRO".to_owned(),
        description: "The Role of the IRO, booking ABC".to_owned(),
        charge_reference: "CHARGE1".to_owned(),
        lines: vec![line()],
        total: Pence::new(5_000),
        replaces: None,
    }
}

fn note() -> CreditNoteContent {
    CreditNoteContent {
        number: "NAIRO-CN2026-00001".to_owned(),
        issued_on: "2026-06-09".parse().unwrap(),
        invoice_number: "NAIRO-2026-00001".to_owned(),
        invoice_issued_on: "2026-06-01".parse().unwrap(),
        reason: "cancelled by the booker".to_owned(),
        seller: seller(),
        buyer: buyer(),
        lines: vec![line()],
        total: Pence::new(5_000),
    }
}

fn paid() -> Receipt {
    Receipt {
        reference: "CHARGE1".to_owned(),
        payer: "Sampleton Council".to_owned(),
        description: "The Role of the IRO, booking ABC".to_owned(),
        raised_on: "Monday 1 June 2026".to_owned(),
        lines: Vec::new(),
        total: "£50".to_owned(),
        credited: String::new(),
        paid: "£50".to_owned(),
        refunded: String::new(),
        refund_pending: String::new(),
        outstanding: String::new(),
        payments: vec![ReceiptMovement {
            reference: "PAY1".to_owned(),
            how: "By bank transfer",
            on: "Friday 5 June 2026".to_owned(),
            amount: "£50".to_owned(),
        }],
        refunds: Vec::new(),
    }
}

/// The words on the pages of the PDF, without the spaces that setting puts in.
fn printed(view: &DocumentView) -> String {
    let set = typeset::money_document(&serde_json::to_value(view).unwrap()).unwrap();
    set.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn ac_01_nothing_but_one_sentence_speaks_of_vat() {
    for view in [invoice(&content(), None), pro_forma(&content()), credit_note(&note()), receipt(&seller(), &paid())] {
        let words = printed(&view);
        assert_eq!(words.matches("VAT").count(), 1, "{}: {words}", view.kind);
        assert!(words.contains("NAIRO is not registered for VAT."), "{words}");
    }
}

#[test]
fn ch_02_every_document_says_who_we_are() {
    for view in [invoice(&content(), None), pro_forma(&content()), credit_note(&note()), receipt(&seller(), &paid())] {
        let words = printed(&view);
        for part in [
            "The Association",
            "Registered charity in England and Wales, number 1234567",
            "1 High Street, Sampleton SA1 1AA",
        ] {
            assert!(words.contains(part), "{} lacks {part}: {words}", view.kind);
        }
    }
}

#[test]
fn ac_05_an_invoice_says_all_that_a_council_needs() {
    let words = printed(&invoice(&content(), None));
    for part in [
        "Invoice NAIRO-2026-00001",
        "Monday 1 June 2026",
        "Wednesday 1 July 2026",
        "30 days",
        "PO-99",
        "CC 4711",
        "Hannah Quill",
        "Sampleton Council",
        "Town Hall",
        "Friday 4 September 2026",
        "£40 off £90",
        "£50",
        "00-00-00",
        "12345678",
        "office@example.org",
        "Siân O’Neill #strong[x]",
    ] {
        assert!(words.contains(part), "lacks {part}: {words}");
    }
    assert!(!words.contains("not an invoice"));
}

#[test]
fn ac_06_a_pro_forma_is_clearly_not_an_invoice_and_has_no_number_of_one() {
    let words = printed(&pro_forma(&content()));
    assert!(words.contains("This is not an invoice") && words.contains("Pro-forma CHARGE1"), "{words}");
    assert!(!words.contains("NAIRO-2026-00001") && !words.contains("12345678"), "{words}");
}

#[test]
fn inv_4_an_order_given_later_is_printed_as_a_reference() {
    let mut bare = content();
    bare.buyer.po_number = None;
    assert!(!printed(&invoice(&bare, None)).contains("urchase order"));
    assert!(printed(&invoice(&bare, Some("PO-77"))).contains("Your purchase order, given later PO-77"));
}

#[test]
fn inv_5_a_credit_note_points_to_its_invoice_and_says_why() {
    let words = printed(&credit_note(&note()));
    for part in ["NAIRO-CN2026-00001", "NAIRO-2026-00001", "cancelled by the booker", "£50"] {
        assert!(words.contains(part), "lacks {part}: {words}");
    }
}

/// The same line as a registered body's, at the standard rate.
fn taxed(content: InvoiceContent) -> InvoiceContent {
    let mut taxed = content;
    taxed.seller.vat_words = "VAT registration number GB 123 4567 89.".to_owned();
    taxed.seller.is_vat_registered = true;
    for line in &mut taxed.lines {
        line.vat = Some(LineVat::on(VatTreatment::Standard, line.amount, taxed.issued_on));
    }
    taxed
}

#[test]
fn ac_01_a_registered_body_prints_its_number_and_the_net_and_the_vat_of_each_line() {
    let mut content = taxed(content());
    content.lines.push(ContentLine {
        amount: Pence::new(3_000),
        vat: Some(LineVat::on(VatTreatment::Exempt, Pence::new(3_000), content.issued_on)),
        ..line()
    });
    content.total = Pence::new(8_000);

    let view = invoice(&content, None);

    assert_eq!(view.columns, ["What for", "Without VAT", "VAT", "Amount"]);
    assert_eq!(view.lines[0].cells, ["£41.67", "£8.33 at 20%", "£50"]);
    assert_eq!(view.lines[1].cells, ["£30", "Exempt", "£30"]);
    let sums: Vec<(&str, &str)> = view.sums.iter().map(|sum| (sum.label.as_str(), sum.value.as_str())).collect();
    assert_eq!(sums, [("Total without VAT", "£71.67"), ("VAT", "£8.33"), ("To pay", "£80")]);
    let words = printed(&view);
    assert!(words.contains("GB 123 4567 89") && !words.contains("not registered"), "{words}");
}

#[test]
fn a_name_of_200_letters_and_sixty_lines_stay_within_the_page() {
    let mut long = content();
    long.buyer.name = "Wolfeschlegelsteinhausenbergerdorff".repeat(6)[..200].to_owned();
    long.lines = (0..60)
        .map(|_| ContentLine { description: format!("{} {}", line().description, long.buyer.name), ..line() })
        .collect();

    let set = typeset::money_document(&serde_json::to_value(invoice(&long, None)).unwrap()).unwrap();

    assert!(set.pages > 2, "{} pages", set.pages);
}

#[test]
fn every_kind_of_document_is_set() {
    let kinds = [
        ("invoice", invoice(&content(), Some("PO-77"))),
        ("invoice-vat", invoice(&taxed(content()), None)),
        ("pro-forma", pro_forma(&content())),
        ("credit-note", credit_note(&note())),
        ("receipt", receipt(&seller(), &paid())),
    ];
    for (name, view) in kinds {
        let set = typeset::money_document(&serde_json::to_value(&view).unwrap()).unwrap();
        assert_eq!(set.pages, 1, "{name}");
    }
}
