//! What is mailed when the charity's record changes.

use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::identity::CharityIdentity;
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::notifications::{NewMessage, outbox};

/// Tells the office that transfers go to another account from now on: at the address from before the change, so that whoever
/// changes both at once is found out.
pub(super) async fn tell_of_bank_change(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    (before, after): (&CharityIdentity, &CharityIdentity),
    now: Instant,
) -> Result<(), Unexpected> {
    if before.email.is_empty() {
        tracing::error!("the office cannot be told of new bank details: the charity has no email address");
        return Ok(());
    }
    let message = NewMessage {
        template: "bank_details_changed",
        person_id: None,
        to_name: "Treasurer".to_owned(),
        to_address: before.email.clone(),
        data: json!({
            "when": date_and_time(now),
            "account_name": after.bank_account_name,
            "sort_code": after.bank_sort_code,
            "account_number": after.bank_account_number,
        }),
        calendar: None,
        dedupe_key: format!("bank-details-changed:{}", before.version),
    };
    outbox::queue(tx, tokens, message, now).await
}
