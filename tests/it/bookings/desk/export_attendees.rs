//! The list for the door as CSV (REP-5, S13).

use nairo::kernel::Role;

use super::book_and_pay_as;
use crate::bookings::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn s13_the_list_is_a_file_that_no_spreadsheet_runs() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    book_and_pay_as(&app, &event, &["Siân O’Neill", "-Ng", "Zoë"]).await;
    event.book(&app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let officer = app.officer(Role::EventsOfficer).await;

    let file = officer.get(&format!("/admin/events/{}/attendees.csv", event.id)).await;

    assert_eq!(file.assert_status(200).header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"attendees-{}.csv\"", event.slug));
    assert_eq!(file.header("cache-control"), "no-store");
    let lines: Vec<&str> = file.html.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 5, "{lines:?}");
    assert!(lines[0].starts_with("Reference,Booked at,Booked at (UK),Attendee name,Attendee email,State"));
    assert!(lines[1].contains(",'-Ng,"), "{}", lines[1]);
    assert!(
        lines[2]
            .contains(",Asha Verma,asha.verma@example.org,Waiting for payment,90.00,standard price,Sampleton Council,")
    );
    assert!(lines.iter().any(|line| line.contains(",Siân O’Neill,") && line.contains(",Confirmed,")), "{lines:?}");
}

#[actix_web::test]
async fn each_download_is_written_down_and_there_are_not_many() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let path = format!("/admin/events/{}/attendees.csv", event.id);

    for _ in 0..30 {
        officer.get(&path).await.assert_status(200);
    }
    officer.get(&path).await.assert_status(429);

    app.advance(chrono::Duration::hours(1));
    officer.get(&path).await.assert_status(200);
    let admin = app.admin().await;
    admin.get("/admin/audit").await.assert_has("Attendees exported");
}
