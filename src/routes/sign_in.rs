//! Coming in: signing in and out, second factors, proving once more who it is.

use crate::members::{security, session, sign_in};
use crate::web::Access::{Public, SignedIn};
use crate::web::route_table::RouteTable;

pub(super) fn people_pages(table: &mut RouteTable) {
    table.at("/sign-in").get(Public, sign_in::show_sign_in).post(Public, sign_in::create_sign_in);
    table.at("/sign-in/code").get(Public, sign_in::show_code).post(Public, sign_in::use_code);
    table.at("/sign-in/name").get(Public, sign_in::show_name).post(Public, sign_in::create_account);
    table.at("/password-reset").get(Public, sign_in::show_reset).post(Public, sign_in::create_reset);
    table.at("/sign-out").get(Public, session::pages::show_sign_out).post(Public, session::pages::create_sign_out);
    table.at("/account/security").get(SignedIn, security::show_security);
    table
        .at("/account/security/password")
        .get(SignedIn.sudo(), security::show_password)
        .post(SignedIn.sudo(), security::update_password);
    table.at("/account/security/sessions/{reference}/end").post(SignedIn, security::end_session);
    table.at("/account/security/sign-out-everywhere").post(SignedIn, security::sign_out_everywhere);
    table.at("/account/security/sign-out-others").post(SignedIn, security::sign_out_others);
}

pub(super) fn second_factor_pages(table: &mut RouteTable) {
    use crate::members::factors;
    use crate::web::Access::HalfWay;
    table.at("/sign-in/passkey/options").post(Public, sign_in::create_passkey_options);
    table.at("/sign-in/passkey").post(Public, sign_in::create_passkey_sign_in);
    table
        .at("/sign-in/second-factor")
        .get(HalfWay, sign_in::show_second_factor)
        .post(HalfWay, sign_in::create_second_factor);
    table.at("/sign-in/second-factor/passkey/options").post(HalfWay, sign_in::create_factor_options);
    table.at("/sign-in/second-factor/passkey").post(HalfWay, sign_in::create_factor_passkey);
    let owner = SignedIn.sudo();
    table.at("/account/security/second-factor").get(owner, factors::show_choice);
    table.at("/account/security/authenticator").get(owner, factors::show_app).post(owner, factors::create_app);
    table.at("/account/security/authenticator/picture.svg").get(owner, factors::show_picture);
    table.at("/account/security/authenticator/confirmation").post(owner, factors::confirm_app);
    table
        .at("/account/security/authenticator/removal")
        .get(owner, factors::show_app_removal)
        .post(owner, factors::delete_app);
    table.at("/account/security/passkeys/new").get(owner, factors::new_passkey);
    table.at("/account/security/passkeys/options").post(owner, factors::create_options);
    table.at("/account/security/passkeys").post(owner, factors::create_passkey);
    table
        .at("/account/security/passkeys/{reference}/removal")
        .get(owner, factors::show_passkey_removal)
        .post(owner, factors::delete_passkey);
    table.at("/account/security/recovery-codes").get(owner, factors::show_codes).post(owner, factors::create_codes);
}

pub(super) fn confirmation_pages(table: &mut RouteTable) {
    use crate::members::sudo;
    table
        .at("/account/security/confirm")
        .get(SignedIn, sudo::show_confirmation)
        .post(SignedIn, sudo::create_confirmation);
    table.at("/account/security/confirm/form").post(SignedIn, sudo::confirm_form);
    table.at("/account/security/confirm/code").post(SignedIn, sudo::create_code);
    table.at("/account/security/confirm/passkey/options").post(SignedIn, sudo::create_options);
}
