//! The membership officers' desk.

mod acts;
mod chance;
mod email;
mod list;
mod money;
mod overview;
mod person;
mod register;
mod reports;
mod search;
mod types;

/// What addresses call this person.
async fn reference_of(app: &crate::support::TestApp, person_id: i64) -> String {
    use sea_orm::EntityTrait;
    let row = entity::person::Entity::find_by_id(person_id).one(app.state.db.reader()).await.unwrap();
    row.unwrap().reference
}
