//! Questions of a date or a course in versions, with their answers (QST-1, QST-8); access and dietary needs apart, sealed, with the
//! tasks they raise, the counts that stay and what members keep for themselves (D20, QST-2 to QST-7).

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &[
    "question",
    "question_version",
    "question_answer",
    "event_care",
    "place_needs",
    "needs_task",
    "needs_count",
    "saved_needs",
];

const UP: &str = "
CREATE TABLE question (
    id {id},
    event_id BIGINT REFERENCES event (id),
    course_id BIGINT REFERENCES course (id),
    position INTEGER NOT NULL,
    created_at {instant} NOT NULL,
    withdrawn_at {instant},
    CHECK ((event_id IS NULL) <> (course_id IS NULL))
)
;
CREATE INDEX question_event ON question (event_id, position)
;
CREATE INDEX question_course ON question (course_id, position)
;
CREATE TABLE question_version (
    id {id},
    question_id BIGINT NOT NULL REFERENCES question (id),
    version INTEGER NOT NULL CHECK (version > 0),
    words TEXT NOT NULL,
    hint TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'long_text', 'yes_no', 'one_of', 'many_of', 'date')),
    scope TEXT NOT NULL CHECK (scope IN ('booking', 'place')),
    choices {json} NOT NULL,
    is_required {bool} NOT NULL,
    shown_where TEXT NOT NULL CHECK (shown_where IN ('anywhere', 'online', 'in_person', 'in_person_with_food')),
    shown_to TEXT NOT NULL CHECK (shown_to IN ('everyone', 'member_price', 'other_prices')),
    after_question_id BIGINT REFERENCES question (id),
    after_answer TEXT NOT NULL,
    created_by_id BIGINT REFERENCES person (id),
    created_at {instant} NOT NULL,
    UNIQUE (question_id, version)
)
;
CREATE TABLE question_answer (
    id {id},
    question_id BIGINT NOT NULL REFERENCES question (id),
    question_version_id BIGINT NOT NULL REFERENCES question_version (id),
    booking_id BIGINT REFERENCES booking (id),
    place_id BIGINT REFERENCES place (id),
    answer {json} NOT NULL,
    answered_at {instant} NOT NULL,
    CHECK ((booking_id IS NULL) <> (place_id IS NULL))
)
;
CREATE UNIQUE INDEX question_answer_booking ON question_answer (booking_id, question_id) WHERE booking_id IS NOT NULL
;
CREATE UNIQUE INDEX question_answer_place ON question_answer (place_id, question_id) WHERE place_id IS NOT NULL
;
CREATE INDEX question_answer_question ON question_answer (question_id)
;
CREATE TABLE event_care (
    id {id},
    event_id BIGINT NOT NULL UNIQUE REFERENCES event (id),
    serves_food {bool} NOT NULL,
    owner_id BIGINT REFERENCES person (id),
    needs_forgotten_at {instant}
)
;
CREATE TABLE place_needs (
    id {id},
    place_id BIGINT NOT NULL UNIQUE REFERENCES place (id),
    event_id BIGINT NOT NULL REFERENCES event (id),
    sealed {bytes} NOT NULL,
    key_id TEXT NOT NULL,
    consented_at {instant} NOT NULL,
    told_at {instant} NOT NULL
)
;
CREATE INDEX place_needs_event ON place_needs (event_id)
;
CREATE TABLE needs_task (
    id {id},
    place_id BIGINT NOT NULL REFERENCES place (id),
    event_id BIGINT NOT NULL REFERENCES event (id),
    cause TEXT NOT NULL CHECK (cause IN ('new', 'changed', 'taken_back')),
    is_late {bool} NOT NULL,
    owner_id BIGINT REFERENCES person (id),
    due_on {date} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'will_call', 'arranged', 'replaced')),
    raised_at {instant} NOT NULL,
    answered_at {instant},
    answered_by_id BIGINT REFERENCES person (id)
)
;
CREATE INDEX needs_task_event ON needs_task (event_id, state)
;
CREATE INDEX needs_task_place ON needs_task (place_id)
;
CREATE UNIQUE INDEX needs_task_one_open ON needs_task (place_id) WHERE state IN ('received', 'will_call')
;
CREATE TABLE needs_count (
    id {id},
    event_id BIGINT NOT NULL REFERENCES event (id),
    need TEXT NOT NULL,
    people INTEGER NOT NULL CHECK (people > 0),
    UNIQUE (event_id, need)
)
;
CREATE TABLE saved_needs (
    id {id},
    person_id BIGINT NOT NULL UNIQUE REFERENCES person (id),
    sealed {bytes} NOT NULL,
    key_id TEXT NOT NULL,
    saved_at {instant} NOT NULL
)
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
        ddl::drop_tables(manager, TABLES).await
    }
}
