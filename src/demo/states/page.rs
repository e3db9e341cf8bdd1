//! `/dev/states`, in the demo only (D25): where to see each state. The pages are officers' pages, so it offers to sign in as the
//! administrator first.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use super::sights::{Sight, sights};
use crate::app::App;
use crate::web::Access::Public;
use crate::web::route_table::RouteTable;
use crate::web::{PageContext, PageError};

#[derive(Serialize)]
struct StatesView {
    groups: Vec<Group>,
}

/// One kind of thing.
#[derive(Serialize)]
struct Group {
    what: &'static str,
    states: Vec<StateLine>,
}

#[derive(Serialize)]
struct StateLine {
    words: String,
    rows: usize,
    path: Option<String>,
}

/// Registers the demo's own address.
pub fn dev_states_routes(table: &mut RouteTable) {
    table.at("/dev/states").get(Public, list_states);
}

async fn list_states(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let mut groups: Vec<Group> = Vec::new();
    for Sight { what, state, rows, path } in sights(&app).await? {
        let line = StateLine { words: in_words(state), rows, path };
        match groups.last_mut() {
            Some(group) if group.what == what => group.states.push(line),
            _ => groups.push(Group { what, states: vec![line] }),
        }
    }
    page.render("dev/states.html", &StatesView { groups })
}

/// `given_up` as "Given up".
fn in_words(state: &str) -> String {
    let words = state.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_state_is_read_as_words() {
        for (state, words) in [("given_up", "Given up"), ("open", "Open"), ("", "")] {
            assert_eq!(in_words(state), words);
        }
    }
}
