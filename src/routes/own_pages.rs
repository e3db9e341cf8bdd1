//! What people settle by themselves: addresses, mail, profile, membership, receipts, the directory.

use crate::web::Access::{Public, SignedIn};
use crate::web::route_table::RouteTable;

/// Every page on which somebody settles their own affairs.
pub(super) fn own_pages(table: &mut RouteTable) {
    own_addresses(table);
    own_choices(table);
    own_profile(table);
    own_membership(table);
    directory_pages(table);
}

fn own_membership(table: &mut RouteTable) {
    use crate::members::own_membership as own;
    use crate::payments::own_receipts;
    table.at("/account/renewal").get(SignedIn, own::show_renewal).post(SignedIn, own::create_payment);
    table.at("/account/renewal/withdrawal").post(SignedIn, own::withdraw);
    table.at("/account/membership-type").get(SignedIn, own::show_types).post(SignedIn, own::update_type);
    table.at("/account/pause").get(SignedIn, own::show_pause).post(SignedIn, own::create_pause);
    table.at("/account/leaving").get(SignedIn, own::show_leaving).post(SignedIn, own::create_leaving);
    table.at("/account/card").get(SignedIn, own::show_card);
    table.at("/account/letter").get(SignedIn, own::show_letter);
    table.at("/account/terms").get(SignedIn, own::list_terms);
    table.at("/account/terms/{reference}").get(SignedIn, own::show_terms);
    table.at("/account/receipts").get(SignedIn, own_receipts::list_own);
    table.at("/account/receipts/{reference}").get(SignedIn, own_receipts::show_own);
}

fn own_profile(table: &mut RouteTable) {
    use crate::members::profile as own;
    table.at("/account/profile").get(SignedIn, own::show_profile).post(SignedIn, own::update_own_profile);
    table.at("/account/profile/employer").get(SignedIn, own::show_employer).post(SignedIn, own::update_own_employer);
}

fn directory_pages(table: &mut RouteTable) {
    use crate::members::directory as pages;
    use crate::web::Access::Link;
    table.at("/account/directory").get(SignedIn, pages::show_settings).post(SignedIn, pages::update_settings);
    table.at("/account/directory/hiding").post(SignedIn, pages::hide);
    table.at("/directory").get(SignedIn, pages::list_members);
    table.at("/find-a-member").get(Public, pages::list_public);
    table.at("/directory/{reference}").get(SignedIn, pages::show_member);
    table.at("/directory/{reference}/messages").get(SignedIn, pages::new_message).post(SignedIn, pages::send_message);
    table.at("/report-message/{token}").get(Link, pages::show_report).post(Link, pages::report);
}

fn own_choices(table: &mut RouteTable) {
    use crate::members::email_choices as own;
    use crate::web::Access::{Link, OneClick};
    table.at("/account/email-choices").get(SignedIn, own::show_choices).post(SignedIn, own::update_choices);
    table.at("/unsubscribe/{token}").get(Link, own::show_unsubscribe).post(OneClick, own::unsubscribe);
}

fn own_addresses(table: &mut RouteTable) {
    use crate::members::addresses as own;
    use crate::web::Access::Link;
    // Whoever holds an open session may not be its owner: a change of address asks once more who it is (S18).
    let proved = SignedIn.sudo();
    table.at("/account/emails").get(proved, own::show_addresses).post(proved, own::create_addition);
    table.at("/account/emails/primary").post(proved, own::create_primary);
    table.at("/account/emails/removal").post(proved, own::create_removal);
    table.at("/account/emails/changes/{reference}").get(SignedIn, own::show_change);
    table.at("/account/emails/changes/{reference}/confirmation").post(SignedIn, own::confirm);
    table.at("/account/emails/changes/{reference}/codes").post(SignedIn, own::send_codes);
    table.at("/account/emails/changes/{reference}/notice").post(SignedIn, own::give_notice);
    table.at("/account/emails/changes/{reference}/withdrawal").post(SignedIn, own::withdraw);
    table.at("/address-change/{token}").get(Link, own::show_objection).post(Link, own::stop_by_link);
    table.at("/address-confirmation/{token}").get(Link, own::show_confirmation).post(Link, own::create_confirmation);
}
