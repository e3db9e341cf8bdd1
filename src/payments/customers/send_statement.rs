//! An officer sends a customer its statement of account: a letter with a link to it, to the billing address (AC-09).

use serde_json::json;

use super::queries::statement_lines;
use super::statement::add_up;
use super::store::CustomerRow;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{LinkPurpose, Pence, Unexpected};
use crate::notifications::{NewMessage, outbox, personal_link};

/// Queues the letter; once a day is enough, however often somebody presses.
pub async fn send_statement(app: &App, customer: &CustomerRow, officer_id: i64) -> Result<(), Unexpected> {
    let now = app.now();
    let today = london_date(now);
    app.db
        .write_tx(async |tx| {
            let balance = add_up(statement_lines(tx, customer.id).await?).balance;
            let message = NewMessage {
                template: "statement_sent",
                person_id: None,
                to_name: if customer.contact_name.is_empty() {
                    customer.name.clone()
                } else {
                    customer.contact_name.clone()
                },
                to_address: customer.email.clone(),
                data: json!({
                    "name": if customer.contact_name.is_empty() { &customer.name } else { &customer.contact_name },
                    "customer": customer.name,
                    "made_on": long_date(today),
                    "owed": if balance > Pence::ZERO { balance.to_string() } else { String::new() },
                    "owed_to_customer": if balance < Pence::ZERO { (-balance).to_string() } else { String::new() },
                    "link": personal_link(LinkPurpose::Statement, customer.id, customer.link_generation),
                }),
                calendar: None,
                dedupe_key: format!("statement:{}:{}:{today}", customer.id, customer.link_generation),
            };
            outbox::queue(tx, app.tokens.as_ref(), message, now).await?;
            let entry = Entry {
                actor: Actor::Person(officer_id),
                action: "customer.statement_sent",
                subject_kind: "customer",
                subject_id: customer.id,
                reason: None,
                values: None,
            };
            audit::record(tx, entry, now).await?;
            Ok(())
        })
        .await
}
