//! How the demo knows its own database: by two audit entries, which travel with it.

use entity::audit_entry::{Column, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

/// Written before anything else: this database belongs to the demo.
pub(super) const BEGUN: &str = "demo_world.begun";
/// Written after everything else.
pub(super) const LOADED: &str = "demo_world.loaded";

/// What a database is to the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemoWorld {
    /// Nobody has used it yet.
    Empty,
    /// The loading stopped half-way.
    HalfLoaded,
    /// The world is there.
    Loaded,
    /// Somebody else's: never touched.
    Foreign,
}

/// Looks at a migrated database.
pub async fn find_world(db: &impl ConnectionTrait) -> Result<DemoWorld, DbErr> {
    let noted =
        async |action: &str| Ok::<_, DbErr>(Entity::find().filter(Column::Action.eq(action)).count(db).await? > 0);
    if noted(LOADED).await? {
        return Ok(DemoWorld::Loaded);
    }
    if noted(BEGUN).await? {
        return Ok(DemoWorld::HalfLoaded);
    }
    let used = entity::person::Entity::find().count(db).await? > 0
        || entity::charity_identity::Entity::find().count(db).await? > 0;
    Ok(if used { DemoWorld::Foreign } else { DemoWorld::Empty })
}
