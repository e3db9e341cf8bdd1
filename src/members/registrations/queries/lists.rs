//! Lists of numbers and their items.

use entity::{person, registration_list, registration_list_item};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::kernel::Unexpected;
use crate::members::registrations::store::lists::items_with_people;

/// The list with this reference, open or closed.
pub async fn find_list(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<registration_list::Model>, Unexpected> {
    use registration_list::{Column, Entity};
    Ok(Entity::find().filter(Column::Reference.eq(reference)).one(db).await?)
}

/// Lists that wait for their results, the oldest first.
pub(in crate::members) async fn open_lists(
    db: &impl ConnectionTrait,
) -> Result<Vec<registration_list::Model>, Unexpected> {
    use registration_list::{Column, Entity};
    Ok(Entity::find().filter(Column::State.eq("open")).order_by_asc(Column::Id).all(db).await?)
}

/// Who is on a list, each with their number as it is now.
pub(in crate::members) async fn items_of(
    db: &impl ConnectionTrait,
    list_id: i64,
) -> Result<Vec<(registration_list_item::Model, person::Model, String)>, Unexpected> {
    Ok(items_with_people(db, list_id).await?)
}
