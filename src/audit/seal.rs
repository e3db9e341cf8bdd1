//! Seals audit entries in batches, each hash covering the one before it (D28, S19): an entry changed, added or taken away
//! afterwards is found. The newest hash is logged, so that a copy of the log proves the chain's end as well.

use chrono::Duration;
use entity::{audit_entry, audit_seal, audit_values};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::chain::{BEGINNING, ChainRow, link_hash, values_digest};
use crate::app::App;
use crate::db::Db;
use crate::jobs::JobOutcome;
use crate::kernel::{Instant, TokenSource, Unexpected};

/// The name of the job.
pub const SEAL_AUDIT: &str = "seal_audit";

/// Entries younger than this wait: a transaction that took its number earlier may still be at work.
const SETTLED: Duration = Duration::minutes(2);
/// Entries in one seal.
const BATCH: u64 = 500;

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// Seals that hold.
    pub seals: u64,
    /// Entries under them.
    pub entries: u64,
    /// Entries too young to be sealed.
    pub unsealed: u64,
    /// The newest hash that holds.
    pub head: Option<String>,
    /// The first place where the chain is broken.
    pub broken: Option<BrokenLink>,
}

/// Where the chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    /// The seal that does not hold.
    pub seal_id: i64,
    /// The first entry under it.
    pub first_entry_id: i64,
    /// The last entry under it.
    pub last_entry_id: i64,
    /// What does not fit, in words.
    pub why: &'static str,
}

/// The job's handler.
pub async fn run_seal_audit(app: &App) -> Result<JobOutcome, Unexpected> {
    seal_audit(&app.db, app.tokens.as_ref(), app.now()).await?;
    Ok(JobOutcome::Done)
}

/// Seals everything that has settled. Says how many entries it sealed.
pub async fn seal_audit(db: &Db, tokens: &dyn TokenSource, now: Instant) -> Result<u64, Unexpected> {
    let mut sealed = 0;
    loop {
        let some = db.write_tx(async |tx| seal_batch(tx, tokens, now).await).await?;
        sealed += some;
        if some < BATCH {
            return Ok(sealed);
        }
    }
}

async fn seal_batch(tx: &impl ConnectionTrait, tokens: &dyn TokenSource, now: Instant) -> Result<u64, Unexpected> {
    let last = audit_seal::Entity::find().order_by_desc(audit_seal::Column::Id).one(tx).await?;
    let (previous, after) = last.map_or((BEGINNING.to_owned(), 0), |seal| (seal.hash, seal.last_entry_id));
    let mut entries = audit_entry::Entity::find()
        .filter(audit_entry::Column::Id.gt(after))
        .order_by_asc(audit_entry::Column::Id)
        .limit(BATCH)
        .all(tx)
        .await?;
    let settled = entries.iter().take_while(|entry| entry.at <= now - SETTLED).count();
    entries.truncate(settled);
    let (Some(first), Some(last)) = (entries.first().map(|entry| entry.id), entries.last().map(|entry| entry.id))
    else {
        return Ok(0);
    };
    digest_values(tx, tokens, first, last).await?;
    let values = values_between(tx, first, last).await?;
    let rows = chain_rows(entries, &values);
    let hash = link_hash(&previous, &rows);
    let seal = audit_seal::ActiveModel {
        sealed_at: Set(now),
        first_entry_id: Set(first),
        last_entry_id: Set(last),
        previous_hash: Set(previous),
        hash: Set(hash.clone()),
        ..Default::default()
    };
    audit_seal::Entity::insert(seal).exec_without_returning(tx).await?;
    tracing::info!(first, last, hash, "audit entries sealed");
    Ok(rows.len() as u64)
}

