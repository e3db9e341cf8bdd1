//! Captured mail in the browser: there in the demo, and nowhere else (D25).

use nairo::notifications::dev_routes;
use nairo::notifications::transport::Mailer;
use nairo::routes;
use nairo::web::route_table::RouteTable;

use super::{invitation, queue};
use crate::support::app::{Wishes, spawn_app_with};

fn routes_of_the_demo() -> RouteTable {
    let mut table = routes::route_table();
    dev_routes(&mut table);
    table
}

#[actix_web::test]
async fn a_captured_message_can_be_looked_at_from_all_sides() {
    let folder = std::env::temp_dir().join(format!("nairo-dev-mail-{}", std::process::id()));
    let wishes =
        Wishes { mailer: Some(Mailer::Captured(folder.clone())), routes: routes_of_the_demo, ..Wishes::default() };
    let app = spawn_app_with(wishes).await;
    let visitor = app.visitor();
    visitor.get("/dev/mail").await.assert_status(200).assert_has("No mail yet");
    queue(&app, vec![invitation("sian@example.org", "one", &app)]).await;
    app.run_jobs().await;

    let list = visitor.get("/dev/mail").await;
    let entry = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let id = entry.filter_map(|name| name.strip_suffix(".eml").map(str::to_owned)).next().unwrap();
    let message = visitor.get(&format!("/dev/mail/{id}")).await;
    let html = visitor.get(&format!("/dev/mail/{id}/html")).await;
    let raw = visitor.get(&format!("/dev/mail/{id}/raw")).await;
    let calendar = visitor.get(&format!("/dev/mail/{id}/invite.ics")).await;
    let elsewhere = visitor.get("/dev/mail/..%2F..%2Fetc%2Fpasswd").await;
    std::fs::remove_dir_all(&folder).unwrap();

    list.assert_has("Mail from EARO arrives").assert_has("Siân O’Neill").assert_has("with a calendar entry");
    message.assert_has("EARO <office@example.org>").assert_has("Hello Siân").assert_has("BEGIN:VCALENDAR");
    assert!(html.html.contains("Hello Siân"));
    let policy = html.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline';"), "{policy}");
    assert_eq!(raw.header("content-type"), "message/rfc822");
    assert!(raw.html.contains("Message-ID: <"));
    assert!(calendar.html.starts_with("BEGIN:VCALENDAR\r\n"));
    elsewhere.assert_status(404);
}

#[test]
fn the_real_site_has_no_such_pages() {
    assert!(!routes::route_table().entries().iter().any(|route| route.path.starts_with("/dev")));
}
