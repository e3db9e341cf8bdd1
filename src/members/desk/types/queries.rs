//! Types with all their versions, for the desk.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{membership_term, membership_type, membership_type_version, person};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::kernel::{Instant, Unexpected};
use crate::members::membership::{TypeVersion, read_version};

/// A type and everything it was, the newest version first.
#[derive(Clone, Debug)]
pub(super) struct TypeHistory {
    pub(super) code: String,
    pub(super) closed_on: Option<NaiveDate>,
    /// Whether its members are in the profession (AC-02).
    pub(super) is_in_profession: bool,
    pub(super) versions: Vec<PastVersion>,
}

/// One version of a type.
#[derive(Clone, Debug)]
pub(super) struct PastVersion {
    pub(super) valid_from: NaiveDate,
    pub(super) version: TypeVersion,
    pub(super) written_at: Instant,
    /// Who wrote it; none for what came with the system.
    pub(super) written_by: Option<String>,
    /// How many terms were taken under it.
    pub(super) terms: i64,
}

impl TypeHistory {
    /// The version in force on a day.
    pub(super) fn in_force(&self, on: NaiveDate) -> Option<&PastVersion> {
        self.versions.iter().find(|version| version.valid_from <= on)
    }

    /// The versions still to come, the next one last.
    pub(super) fn coming(&self, on: NaiveDate) -> impl Iterator<Item = &PastVersion> {
        self.versions.iter().filter(move |version| version.valid_from > on)
    }
}

/// Every type in page order.
pub(super) async fn list_types(db: &impl ConnectionTrait) -> Result<Vec<TypeHistory>, Unexpected> {
    let types = membership_type::Entity::find().order_by_asc(membership_type::Column::Position).all(db).await?;
    let versions = membership_type_version::Entity::find()
        .order_by_desc(membership_type_version::Column::ValidFrom)
        .all(db)
        .await?;
    let terms = terms_by_version(db).await?;
    let authors: Vec<i64> = versions.iter().filter_map(|row| row.created_by_id).collect();
    let authors = person::Entity::find().filter(person::Column::Id.is_in(authors)).all(db).await?;
    let authors: BTreeMap<i64, String> = authors.into_iter().map(|row| (row.id, row.full_name)).collect();
    let mut by_type: BTreeMap<i64, Vec<PastVersion>> = BTreeMap::new();
    for row in versions {
        let past = PastVersion {
            valid_from: row.valid_from,
            written_at: row.created_at,
            written_by: row.created_by_id.and_then(|id| authors.get(&id).cloned()),
            terms: terms.get(&row.id).copied().unwrap_or_default(),
            version: read_version(&row)?,
        };
        by_type.entry(row.membership_type_id).or_default().push(past);
    }
    let history = |kind: membership_type::Model| TypeHistory {
        versions: by_type.remove(&kind.id).unwrap_or_default(),
        code: kind.code,
        closed_on: kind.closed_on,
        is_in_profession: kind.is_in_profession,
    };
    Ok(types.into_iter().map(history).collect())
}

/// One type by its code.
pub(super) async fn find_history(db: &impl ConnectionTrait, code: &str) -> Result<Option<TypeHistory>, Unexpected> {
    Ok(list_types(db).await?.into_iter().find(|kind| kind.code == code))
}

async fn terms_by_version(db: &impl ConnectionTrait) -> Result<BTreeMap<i64, i64>, Unexpected> {
    use membership_term::{Column, Entity};
    let counts: Vec<(i64, i64)> = Entity::find()
        .select_only()
        .column(Column::MembershipTypeVersionId)
        .column_as(Column::Id.count(), "terms")
        .group_by(Column::MembershipTypeVersionId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().collect())
}
