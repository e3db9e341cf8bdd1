//! When sessions end by themselves, to the instant.

use chrono::Duration;
use nairo::kernel::Role;
use nairo::members::jobs::forget_old_sign_ins;

use super::signing_in::{PASSWORD, ask_for_code, grant, is_signed_in, minutes, person_with_password, sign_in};
use crate::support::app::{TestApp, spawn_app};
use crate::support::client::Client;

async fn signed_in(app: &TestApp, role: Option<Role>) -> Client {
    let id = person_with_password(app, "Asha Mir", "asha@example.org").await;
    if let Some(role) = role {
        grant(app, id, role).await;
    }
    let client = app.visitor();
    sign_in(&client, "asha@example.org", PASSWORD).await.assert_status(303);
    client
}

#[actix_web::test]
async fn a_session_unused_for_its_time_is_over_at_that_instant() {
    let table = [
        (None, Duration::days(14)),
        (Some(Role::Facilitator), Duration::days(14)),
        (Some(Role::Editor), minutes(30)),
        (Some(Role::Administrator), minutes(30)),
    ];

    for (role, idle) in table {
        let app = spawn_app().await;
        let client = signed_in(&app, role).await;

        app.advance(idle - Duration::microseconds(1));
        assert!(is_signed_in(&client).await, "{role:?}: a moment before");
        app.advance(idle);
        assert!(!is_signed_in(&client).await, "{role:?}: at the end");
    }
}

#[actix_web::test]
async fn a_session_in_use_is_over_when_it_has_lasted_long_enough() {
    let table =
        [(None, Duration::days(30), Duration::days(10)), (Some(Role::Treasurer), Duration::hours(12), minutes(20))];

    for (role, longest, step) in table {
        let app = spawn_app().await;
        let client = signed_in(&app, role).await;
        let end = app.now() + longest;

        while app.now() + step < end {
            app.advance(step);
            assert!(is_signed_in(&client).await, "{role:?}: in use");
        }
        app.clock.set(end - Duration::microseconds(1));
        assert!(is_signed_in(&client).await, "{role:?}: a moment before");
        app.clock.set(end);
        assert!(!is_signed_in(&client).await, "{role:?}: at the end");
    }
}

#[actix_web::test]
async fn an_ended_session_does_not_come_back_when_the_clock_is_set_back() {
    let app = spawn_app().await;
    let client = signed_in(&app, Some(Role::Editor)).await;
    let cookie = client.cookie("nairo-session").unwrap();
    app.advance(minutes(30));
    assert!(!is_signed_in(&client).await);

    app.advance(-Duration::hours(3));
    client.set_cookie("nairo-session", &cookie);

    assert!(!is_signed_in(&client).await);
}

#[actix_web::test]
async fn use_is_shown_to_the_minute() {
    let app = spawn_app().await;
    let client = signed_in(&app, None).await;

    app.advance(minutes(7));
    client.get("/account/security").await;

    client.get("/account/security").await.assert_has("Monday 1 June 2026 at 10:07am (UK time)");
}

#[actix_web::test]
async fn ended_sessions_and_dead_codes_are_forgotten_in_time() {
    let app = spawn_app().await;
    let client = signed_in(&app, None).await;
    ask_for_code(&app.visitor(), "asha@example.org").await;
    app.run_jobs().await;
    app.ignore_mail();
    let out = client.get("/sign-out").await.form("/sign-out");
    client.submit_once(out).await;

    let mut forgotten = Vec::new();
    for days in [1, 0, 88, 1, 1] {
        app.advance(Duration::days(days) + minutes(5));
        forgotten.push(forget_old_sign_ins(&app.state, app.now()).await.unwrap());
    }
    app.leave_work();

    assert_eq!(forgotten, [0, 0, 1, 1, 0], "the code after a day, the session after ninety");
}
