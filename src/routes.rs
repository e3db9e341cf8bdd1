//! The whole route table, grouped by audience: every address, its methods, and what each demands before a handler runs.

mod changes;
mod groups;
mod in_house;
mod invoices;
mod joining;
mod member_desk;
mod money_reports;
mod own_pages;
mod prices_desk;
mod questions;
mod records_desk;
mod series_and_running;
mod sign_in;
mod waiting_list;

use crate::web::Access::{Can, Public, Report, SignedIn};
use crate::web::assets;
use crate::web::route_table::RouteTable;

/// Every address of `serve`. The demo adds its own in [`demo_route_table`]; a test proves they are not here (D25).
pub fn route_table() -> RouteTable {
    let mut table = RouteTable::default();
    public_pages(&mut table);
    news_pages(&mut table);
    event_pages(&mut table);
    booking_pages(&mut table);
    groups::group_pages(&mut table);
    waiting_list::waiting_list_pages(&mut table);
    questions::question_pages(&mut table);
    in_house::in_house_pages(&mut table);
    in_house::in_house_desk(&mut table);
    changes::change_pages(&mut table);
    changes::booking_desk(&mut table);
    sign_in::people_pages(&mut table);
    sign_in::second_factor_pages(&mut table);
    sign_in::confirmation_pages(&mut table);
    joining::employer_pages(&mut table);
    joining::join_pages(&mut table);
    own_pages::own_pages(&mut table);
    payment_pages(&mut table);
    invoices::invoice_pages(&mut table);
    invoices::invoice_desk(&mut table);
    invoices::customer_desk(&mut table);
    event_desk(&mut table);
    waiting_list::waiting_list_desk(&mut table);
    prices_desk::prices_desk(&mut table);
    news_desk(&mut table);
    money_desk(&mut table);
    money_reports::report_pages(&mut table);
    member_desk::membership_desk(&mut table);
    joining::applications_desk(&mut table);
    charity_desk(&mut table);
    running_desk(&mut table);
    records_desk::roles_desk(&mut table);
    records_desk::import_desk(&mut table);
    series_and_running::series_and_running(&mut table);
    table
}

/// The same with the demo's helpers; never served in earnest.
pub fn demo_route_table() -> RouteTable {
    let mut table = route_table();
    crate::demo::dev_people::dev_people_routes(&mut table);
    crate::demo::dev_states_routes(&mut table);
    crate::notifications::dev_mail::dev_routes(&mut table);
    table
}

fn public_pages(table: &mut RouteTable) {
    use crate::kernel::Permission::ViewBackOffice;
    use crate::site::{account, admin_home, booking_terms, calendar_feed, csp_reports, fixed_pages, health, home};
    use crate::site::{robots, sitemap, terms_of_membership};
    table.at("/csp-reports").post(Report, csp_reports::create_report);
    table.at("/assets/{version}/{path:.*}").get(Public, assets::show_asset);
    table.at("/health/live").get(Public, health::show_live);
    table.at("/health/ready").get(Public, health::show_ready);
    table.at("/robots.txt").get(Public, robots::show_robots);
    table.at("/sitemap.xml").get(Public, sitemap::show_sitemap);
    table.at("/").get(Public, home::show_home);
    table.at("/calendar.ics").get(Public, calendar_feed::show_calendar);
    table.at("/admin").get(Can(ViewBackOffice), admin_home::show_admin_home);
    table.at("/account").get(SignedIn, account::show_account);
    table.at("/about").get(Public, fixed_pages::show_about);
    table.at("/about/booking-terms").get(Public, booking_terms::show_booking_terms);
    table.at("/about/terms-of-membership").get(Public, terms_of_membership::show_terms_of_membership);
    table.at("/about/{page}").get(Public, fixed_pages::show_about_page);
    for policy in ["/privacy", "/cookies", "/accessibility", "/complaints"] {
        table.at(policy).get(Public, fixed_pages::show_policy);
    }
}

