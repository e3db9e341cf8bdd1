//! Invoices and customers: the customer's page by link, the desk of invoices, and the desk of customers.

use crate::kernel::Permission::{ApproveRefunds, RecordPayments, ViewMoney};
use crate::web::Access::{Can, Link, SignedIn};
use crate::web::route_table::RouteTable;

/// What a customer opens from the mail, and receipts on paper.
pub(super) fn invoice_pages(table: &mut RouteTable) {
    use crate::bookings::receipt_page;
    use crate::payments::customers::statement_link;
    use crate::payments::invoices::link_pages;
    use crate::payments::own_receipts;
    table.at("/invoices/{token}").get(Link, link_pages::show);
    table.at("/invoices/{token}/purchase-order").post(Link, link_pages::create_purchase_order);
    table.at("/invoices/{token}/documents/{document}").get(Link, link_pages::show_document);
    table.at("/statements/{token}").get(Link, statement_link::show);
    table.at("/statements/{token}/statement.pdf").get(Link, statement_link::download);
    table.at("/account/receipts/{reference}/receipt.pdf").get(SignedIn, own_receipts::download_own);
    for (at, demand) in [("/bookings/{reference}/receipt", SignedIn), ("/manage/{token}/receipt", Link)] {
        table.at(at).get(demand, receipt_page::show_receipt);
    }
    for (at, demand) in [("/bookings/{reference}/receipt.pdf", SignedIn), ("/manage/{token}/receipt.pdf", Link)] {
        table.at(at).get(demand, receipt_page::download_receipt);
    }
}

/// The treasurer's side.
pub(super) fn invoice_desk(table: &mut RouteTable) {
    use crate::payments::invoices::desk::{acts, documents, pages};
    let officer = Can(RecordPayments);
    table.at("/admin/money/invoices").get(Can(ViewMoney), pages::list);
    table.at("/admin/money/invoices.csv").get(Can(ViewMoney).sudo(), pages::export);
    table.at("/admin/money/invoices/{id}").get(Can(ViewMoney), pages::show);
    table.at("/admin/money/invoices/{id}/documents/{document}").get(Can(ViewMoney), documents::show_document);
    table.at("/admin/money/invoices/{id}/issue").post(officer, acts::create_issue);
    table.at("/admin/money/invoices/{id}/purchase-order").post(officer, acts::create_purchase_order);
    table.at("/admin/money/invoices/{id}/reissue").post(officer.sudo(), acts::create_reissue);
    table.at("/admin/money/invoices/{id}/dispute").post(officer, acts::create_dispute);
    table.at("/admin/money/invoices/{id}/write-off").post(officer.sudo(), acts::create_write_off);
    table
        .at("/admin/money/invoices/{id}/write-off/decision")
        .post(Can(ApproveRefunds).sudo(), acts::create_write_off_decision);
}

/// Who buys on invoice.
pub(super) fn customer_desk(table: &mut RouteTable) {
    use crate::payments::customers::cash::pages as cash;
    use crate::payments::customers::desk::{pages, statement};
    table.at("/admin/customers").get(Can(ViewMoney), pages::list);
    table.at("/admin/customers/{id}").get(Can(ViewMoney), pages::show).post(Can(RecordPayments), pages::update);
    table.at("/admin/customers/{id}/decision").post(Can(RecordPayments), pages::decide);
    table
        .at("/admin/customers/{id}/statement")
        .get(Can(ViewMoney), statement::show)
        .post(Can(RecordPayments), statement::send);
    table.at("/admin/customers/{id}/statement.pdf").get(Can(ViewMoney), statement::download);
    table.at("/admin/customers/{id}/account").get(Can(ViewMoney), cash::show);
    table.at("/admin/customers/{id}/payments").post(Can(RecordPayments), cash::create_payment);
    table.at("/admin/customers/{id}/allocations").post(Can(RecordPayments), cash::create_allocation);
    table.at("/admin/customers/{id}/refunds").post(Can(RecordPayments).sudo(), cash::create_refund);
}