/// Gives the values of these entries their salt and digest.
async fn digest_values(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    first: i64,
    last: i64,
) -> Result<(), DbErr> {
    use audit_values::Column;
    for row in values_between(tx, first, last).await?.into_iter().filter(|row| row.digest.is_none()) {
        let salt = tokens.secret();
        let digest = values_digest(&salt, row.before_values.as_ref(), row.after_values.as_ref());
        audit_values::Entity::update_many()
            .col_expr(Column::Salt, Expr::value(salt))
            .col_expr(Column::Digest, Expr::value(digest))
            .filter(Column::AuditEntryId.eq(row.audit_entry_id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

async fn values_between(db: &impl ConnectionTrait, first: i64, last: i64) -> Result<Vec<audit_values::Model>, DbErr> {
    audit_values::Entity::find().filter(audit_values::Column::AuditEntryId.between(first, last)).all(db).await
}

fn chain_rows(entries: Vec<audit_entry::Model>, values: &[audit_values::Model]) -> Vec<ChainRow> {
    let digest_of = |id: i64| values.iter().find(|row| row.audit_entry_id == id).and_then(|row| row.digest.clone());
    let row = |entry: audit_entry::Model| ChainRow {
        values_digest: digest_of(entry.id),
        id: entry.id,
        at: entry.at,
        actor_kind: entry.actor_kind,
        actor_person_id: entry.actor_person_id,
        action: entry.action,
        subject_kind: entry.subject_kind,
        subject_id: entry.subject_id,
        reason: entry.reason,
    };
    entries.into_iter().map(row).collect()
}

/// Walks the whole chain and reports the first broken link.
pub async fn verify_chain(db: &impl ConnectionTrait) -> Result<ChainReport, Unexpected> {
    let mut report = ChainReport { seals: 0, entries: 0, unsealed: 0, head: None, broken: None };
    let (mut last_seal, mut last_entry) = (0, 0);
    loop {
        let seals = audit_seal::Entity::find().filter(audit_seal::Column::Id.gt(last_seal));
        let Some(seal) = seals.order_by_asc(audit_seal::Column::Id).one(db).await? else { break };
        // From the seal before, not from the first entry named: what slipped in between must be seen.
        let entries = audit_entry::Entity::find()
            .filter(audit_entry::Column::Id.gt(last_entry))
            .filter(audit_entry::Column::Id.lte(seal.last_entry_id))
            .order_by_asc(audit_entry::Column::Id)
            .all(db)
            .await?;
        let values = values_between(db, last_entry + 1, seal.last_entry_id).await?;
        let count = entries.len() as u64;
        let previous = report.head.as_deref().unwrap_or(BEGINNING);
        if let Some(why) = fault(&seal, previous, entries, &values) {
            let (seal_id, first_entry_id, last_entry_id) = (seal.id, seal.first_entry_id, seal.last_entry_id);
            report.broken = Some(BrokenLink { seal_id, first_entry_id, last_entry_id, why });
            return Ok(report);
        }
        (last_seal, last_entry) = (seal.id, seal.last_entry_id);
        report.seals += 1;
        report.entries += count;
        report.head = Some(seal.hash);
    }
    report.unsealed = audit_entry::Entity::find().filter(audit_entry::Column::Id.gt(last_entry)).count(db).await?;
    Ok(report)
}

fn fault(
    seal: &audit_seal::Model,
    previous: &str,
    entries: Vec<audit_entry::Model>,
    values: &[audit_values::Model],
) -> Option<&'static str> {
    if seal.previous_hash != previous {
        return Some("it does not follow the seal before it: a seal was changed or taken away");
    }
    if values.iter().any(|row| !values_hold(row)) {
        return Some("values before or after a change are not what was sealed");
    }
    (link_hash(previous, &chain_rows(entries, values)) != seal.hash)
        .then_some("an entry was changed, added or taken away after it was sealed")
}

/// Sealed values are whole, or were emptied together with their salt.
fn values_hold(row: &audit_values::Model) -> bool {
    match (&row.digest, &row.salt) {
        (Some(digest), Some(salt)) => {
            *digest == values_digest(salt, row.before_values.as_ref(), row.after_values.as_ref())
        }
        (Some(_), None) => row.before_values.is_none() && row.after_values.is_none(),
        (None, _) => false,
    }
}

/// Empties the values of every entry about one subject (erasure); the entries themselves and the chain stay whole.
pub async fn empty_values_of(tx: &impl ConnectionTrait, subject_kind: &str, subject_id: i64) -> Result<u64, DbErr> {
    use audit_values::Column;
    let about = Query::select()
        .column(audit_entry::Column::Id)
        .from(audit_entry::Entity)
        .and_where(audit_entry::Column::SubjectKind.eq(subject_kind))
        .and_where(audit_entry::Column::SubjectId.eq(subject_id))
        .to_owned();
    let done = audit_values::Entity::update_many()
        .col_expr(Column::BeforeValues, Expr::value(None::<serde_json::Value>))
        .col_expr(Column::AfterValues, Expr::value(None::<serde_json::Value>))
        .col_expr(Column::Salt, Expr::value(None::<String>))
        .filter(Column::AuditEntryId.in_subquery(about))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}