fn news_pages(table: &mut RouteTable) {
    use crate::campaign::{feed, pages};
    table.at("/news").get(Public, pages::list_news);
    table.at("/news/{slug}").get(Public, pages::show_post);
    table.at("/feed.xml").get(Public, feed::show_feed);
}

fn event_pages(table: &mut RouteTable) {
    use crate::site::{course_pages, event_list, event_page};
    table.at("/events").get(Public, event_list::list_events);
    table.at("/events/{slug}").get(Public, event_page::show_event);
    table.at("/courses").get(Public, course_pages::list_courses);
    table.at("/courses/{slug}").get(Public, course_pages::show_course);
}

fn booking_pages(table: &mut RouteTable) {
    use crate::bookings::accepted_terms::pages as terms;
    use crate::bookings::{member_price_page, new_booking, pages as booking, show_place};
    use crate::web::Access::{Link, SignedIn};
    table.at("/events/{slug}/bookings/new").get(Public, new_booking::new_booking);
    table.at("/events/{slug}/bookings").post(Public, new_booking::create_booking);
    for (at, demand) in [("/bookings/{reference}", SignedIn), ("/manage/{token}", Link)] {
        table.at(at).get(demand, booking::show_booking);
    }
    for (at, demand) in [("/bookings/{reference}/terms", SignedIn), ("/manage/{token}/terms", Link)] {
        table.at(at).get(demand, terms::show_terms);
    }
    for (at, demand) in [("/bookings/{reference}/payment", SignedIn), ("/manage/{token}/payment", Link)] {
        table.at(at).post(demand, booking::create_payment);
    }
    for (at, demand) in [("/bookings/{reference}/cancellation", SignedIn), ("/manage/{token}/cancellation", Link)] {
        table.at(at).get(demand, booking::new_cancellation).post(demand, booking::create_cancellation);
    }
    table
        .at("/member-price/{token}")
        .get(Link, member_price_page::show_member_price)
        .post(Link, member_price_page::claim);
    table.at("/join-event/{token}").get(Link, show_place::join_event);
}

fn payment_pages(table: &mut RouteTable) {
    use crate::payments::webhooks;
    use crate::web::Access::Signature;
    table.at("/webhooks/stripe").post(Signature, webhooks::pages::receive);
}

fn event_desk(table: &mut RouteTable) {
    course_desk(table);
    date_desk(table);
}

fn date_desk(table: &mut RouteTable) {
    use crate::bookings::desk::{cancel_page, edit_page, export_page, list_page, new_page, show_page};
    use crate::kernel::Permission::{ExportAttendees, ManageBookings, ManageEvents, ViewBookings};
    table.at("/admin/events").get(Can(ViewBookings), list_page::list_events);
    table
        .at("/admin/events/new")
        .get(Can(ManageEvents), new_page::new_event)
        .post(Can(ManageEvents), new_page::create_event);
    table.at("/admin/events/{id}").get(Can(ViewBookings), show_page::show_event);
    table
        .at("/admin/events/{id}/edit")
        .get(Can(ManageEvents), edit_page::edit_event)
        .post(Can(ManageEvents), edit_page::update_event);
    table.at("/admin/events/{id}/publication").post(Can(ManageEvents), edit_page::create_publication);
    table.at("/admin/events/{id}/copies").post(Can(ManageEvents), new_page::create_copy);
    table
        .at("/admin/events/{id}/cancellation")
        .get(Can(ManageBookings), cancel_page::new_cancellation)
        .post(Can(ManageBookings).sudo(), cancel_page::create_cancellation);
    table
        .at("/admin/events/{id}/cancellation/continuation")
        .post(Can(ManageBookings).sudo(), cancel_page::continue_cancellation);
    table.at("/admin/events/{id}/attendees.csv").get(Can(ExportAttendees).sudo(), export_page::export_attendees);
}

