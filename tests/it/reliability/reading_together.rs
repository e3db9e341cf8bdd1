//! Statements of one page that go to the database together: everybody gets their own rows, whatever else was asked.

use std::future::Future;
use std::task::{Context, Waker};

use entity::{person, person_email};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, Statement};

use crate::support::{TestApp, spawn_app};

async fn name(app: &TestApp, id: i64) -> Result<Option<String>, DbErr> {
    Ok(person::Entity::find_by_id(id).one(app.state.db.reader()).await?.map(|person| person.full_name))
}

async fn addresses(app: &TestApp, ids: [i64; 2]) -> Result<usize, DbErr> {
    let of_these = person_email::Column::PersonId.is_in(ids);
    Ok(person_email::Entity::find().filter(of_these).all(app.state.db.reader()).await?.len())
}

async fn nonsense(app: &TestApp) -> Result<usize, DbErr> {
    let db = app.state.db.reader();
    let asked = Statement::from_string(db.get_database_backend(), "SELECT id FROM no_such_table");
    Ok(db.query_all_raw(asked).await?.len())
}

#[actix_web::test]
async fn branches_that_read_together_each_get_their_own_rows() {
    let app = spawn_app().await;
    let (ann, bob) = (app.person("Ann").await, app.person("Bob").await);
    let db = app.state.db.reader();

    let read = db.together(async {
        let people = person::Entity::find().count(db);
        // Two of the same text with other values, one that finds nothing, one that asks again after its first answer.
        let then = async {
            let first = name(&app, ann.id).await?;
            Ok((first, name(&app, bob.id).await?))
        };
        tokio::try_join!(
            name(&app, bob.id),
            name(&app, ann.id),
            name(&app, -1),
            addresses(&app, [ann.id, bob.id]),
            people,
            then
        )
    });
    let (bobs, anns, nobodys, addresses, people, then) = read.await.unwrap();

    assert_eq!((bobs.as_deref(), anns.as_deref()), (Some("Bob Example"), Some("Ann Example")));
    assert_eq!((nobodys, addresses, people), (None, 2, 2));
    assert_eq!(then, (anns, bobs));
}

#[actix_web::test]
async fn a_statement_that_fails_is_told_and_the_next_ones_go_on() {
    let app = spawn_app().await;
    let ann = app.person("Ann").await;
    let db = app.state.db.reader();

    for _ in 0..20 {
        let read = db.together(async { tokio::join!(name(&app, ann.id), nonsense(&app)) }).await;
        assert!(read.1.is_err());
        let read = db.together(async { tokio::join!(name(&app, ann.id), addresses(&app, [ann.id, 0])) }).await;
        assert_eq!((read.0.unwrap().as_deref(), read.1.unwrap()), (Some("Ann Example"), 1));
    }
}

#[actix_web::test]
async fn a_page_that_writes_reads_what_it_wrote() {
    let app = spawn_app().await;
    let ann = app.person("Ann").await;
    let db = &app.state.db;

    let read = db.reader().together(async {
        let before = name(&app, ann.id).await?;
        db.write_tx(async |tx| {
            let row = person::ActiveModel {
                id: sea_orm::ActiveValue::Unchanged(ann.id),
                full_name: sea_orm::ActiveValue::Set("Ann Other".to_owned()),
                ..Default::default()
            };
            person::Entity::update(row).exec(tx).await
        })
        .await?;
        Ok::<_, DbErr>((before, name(&app, ann.id).await?))
    });

    let (before, after) = read.await.unwrap();
    assert_eq!((before.as_deref(), after.as_deref()), (Some("Ann Example"), Some("Ann Other")));
}

#[actix_web::test]
async fn somebody_who_leaves_in_the_middle_keeps_no_connection() {
    let app = spawn_app().await;
    let ann = app.person("Ann").await;
    let db = app.state.db.reader();

    for _ in 0..50 {
        let reading = db.together(async { tokio::join!(name(&app, ann.id), addresses(&app, [ann.id, 0])) });
        let mut reading = Box::pin(reading);
        // Asked and sent, and dropped before the answer.
        assert!(reading.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(reading);
    }

    assert_eq!(name(&app, ann.id).await.unwrap().as_deref(), Some("Ann Example"));
    assert_eq!(app.state.db.readers().1, 0);
}
