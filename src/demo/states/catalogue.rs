//! Courses and posts that visitors do not see: drafts, and what was taken off the site again.

use super::{Scene, said};
use crate::audit::Actor;
use crate::campaign::{PostContent, PostKind, create_post, publish_post, withdraw_post};
use crate::demo::course_words::{working_with_interpreters, writing_for_court};
use crate::events::{create_course, publish_course, withdraw_course};
use crate::kernel::Unexpected;

pub(super) async fn make_catalogue(scene: &Scene<'_>) -> Result<(), Unexpected> {
    let (desk, app) = (&scene.desk, scene.app());
    desk.on_day(-80);
    let made_at = app.now();
    app.db
        .write_tx(async |tx| {
            create_course(tx, &working_with_interpreters(), Actor::System, made_at).await?;
            let course = create_course(tx, &writing_for_court(), Actor::System, made_at).await?;
            publish_course(tx, course, Actor::System, made_at).await.map_err(said)?;
            withdraw_course(tx, course, Actor::System, made_at).await.map_err(said)
        })
        .await?;
    desk.on_day(-40);
    let made_at = app.now();
    app.db
        .write_tx(async |tx| {
            let draft = post("What we ask of the next inspection", "A draft that the trustees have not read yet.");
            create_post(tx, &draft, Actor::System, made_at).await?;
            let gone = post("A survey of caseloads is open", "Tell us how many children you review for.");
            let id = create_post(tx, &gone, Actor::System, made_at).await?;
            publish_post(tx, id, Actor::System, made_at).await.map_err(said)?;
            let reason = "The survey has closed. Its results are in our news.";
            withdraw_post(tx, id, reason, Actor::System, made_at).await.map_err(said)
        })
        .await
}

fn post(title: &str, summary: &str) -> PostContent {
    PostContent {
        kind: PostKind::News,
        title: title.to_owned(),
        summary: summary.to_owned(),
        body: summary.to_owned(),
        byline_name: String::new(),
        byline_post_held: String::new(),
        released_on: None,
    }
}
