//! What an officer did about a query: put something right, asked the member, or found all in order. A query ends no membership.

use serde_json::json;

use super::outcome::QueryState;
use super::store::checks;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;

/// Which query, what was done, and a note for the record.
#[derive(Clone, Debug)]
pub struct HandleQuery {
    /// The query.
    pub query_id: i64,
    /// Whose it is.
    pub person_id: i64,
    /// One of [`QueryState::SAID`].
    pub state: QueryState,
    /// The officer's note; the member may ask to see it.
    pub note: String,
    /// The officer.
    pub officer_id: i64,
}

/// Writes it. False when somebody has closed the query before. A member who was asked leaves it waiting.
pub async fn handle_query(app: &App, handled: HandleQuery) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let (which, said) = ((handled.query_id, handled.person_id), (handled.state, handled.note.as_str()));
            if !checks::handle_query(tx, which, said, (handled.officer_id, now)).await? {
                return Ok(false);
            }
            let entry = Entry {
                actor: Actor::Person(handled.officer_id),
                action: "registration.query_handled",
                subject_kind: "person",
                subject_id: handled.person_id,
                reason: None,
                values: Some((json!({}), json!({ "state": handled.state.word() }))),
            };
            audit::record(tx, entry, now).await?;
            Ok(true)
        })
        .await
}
