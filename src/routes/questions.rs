//! Questions of a date and what attendees need: the forms behind personal links, the desk, the account.

use crate::web::Access::{Can, Link, SignedIn};
use crate::web::route_table::RouteTable;

pub(super) fn question_pages(table: &mut RouteTable) {
    own_forms(table);
    questions_desk(table);
    needs_desk(table);
}

fn own_forms(table: &mut RouteTable) {
    use crate::bookings::facilitators::own_pages as facilitating;
    use crate::bookings::needs::{pages as needs, saved_pages as saved};
    use crate::bookings::questions::answer_file::LARGEST_FILE;
    use crate::bookings::questions::{answer_pages as answers, file_pages as files};
    use crate::web::upload::A_LITTLE_MORE;
    for (at, demand) in [("/bookings/{reference}/questions", SignedIn), ("/manage/{token}/questions", Link)] {
        table.at(at).get(demand, answers::show_form).post(demand, answers::update_answers);
    }
    let (own, link) = ("/bookings/{reference}/questions/{question}/file", "/manage/{token}/questions/{question}/file");
    let largest = LARGEST_FILE + A_LITTLE_MORE;
    for (at, demand) in [(own, SignedIn), (link, Link)] {
        table.at(at).get(demand, files::show_file).upload(demand, largest, files::create_file);
    }
    table.at("/bookings/{reference}/questions/{question}/file/removal").post(SignedIn, files::remove_file);
    table.at("/manage/{token}/questions/{question}/file/removal").post(Link, files::remove_file);
    table.at("/manage/{token}/needs").get(Link, needs::show_needs).post(Link, needs::update_needs);
    table.at("/account/needs").get(SignedIn.sudo(), saved::show_saved).post(SignedIn, saved::update_saved);
    table.at("/account/needs/removal").post(SignedIn, saved::remove_saved);
    // Whoever leads a date reads others' health data: once more, who is it?
    table.at("/account/facilitating").get(SignedIn, facilitating::list_own_dates);
    table.at("/account/facilitating/{id}/needs").get(SignedIn.sudo(), facilitating::show_needs);
}

/// The same pages for a date and for a course: list, new, preview, one question, its withdrawal and its position.
const DESKS: [[&str; 6]; 2] = [
    [
        "/admin/events/{id}/questions",
        "/admin/events/{id}/questions/new",
        "/admin/events/{id}/questions/preview",
        "/admin/events/{id}/questions/{question}",
        "/admin/events/{id}/questions/{question}/withdrawal",
        "/admin/events/{id}/questions/{question}/position",
    ],
    [
        "/admin/courses/{id}/questions",
        "/admin/courses/{id}/questions/new",
        "/admin/courses/{id}/questions/preview",
        "/admin/courses/{id}/questions/{question}",
        "/admin/courses/{id}/questions/{question}/withdrawal",
        "/admin/courses/{id}/questions/{question}/position",
    ],
];

fn questions_desk(table: &mut RouteTable) {
    use crate::bookings::questions::{answers_desk, desk_pages as desk, file_desk, preview_page};
    use crate::kernel::Permission::{ExportAttendees, ManageEvents, ViewBookings};
    let officer = Can(ManageEvents);
    // Before the addresses with a question's number, which would take its last word for one.
    table.at("/admin/events/{id}/questions/copies").post(officer, desk::copy_from_course);
    for [list, new, preview, one, withdrawal, position] in DESKS {
        table.at(list).get(officer, desk::list_questions);
        table.at(new).get(officer, desk::new_question).post(officer, desk::create_question);
        table.at(preview).get(officer, preview_page::preview_questions);
        table.at(one).get(officer, desk::edit_question).post(officer, desk::update_question);
        table.at(withdrawal).post(officer, desk::withdraw_question);
        table.at(position).post(officer, desk::move_question);
    }
    table.at("/admin/events/{id}/answers").get(Can(ViewBookings), answers_desk::list_answers);
    table.at("/admin/events/{id}/answers/{answer}/file").get(Can(ExportAttendees).sudo(), file_desk::download_file);
    table.at("/admin/events/{id}/answers.csv").get(Can(ExportAttendees).sudo(), answers_desk::export_answers);
}

fn needs_desk(table: &mut RouteTable) {
    use crate::bookings::facilitators::desk_pages as facilitators;
    use crate::bookings::needs::desk_pages as desk;
    use crate::kernel::Permission::{ManageEvents, ViewNeeds};
    table.at("/admin/events/{id}/care").post(Can(ManageEvents), desk::update_care);
    table.at("/admin/events/{id}/needs").get(Can(ViewNeeds).sudo(), desk::list_needs);
    table.at("/admin/events/{id}/needs/{task}").post(Can(ViewNeeds), desk::update_task);
    table.at("/admin/events/{id}/facilitators").get(Can(ViewNeeds), facilitators::list_facilitators);
    // Opens others' health data to somebody: once more, who is it?
    table
        .at("/admin/events/{id}/facilitators/{position}")
        .post(Can(ViewNeeds).sudo(), facilitators::update_facilitator);
}