fn course_desk(table: &mut RouteTable) {
    use crate::bookings::course_desk::{dates_page, form_page};
    use crate::events::courses::admin;
    use crate::kernel::Permission::ManageEvents;
    let officer = Can(ManageEvents);
    table.at("/admin/courses").get(officer, admin::list_courses).post(officer, form_page::create);
    table.at("/admin/courses/new").get(officer, form_page::new_course);
    table.at("/admin/courses/{id}").get(officer, form_page::edit_course).post(officer, form_page::update);
    table
        .at("/admin/courses/{id}/dates")
        .get(officer, dates_page::compare_dates)
        .post(officer, dates_page::update_dates);
    table.at("/admin/courses/{id}/publication").post(officer, admin::publish);
    table.at("/admin/courses/{id}/withdrawal").post(officer, admin::withdraw);
}

fn news_desk(table: &mut RouteTable) {
    use crate::campaign::desk::{admin, publication, revisions};
    use crate::kernel::Permission::{EditNews, PublishNews};
    let (editor, publisher) = (Can(EditNews), Can(PublishNews));
    table.at("/admin/news").get(editor, admin::list_posts).post(editor, admin::create);
    table.at("/admin/news/new").get(editor, admin::new_post);
    table.at("/admin/news/{id}").get(editor, admin::edit_post).post(editor, admin::update);
    table.at("/admin/news/{id}/revisions/{version}").get(editor, revisions::show_revision);
    table.at("/admin/news/{id}/publication").post(publisher, publication::publish);
    table
        .at("/admin/news/{id}/withdrawal")
        .get(publisher, publication::new_withdrawal)
        .post(publisher, publication::withdraw);
}

fn money_desk(table: &mut RouteTable) {
    use crate::kernel::Permission::{ApproveRefunds, RecordPayments, ViewMoney};
    use crate::payments::desk::{pages, refund_pages};
    table.at("/admin/money").get(Can(ViewMoney), pages::list_charges);
    table.at("/admin/money/charges/{reference}").get(Can(ViewMoney), pages::show_charge);
    table.at("/admin/money/charges/{reference}/payments").post(Can(RecordPayments), pages::create_payment);
    table
        .at("/admin/money/refunds/{reference}/approval")
        .post(Can(ApproveRefunds).sudo(), refund_pages::create_approval);
    table.at("/admin/money/charges/{reference}/refund").post(Can(RecordPayments).sudo(), refund_pages::create_refund);
    table.at("/admin/money/refunds/{reference}/withdrawal").post(Can(ApproveRefunds), refund_pages::create_withdrawal);
    table.at("/admin/money/refunds/{reference}/retry").post(Can(RecordPayments).sudo(), refund_pages::create_retry);
    table
        .at("/admin/money/refunds/{reference}/manual-payment")
        .post(Can(RecordPayments).sudo(), refund_pages::create_manual_payment);
}

fn charity_desk(table: &mut RouteTable) {
    use crate::charity;
    use crate::kernel::Permission::EditCharity;
    table
        .at("/admin/charity")
        .get(Can(EditCharity), charity::admin::edit_identity)
        .post(Can(EditCharity).sudo(), charity::admin::save_identity);
    records_desk::bank_holidays_desk(table);
}

fn running_desk(table: &mut RouteTable) {
    use crate::kernel::Permission::{ViewAudit, ViewJobs};
    use crate::{audit, jobs, notifications};
    table.at("/admin/jobs").get(Can(ViewJobs), jobs::admin::list_all);
    table.at("/admin/jobs/{id}/revival").post(Can(ViewJobs), jobs::admin::create_revival);
    table
        .at("/admin/outbox")
        .get(Can(ViewJobs), notifications::admin::list_messages)
        .post(Can(ViewJobs), notifications::admin::create_test_message);
    table.at("/admin/outbox/{id}/delivery").post(Can(ViewJobs), notifications::admin::create_delivery);
    table.at("/admin/audit").get(Can(ViewAudit), audit::admin::list_audit);
    table.at("/admin/audit/chain").get(Can(ViewAudit), audit::admin::show_chain);
}
