//! Two people accept at once: the first wins, the second sees who and when (INH-3); and the last place goes to one. On whichever
//! database the run uses.

use futures_util::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::steps::{accepted, enquire, officer, quote, set_date};
use crate::support::spawn_app;

const AT_ONCE: usize = 16;

#[actix_web::test]
async fn inh_3_of_many_who_accept_at_once_exactly_one_wins() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = enquire(&app, &[]).await;
    app.ignore_mail();
    let link = quote(&app, &officer, &reference, &[]).await;
    let mut ready = Vec::new();
    for number in 0..AT_ONCE {
        let visitor = app.visitor();
        let form = visitor.get(&link).await.form(&format!("{link}/acceptance"));
        let name = format!("Acceptor {number}");
        ready.push((visitor, form.fill_all(&[("name", &name), ("role", "Head")]).tick("agreed")));
    }

    let answers = join_all(ready.into_iter().map(async |(visitor, form)| visitor.submit_once(form).await)).await;

    let won = answers.iter().filter(|page| page.status.as_u16() == 303).count();
    let refused: Vec<_> = answers.iter().filter(|page| page.status.as_u16() == 409).collect();
    assert_eq!((won, refused.len()), (1, AT_ONCE - 1));
    for page in refused {
        page.assert_has("Somebody accepted this quote before you did").assert_has("Accepted by Acceptor");
    }
    let db = app.state.db.reader();
    assert_eq!(entity::charge::Entity::find().count(db).await.unwrap(), 1, "one charge");
    assert_eq!(entity::event::Entity::find().count(db).await.unwrap(), 1, "one event");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn inh_4_of_many_who_register_at_once_exactly_as_many_come_as_there_are_places() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, _) = accepted(&app, &officer).await;
    let link = set_date(&app, &officer, &reference, &[("seats", "3")]).await;
    let mut ready = Vec::new();
    for number in 0..AT_ONCE {
        let visitor = app.visitor();
        let form = visitor.get(&link).await.form(&link);
        let (name, email) = (format!("Person {number}"), format!("person{number}@example.org"));
        ready.push((visitor, form.fill_all(&[("name", &name), ("email", &email)])));
    }

    let answers = join_all(ready.into_iter().map(async |(visitor, form)| visitor.submit_once(form).await)).await;

    let came = answers.iter().filter(|page| page.status.as_u16() == 303).count();
    let refused = answers.iter().filter(|page| page.status.as_u16() == 409).count();
    assert_eq!((came, refused), (3, AT_ONCE - 3));
    app.run_jobs().await;
    app.ignore_mail();
}
