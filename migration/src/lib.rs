//! The schema, one file per change, written once as SQL and run on SQLite and PostgreSQL.
//!
//! Why SQL text and not a builder: the two databases differ here in seven type words and nothing else, so a reader
//! sees constraints, partial indexes and foreign keys as they are ([`ddl`] fills in the words). Migrations never import
//! product code and seed no data that people own.

pub mod ddl;
mod m20261122_000001_people;
mod m20261122_000002_platform;
mod m20261122_000003_money;
mod m20261122_000004_membership;
mod m20261122_000005_events;
mod m20261122_000006_bookings;
mod m20261122_000007_campaign;
mod m20261122_000008_membership_orders;
mod m20261122_000009_profiles;
mod m20261122_000011_second_factors;
mod m20261122_000012_own_pages;
mod m20261122_000013_member_search;
mod m20261122_000014_imports;
mod m20261122_000015_renewals;
mod m20261122_000016_one_member_price;
mod m20261122_000017_changing_bookings;
mod m20261122_000018_discounts;
mod m20261122_000019_changes;
mod m20261122_000020_waiting_list;
mod m20261122_000021_groups;
mod m20261122_000022_invoices;
mod m20261122_000023_questions;
mod m20261122_000024_in_house;
mod m20261122_000025_money_reports;
mod m20261122_000026_seat_limits;
mod m20261122_000027_changes_again;
mod m20261122_000028_vat_and_posters;
mod m20261122_000029_answer_files;
mod m20261122_000030_membership_rules;
mod m20261122_000032_changes_within_a_notice;
mod m20261122_000033_registration_checks;
mod m20261122_000034_charge_line_days;
mod m20261123_000035_looked_up_by;
mod m20261123_000036_job_priority;
mod m20261123_000038_order_payer;
mod m20261123_000039_reminders;
mod m20261123_000040_course_defaults;
mod m20261123_000041_terms_of_membership;
mod m20261123_000042_evidence_of_types;
mod m20261123_000043_bank_holidays;
mod m20261123_000044_series_and_minimums;
mod m20261123_000045_room_and_online;
mod m20261123_000046_payouts;
mod m20261123_000047_seldom_known;

use sea_orm_migration::prelude::*;

/// Runs every migration in order; `up`, `down` and `status` come from the trait.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_people::Migration),
            Box::new(m20261122_000002_platform::Migration),
            Box::new(m20261122_000003_money::Migration),
            Box::new(m20261122_000004_membership::Migration),
            Box::new(m20261122_000005_events::Migration),
            Box::new(m20261122_000006_bookings::Migration),
            Box::new(m20261122_000007_campaign::Migration),
            Box::new(m20261122_000008_membership_orders::Migration),
            Box::new(m20261122_000009_profiles::Migration),
            Box::new(m20261122_000011_second_factors::Migration),
            Box::new(m20261122_000012_own_pages::Migration),
            Box::new(m20261122_000013_member_search::Migration),
            Box::new(m20261122_000014_imports::Migration),
            Box::new(m20261122_000015_renewals::Migration),
            Box::new(m20261122_000016_one_member_price::Migration),
            Box::new(m20261122_000017_changing_bookings::Migration),
            Box::new(m20261122_000018_discounts::Migration),
            Box::new(m20261122_000019_changes::Migration),
            Box::new(m20261122_000020_waiting_list::Migration),
            Box::new(m20261122_000021_groups::Migration),
            Box::new(m20261122_000022_invoices::Migration),
            Box::new(m20261122_000023_questions::Migration),
            Box::new(m20261122_000024_in_house::Migration),
            Box::new(m20261122_000025_money_reports::Migration),
            Box::new(m20261122_000026_seat_limits::Migration),
            Box::new(m20261122_000027_changes_again::Migration),
            Box::new(m20261122_000028_vat_and_posters::Migration),
            Box::new(m20261122_000029_answer_files::Migration),
            Box::new(m20261122_000030_membership_rules::Migration),
            Box::new(m20261122_000032_changes_within_a_notice::Migration),
            Box::new(m20261122_000033_registration_checks::Migration),
            Box::new(m20261122_000034_charge_line_days::Migration),
            Box::new(m20261123_000035_looked_up_by::Migration),
            Box::new(m20261123_000036_job_priority::Migration),
            Box::new(m20261123_000038_order_payer::Migration),
            Box::new(m20261123_000039_reminders::Migration),
            Box::new(m20261123_000040_course_defaults::Migration),
            Box::new(m20261123_000041_terms_of_membership::Migration),
            Box::new(m20261123_000042_evidence_of_types::Migration),
            Box::new(m20261123_000043_bank_holidays::Migration),
            Box::new(m20261123_000044_series_and_minimums::Migration),
            Box::new(m20261123_000045_room_and_online::Migration),
            Box::new(m20261123_000046_payouts::Migration),
            Box::new(m20261123_000047_seldom_known::Migration),
        ]
    }
}
