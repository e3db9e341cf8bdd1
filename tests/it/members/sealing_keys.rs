//! The key that seals is changed: what the one before sealed still opens, and is sealed anew by a job.

use std::sync::Arc;

use entity::{place_needs, saved_needs, totp_factor};
use nairo::app::App;
use nairo::bookings::needs::saved::{find_saved, save_needs};
use nairo::bookings::needs::seal_anew::seal_needs_anew;
use nairo::bookings::needs::{Need, Needs};
use nairo::holidays::KeptHolidays;
use nairo::identity::KeptIdentity;
use nairo::members::factors::seal_seeds_anew;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::factor_steps::{enrol, second_step};
use super::signing_in::{PASSWORD, is_signed_in, minutes, person_with_password, sign_in};
use crate::support::app::{TestApp, spawn_app};

const NEW_KEY: &str = "another key of at least thirty-two characters";

/// The same product with other keys in its settings.
fn with_keys(app: &TestApp, sealing: Option<&str>, previous: Option<&str>) -> App {
    let state = &app.state;
    let mut settings = state.settings.clone();
    settings.sealing_key = sealing.map(str::to_owned);
    settings.previous_sealing_key = previous.map(str::to_owned);
    App {
        settings,
        db: state.db.clone(),
        clock: Arc::clone(&state.clock),
        tokens: Arc::clone(&state.tokens),
        identity: KeptIdentity::default(),
        holidays: KeptHolidays::default(),
        links: state.links.clone(),
        mailer: state.mailer.clone(),
        gateway: None,
        claim: Arc::clone(&state.claim),
        shell: state.shell.clone(),
    }
}

#[actix_web::test]
async fn what_the_key_before_sealed_opens_and_is_sealed_anew_once() {
    let app = spawn_app().await;
    let asha = app.person("Asha").await;
    let needs = Needs { ticked: [Need::StepFree].into(), more: String::new(), dietary: String::new() };
    save_needs(&app.state, asha.id, &needs).await.unwrap();
    enrol(&app, &asha).await;
    app.run_jobs().await;
    app.ignore_mail();
    let key_ids = async || {
        let db = app.state.db.reader();
        let kept = saved_needs::Entity::find().one(db).await.unwrap().unwrap();
        (kept.key_id, totp_factor::Entity::find().one(db).await.unwrap().unwrap().key_id)
    };
    let before = key_ids().await;
    assert_eq!((seal_needs_anew(&app.state).await.unwrap(), seal_seeds_anew(&app.state).await.unwrap()), (0, 0));

    // A sealing key is named for the first time: the secret key was the one before.
    let both = with_keys(&app, Some(NEW_KEY), None);
    let db = both.db.reader();
    assert!(find_saved(&both, db, asha.id).await.unwrap() == Some(needs.clone()), "it opens before the job has run");
    assert_eq!((seal_needs_anew(&both).await.unwrap(), seal_seeds_anew(&both).await.unwrap()), (1, 1));
    assert_eq!((seal_needs_anew(&both).await.unwrap(), seal_seeds_anew(&both).await.unwrap()), (0, 0));
    let after = key_ids().await;
    assert!(before.0 != after.0 && before.1 != after.1);

    // From now on the old key is not needed; somebody who has only that reads nothing.
    let new = with_keys(&app, Some(NEW_KEY), Some("a key that never sealed anything, of enough letters"));
    assert!(find_saved(&new, db, asha.id).await.unwrap() == Some(needs));
    assert!(find_saved(&app.state, db, asha.id).await.unwrap().is_none());
    assert_eq!(place_needs::Entity::find().count(db).await.unwrap(), 0);
}

#[actix_web::test]
async fn an_authenticator_app_goes_on_working_while_the_key_is_changed() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let (laptop, phone) = (app.visitor(), app.visitor());
    sign_in(&laptop, "asha@example.org", PASSWORD).await.assert_status(303);
    let (held, _) = enrol(&app, &laptop).await;
    app.run_jobs().await;
    app.ignore_mail();
    // Away to the new key and, as a mistake is put right, back again.
    let there = with_keys(&app, Some(NEW_KEY), None);
    assert_eq!(seal_seeds_anew(&there).await.unwrap(), 1);
    let secret = app.state.settings.secret_key.clone();
    let back = with_keys(&app, Some(&secret), Some(NEW_KEY));
    assert_eq!(seal_seeds_anew(&back).await.unwrap(), 1);

    app.advance(minutes(2));
    sign_in(&phone, "asha@example.org", PASSWORD).await.assert_status(303);
    second_step(&phone, &held.code(app.now())).await.assert_status(303);

    assert!(is_signed_in(&phone).await);
    app.run_jobs().await;
    app.ignore_mail();
}
