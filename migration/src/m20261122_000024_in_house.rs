//! In-house training: enquiries, their history, quotes in versions with lines, and the private dates they end in (INH-1 to INH-7).

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE event ADD COLUMN visibility TEXT NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'private'))
;
CREATE TABLE in_house_enquiry (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    organisation_id BIGINT REFERENCES organisation (id),
    organisation_name TEXT NOT NULL,
    person_id BIGINT REFERENCES person (id),
    contact_name TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    folded_email TEXT NOT NULL,
    contact_phone TEXT NOT NULL,
    course_id BIGINT REFERENCES course (id),
    topic TEXT NOT NULL,
    attendees INTEGER NOT NULL CHECK (attendees > 0),
    mode TEXT NOT NULL CHECK (mode IN ('online', 'in_person', 'either')),
    date_wishes TEXT NOT NULL,
    needs TEXT NOT NULL,
    budget_holder TEXT NOT NULL,
    po_route TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'in_talk', 'quoted', 'accepted', 'scheduled', 'delivered', 'invoiced', 'paid', 'lost', 'expired', 'duplicate')),
    state_since {instant} NOT NULL,
    lost_reason TEXT,
    duplicate_of_id BIGINT REFERENCES in_house_enquiry (id),
    received_at {instant} NOT NULL,
    answer_due_on {date} NOT NULL,
    first_answered_at {instant},
    alerted_at {instant},
    wiped_at {instant}
)
;
CREATE INDEX in_house_enquiry_state ON in_house_enquiry (state, received_at)
;
CREATE INDEX in_house_enquiry_contact ON in_house_enquiry (folded_email, received_at)
;
CREATE TABLE in_house_note (
    id {id},
    enquiry_id BIGINT NOT NULL REFERENCES in_house_enquiry (id),
    kind TEXT NOT NULL CHECK (kind IN ('moved', 'note', 'written', 'spoken')),
    actor TEXT NOT NULL CHECK (actor IN ('officer', 'contact', 'system')),
    written_by_id BIGINT REFERENCES person (id),
    to_state TEXT,
    words TEXT NOT NULL,
    noted_at {instant} NOT NULL
)
;
CREATE INDEX in_house_note_enquiry ON in_house_note (enquiry_id)
;
CREATE TABLE in_house_quote (
    id {id},
    enquiry_id BIGINT NOT NULL REFERENCES in_house_enquiry (id),
    version INTEGER NOT NULL CHECK (version > 0),
    state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'replaced', 'withdrawn', 'accepted', 'cancelled')),
    title TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('online', 'in_person', 'hybrid')),
    most_attendees INTEGER NOT NULL CHECK (most_attendees > 0),
    extra_pence BIGINT CHECK (extra_pence >= 0),
    words TEXT NOT NULL,
    valid_until {date} NOT NULL,
    terms {json} NOT NULL,
    link_generation INTEGER NOT NULL,
    created_by_id BIGINT REFERENCES person (id),
    created_at {instant} NOT NULL,
    sent_at {instant},
    accepted_at {instant},
    accepted_by_name TEXT,
    accepted_by_role TEXT,
    po_number TEXT,
    charge_id BIGINT UNIQUE REFERENCES charge (id),
    event_id BIGINT UNIQUE REFERENCES event (id),
    UNIQUE (enquiry_id, version)
)
;
CREATE UNIQUE INDEX in_house_quote_one_sent ON in_house_quote (enquiry_id) WHERE state = 'sent'
;
CREATE UNIQUE INDEX in_house_quote_one_accepted ON in_house_quote (enquiry_id) WHERE state = 'accepted'
;
CREATE TABLE in_house_quote_line (
    id {id},
    quote_id BIGINT NOT NULL REFERENCES in_house_quote (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('fee', 'travel', 'materials', 'other')),
    description TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    unit_pence BIGINT NOT NULL CHECK (unit_pence >= 0),
    vat_treatment TEXT NOT NULL CHECK (vat_treatment IN ('outside_scope', 'exempt', 'zero', 'standard')),
    UNIQUE (quote_id, position)
)
;
CREATE TABLE private_registration (
    event_id BIGINT PRIMARY KEY REFERENCES event (id),
    quote_id BIGINT UNIQUE REFERENCES in_house_quote (id),
    host_name TEXT NOT NULL,
    email_domain TEXT NOT NULL,
    link_generation INTEGER NOT NULL
)
";

const DOWN: &str = "
DROP TABLE private_registration
;
DROP TABLE in_house_quote_line
;
DROP TABLE in_house_quote
;
DROP TABLE in_house_note
;
DROP TABLE in_house_enquiry
;
ALTER TABLE event DROP COLUMN visibility
";

/// See the module's first line.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}
