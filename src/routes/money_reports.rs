//! The treasurer's reports, what is shown to banks in a dispute, and exceptions that officers make for one booking.

use crate::web::Access::Can;
use crate::web::route_table::RouteTable;

pub(super) fn report_pages(table: &mut RouteTable) {
    use crate::bookings::exceptions::pages as exceptions;
    use crate::bookings::vat::pages as vat;
    use crate::kernel::Permission::{ManageBookings, RecordPayments, ViewBookings, ViewMoney};
    use crate::payments::ledger_file;
    use crate::payments::payouts::pages as payouts;
    use crate::site::{dispute_evidence, money_reports};
    table.at("/admin/money/disputes/{id}").get(Can(ViewMoney), dispute_evidence::show_dispute);
    table.at("/admin/bookings/{reference}/exceptions").get(Can(ManageBookings), exceptions::show_exceptions);
    table
        .at("/admin/bookings/{reference}/goodwill-refund")
        .post(Can(ManageBookings).sudo(), exceptions::create_goodwill);
    table.at("/admin/bookings/{reference}/withdrawal").post(Can(ManageBookings).sudo(), exceptions::create_withdrawal);
    table.at("/admin/money/reports").get(Can(ViewMoney), money_reports::show_reports);
    table.at("/admin/reports").get(Can(ViewBookings), money_reports::show_sales_reports);
    table.at("/admin/reports/{table}.csv").get(Can(ViewBookings).sudo(), money_reports::download_sales_report);
    table.at("/admin/money/ledger.csv").post(Can(ViewMoney).sudo(), ledger_file::pages::download);
    table.at("/admin/money/payouts/{id}").get(Can(ViewMoney), payouts::show_payout);
    table.at("/admin/money/payouts/{id}/explanation").post(Can(RecordPayments), payouts::create_explanation);
    table.at("/admin/money/vat").get(Can(ViewMoney), vat::show);
    table.at("/admin/money/vat/{id}").post(Can(RecordPayments), vat::update);
    table.at("/admin/money/reports/{table}.csv").get(Can(ViewMoney).sudo(), money_reports::download_report);
}
