//! What is kept of people, how long, and why (D27): every table has a retention class and says which column points to a
//! person. A test fails for a table without a row here. Exporting, erasing and merging a person are assembled from this list
//! and each feature's hooks.

use crate::person_rows::PersonColumn;

mod erase;
mod export;
mod merge;

pub use erase::{ErasePerson, check_erasure, erase_person};
pub use export::{covered, export_person};
pub use merge::{MergePeople, merge_people, undo_people_merge};

/// Why a table is kept, and so for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetentionClass {
    /// As long as the person has anything to do with us; erased on request.
    Person,
    /// Six years after the end of the financial year, for the accounts; names are kept no longer than that.
    Accounts,
    /// Who did what: seven years; values before and after can be emptied earlier.
    Audit,
    /// Working data: gone within 30 days of its use.
    Transient,
    /// What we publish and sell; holds no person's data beyond what is published.
    Content,
    /// Settings of the charity itself.
    Settings,
}

/// One table's row.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// The table.
    pub table: &'static str,
    /// Its class.
    pub class: RetentionClass,
    /// The columns that point to a person, by id or by what identifies them.
    pub person_columns: &'static [&'static str],
}

const fn row(table: &'static str, class: RetentionClass, person_columns: &'static [&'static str]) -> Retention {
    Retention { table, class, person_columns }
}

/// Every table.
pub const RETENTION: &[Retention] = &[
    row("person", RetentionClass::Person, &["id"]),
    row("person_email", RetentionClass::Person, &["person_id"]),
    row("login", RetentionClass::Person, &["person_id"]),
    row("login_session", RetentionClass::Transient, &["person_id"]),
    row("sign_in_code", RetentionClass::Transient, &["person_id", "folded_address"]),
    row("totp_factor", RetentionClass::Person, &["person_id"]),
    row("passkey", RetentionClass::Person, &["person_id"]),
    row("passkey_ceremony", RetentionClass::Transient, &[]),
    row("recovery_code", RetentionClass::Person, &["person_id"]),
    row("role_grant", RetentionClass::Audit, &["person_id", "granted_by_id"]),
    row("organisation", RetentionClass::Content, &[]),
    row("organisation_name", RetentionClass::Content, &[]),
    row("organisation_successor", RetentionClass::Content, &[]),
    row("person_profile", RetentionClass::Person, &["person_id", "registration_checked_by_id"]),
    row("person_practice_role", RetentionClass::Person, &["person_id"]),
    row("email_choice", RetentionClass::Person, &["person_id", "recorded_by_id"]),
    row("directory_entry", RetentionClass::Person, &["person_id"]),
    row("person_search_token", RetentionClass::Person, &["person_id"]),
    row("person_note", RetentionClass::Person, &["person_id", "written_by_id"]),
    row("address_change", RetentionClass::Transient, &["person_id", "new_address", "old_address"]),
    row("marketing_refusal", RetentionClass::Settings, &[]),
    row("relayed_message", RetentionClass::Person, &["sender_person_id", "recipient_person_id"]),
    row("membership_type", RetentionClass::Content, &[]),
    row("membership_type_version", RetentionClass::Content, &["created_by_id"]),
    row("membership_application", RetentionClass::Person, &["person_id"]),
    row("membership_decision", RetentionClass::Audit, &["decider_id"]),
    row("terms_of_membership", RetentionClass::Accounts, &[]),
    row("membership_order", RetentionClass::Accounts, &["person_id"]),
    row("membership_fact", RetentionClass::Person, &["person_id", "recorded_by_id"]),
    row("removal_proposal", RetentionClass::Person, &["person_id", "proposed_by_id", "decided_by_id"]),
    row("renewal_notice", RetentionClass::Person, &[]),
    row("planned_type_change", RetentionClass::Person, &["person_id"]),
    row("membership", RetentionClass::Person, &["person_id"]),
    row("membership_term", RetentionClass::Person, &[]),
    row("number_series", RetentionClass::Settings, &[]),
    // Open for 30 days at most; the items go with the list’s end.
    row("registration_list", RetentionClass::Audit, &["prepared_by_id"]),
    row("registration_list_item", RetentionClass::Transient, &["person_id"]),
    row("registration_check", RetentionClass::Person, &["person_id", "checked_by_id"]),
    row("registration_query", RetentionClass::Person, &["person_id", "handled_by_id"]),
    row("import_mapping", RetentionClass::Settings, &["created_by_id"]),
    row("import_batch", RetentionClass::Audit, &["uploaded_by_id", "confirmed_by_id", "undone_by_id"]),
    row("import_row", RetentionClass::Transient, &["person_id", "match_person_id"]),
    row("member_export", RetentionClass::Audit, &["requested_by_id"]),
    row("merge_record", RetentionClass::Audit, &["from_person_id", "into_person_id", "merged_by_id", "undone_by_id"]),
    row("merge_change", RetentionClass::Audit, &[]),
    row("charity_identity", RetentionClass::Settings, &[]),
    row("bank_holiday", RetentionClass::Settings, &[]),
    row("course", RetentionClass::Content, &[]),
    row("event", RetentionClass::Content, &[]),
    row("event_part", RetentionClass::Content, &[]),
    row("event_facilitator", RetentionClass::Content, &["person_id"]),
    row("event_series", RetentionClass::Content, &[]),
    row("event_series_date", RetentionClass::Content, &[]),
    row("series_booking", RetentionClass::Accounts, &[]),
    row("series_booking_date", RetentionClass::Accounts, &[]),
    row("refund_policy", RetentionClass::Accounts, &["created_by_id"]),
    row("early_bird", RetentionClass::Content, &[]),
    row("discount_code", RetentionClass::Accounts, &["created_by_id"]),
    row("discount_code_scope", RetentionClass::Accounts, &[]),
    row("discount_use", RetentionClass::Accounts, &[]),
    row("booking_terms", RetentionClass::Accounts, &[]),
    row("event_venue", RetentionClass::Content, &[]),
    row("event_sale", RetentionClass::Content, &[]),
    row("capacity_pool", RetentionClass::Content, &[]),
    row("seat_limit", RetentionClass::Content, &[]),
    row("price_band", RetentionClass::Content, &[]),
    row("booking", RetentionClass::Accounts, &["booker_person_id", "booker_email"]),
    row("place", RetentionClass::Accounts, &["person_id", "attendee_email"]),
    row("place_cancellation", RetentionClass::Accounts, &["actor_person_id"]),
    row("place_invitation", RetentionClass::Transient, &["sent_to"]),
    row("name_chase", RetentionClass::Transient, &[]),
    row("reminding", RetentionClass::Content, &[]),
    row("reminder", RetentionClass::Accounts, &[]),
    row("in_house_enquiry", RetentionClass::Person, &["person_id", "contact_email"]),
    row("in_house_note", RetentionClass::Person, &["written_by_id"]),
    row("in_house_quote", RetentionClass::Accounts, &["created_by_id"]),
    row("in_house_quote_line", RetentionClass::Accounts, &[]),
    row("private_registration", RetentionClass::Content, &[]),
    row("place_naming", RetentionClass::Accounts, &["actor_person_id", "old_email", "new_email"]),
    row("place_change", RetentionClass::Accounts, &["actor_person_id", "new_email"]),
    row("place_move", RetentionClass::Accounts, &["actor_person_id"]),
    row("place_request", RetentionClass::Accounts, &[]),
    row("event_change", RetentionClass::Accounts, &["made_by_id"]),
    row("event_change_notice", RetentionClass::Accounts, &["kept_by_person_id"]),
    row("event_cancel_failure", RetentionClass::Transient, &[]),
    row("waiting_entry", RetentionClass::Transient, &["person_id", "email", "folded_email"]),
    row("waiting_offer", RetentionClass::Transient, &[]),
    row("waiting_tally", RetentionClass::Content, &[]),
    row("question", RetentionClass::Content, &[]),
    row("question_version", RetentionClass::Content, &["created_by_id"]),
    row("question_answer", RetentionClass::Person, &[]),
    row("answer_file", RetentionClass::Person, &[]),
    row("event_care", RetentionClass::Settings, &["owner_id"]),
    // Forgotten 30 days after the date (D20); only the counts stay.
    row("place_needs", RetentionClass::Transient, &[]),
    row("needs_task", RetentionClass::Transient, &["owner_id", "answered_by_id"]),
    row("needs_count", RetentionClass::Content, &[]),
    row("saved_needs", RetentionClass::Person, &["person_id"]),
    row("charge", RetentionClass::Accounts, &["payer_person_id", "payer_email"]),
    row("charge_line", RetentionClass::Accounts, &[]),
    row("charge_credit", RetentionClass::Accounts, &[]),
    row("checkout", RetentionClass::Accounts, &[]),
    row("payment", RetentionClass::Accounts, &["recorded_by_id"]),
    row("payment_allocation", RetentionClass::Accounts, &[]),
    row("refund", RetentionClass::Accounts, &["requested_by_id", "decided_by_id"]),
    row("refund_line", RetentionClass::Accounts, &[]),
    row("dispute", RetentionClass::Accounts, &[]),
    row("payout", RetentionClass::Accounts, &["explained_by_id"]),
    row("payout_item", RetentionClass::Accounts, &[]),
    row("income_recognition", RetentionClass::Accounts, &[]),
    row("refused_request", RetentionClass::Accounts, &[]),
    row("join_opening", RetentionClass::Accounts, &[]),
    row("join_block", RetentionClass::Accounts, &["blocked_by_id", "lifted_by_id"]),
    row("ledger_transaction", RetentionClass::Accounts, &["posted_by_person_id"]),
    row("ledger_posting", RetentionClass::Accounts, &[]),
    row("customer", RetentionClass::Accounts, &["approved_by_id", "email"]),
    row("charge_billing", RetentionClass::Accounts, &["billing_email"]),
    row("invoice", RetentionClass::Accounts, &[]),
    row("credit_note", RetentionClass::Accounts, &[]),
    row("credit_note_line", RetentionClass::Accounts, &[]),
    row("invoice_notice", RetentionClass::Accounts, &[]),
    row("write_off", RetentionClass::Accounts, &["requested_by_id", "decided_by_id"]),
    row("webhook_event", RetentionClass::Transient, &[]),
    row("post", RetentionClass::Content, &["created_by_id"]),
    row("post_revision", RetentionClass::Content, &["edited_by_id"]),
    row("outbox_message", RetentionClass::Transient, &["person_id", "to_address"]),
    row("delivery_attempt", RetentionClass::Transient, &[]),
    row("suppressed_address", RetentionClass::Settings, &[]),
    row("audit_entry", RetentionClass::Audit, &["actor_person_id"]),
    row("audit_values", RetentionClass::Audit, &[]),
    row("audit_seal", RetentionClass::Audit, &[]),
    row("job", RetentionClass::Transient, &[]),
    row("job_schedule", RetentionClass::Settings, &[]),
    row("worker_heartbeat", RetentionClass::Transient, &[]),
    row("idempotency_key", RetentionClass::Transient, &[]),
    row("rate_limit", RetentionClass::Transient, &[]),
    row("cache_generation", RetentionClass::Settings, &[]),
];

/// Every column that holds a person's id.
pub fn pointers() -> Vec<PersonColumn> {
    let of = |row: &Retention| {
        let table = row.table;
        row.person_columns.iter().map(move |column| PersonColumn { table, column })
    };
    RETENTION.iter().flat_map(of).filter(|at| at.column.ends_with("_id")).collect()
}
