//! The words people are found by, kept up to date by whoever writes what they are made from.

use entity::person_search_token::{Column, Entity};
use nairo::kernel::Unexpected;
use nairo::members::search;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::support::app::{TestApp, spawn_app};

async fn words_of(app: &TestApp, person_id: i64) -> Vec<String> {
    let tokens = Entity::find().select_only().column(Column::Token).filter(Column::PersonId.eq(person_id));
    tokens.order_by_asc(Column::Token).into_tuple().all(app.state.db.reader()).await.unwrap()
}

#[actix_web::test]
async fn a_new_person_and_a_new_member_are_found_at_once() {
    let app = spawn_app().await;
    let sian = app.person("Siân O’Neill").await;
    let before = words_of(&app, sian.id).await;
    app.give_term(&sian, app.today()).await;
    let after = words_of(&app, sian.id).await;

    for word in ["sian", "neill", "oneill", "example.org"] {
        assert!(before.iter().any(|known| known == word), "{word} is not in {before:?}");
    }
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.iter().any(|word| word == "1001"));
}

#[actix_web::test]
async fn words_that_were_lost_or_have_gone_stale_come_right_by_themselves() {
    let app = spawn_app().await;
    let sian = app.member("Siân O’Neill").await;
    let right = words_of(&app, sian.id).await;
    let spoil = app.state.db.write_tx(async |tx| {
        Entity::delete_many().filter(Column::Token.eq("sian")).exec(tx).await?;
        let row = entity::person_search_token::ActiveModel {
            token: sea_orm::Set("zebra".to_owned()),
            person_id: sea_orm::Set(sian.id),
            ..Default::default()
        };
        Entity::insert(row).exec(tx).await?;
        Ok::<_, Unexpected>(())
    });
    spoil.await.unwrap();

    app.run_jobs().await;

    assert_eq!(words_of(&app, sian.id).await, right);
    app.state.db.write_tx(async |tx| search::reindex(tx, sian.id).await).await.unwrap();
    assert_eq!(words_of(&app, sian.id).await, right);
}
