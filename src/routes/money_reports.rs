//! The treasurer's reports and what officers do about disputes.

use crate::web::Access::Can;
use crate::web::route_table::RouteTable;

pub(super) fn report_pages(table: &mut RouteTable) {
    use crate::kernel::Permission::ViewMoney;
    use crate::site::money_reports;
    table.at("/admin/money/reports").get(Can(ViewMoney), money_reports::show_reports);
    table.at("/admin/money/reports/{table}.csv").get(Can(ViewMoney).sudo(), money_reports::download_report);
}
