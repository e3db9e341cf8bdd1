//! The whole route table, grouped by audience: every address, its methods, and what each demands before a handler runs.

use crate::web::Access::Public;
use crate::web::route_table::RouteTable;
use crate::web::assets;

/// Every address of `serve`. The demo adds its own in [`demo_routes`]; a test proves they are not here (D25).
pub fn route_table() -> RouteTable {
    let mut table = RouteTable::default();
    public_pages(&mut table);
    news_pages(&mut table);
    event_pages(&mut table);
    booking_pages(&mut table);
    people_pages(&mut table);
    payment_pages(&mut table);
    event_desk(&mut table);
    news_desk(&mut table);
    money_desk(&mut table);
    charity_desk(&mut table);
    running_desk(&mut table);
    table
}

fn public_pages(table: &mut RouteTable) {
    table.at("/assets/{version}/{path:.*}").get(Public, assets::show_asset);
}

fn news_pages(_table: &mut RouteTable) {}

fn event_pages(_table: &mut RouteTable) {}

fn booking_pages(_table: &mut RouteTable) {}

fn people_pages(_table: &mut RouteTable) {}

fn payment_pages(_table: &mut RouteTable) {}

fn event_desk(_table: &mut RouteTable) {}

fn news_desk(_table: &mut RouteTable) {}

fn money_desk(_table: &mut RouteTable) {}

fn charity_desk(_table: &mut RouteTable) {}

fn running_desk(_table: &mut RouteTable) {}
