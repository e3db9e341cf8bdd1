//! What the desk shows.

use chrono::NaiveDate;
use serde::Serialize;

use super::queries::Grant;
use crate::kernel::Role;
use crate::kernel::uk_time::{date_and_time, long_date};
use crate::web::FormView;

/// `/admin/roles`.
#[derive(Serialize)]
pub(super) struct RolesPage {
    pub(super) offices: Vec<OfficeView>,
    pub(super) past: Vec<GrantView>,
    pub(super) form: FormView,
}

/// One role, and who holds it or will.
#[derive(Serialize)]
pub(super) struct OfficeView {
    pub(super) label: &'static str,
    pub(super) what: &'static str,
    pub(super) grants: Vec<GrantView>,
}

/// One grant.
#[derive(Clone, Serialize)]
pub(super) struct GrantView {
    pub(super) role: &'static str,
    pub(super) person: String,
    pub(super) person_href: String,
    pub(super) from: String,
    /// In words; "" for one without an end in sight.
    pub(super) until: String,
    /// "now" | "planned" | "over".
    pub(super) state: &'static str,
    pub(super) given_by: String,
    pub(super) end_href: String,
}

impl GrantView {
    pub(super) fn new(grant: &Grant, today: NaiveDate) -> Self {
        let until = match (grant.ended_at, grant.ends_on) {
            (Some(at), _) => date_and_time(at),
            (None, Some(day)) => long_date(day),
            (None, None) => String::new(),
        };
        Self {
            role: grant.role.label(),
            person: grant.person_name.clone(),
            person_href: person_path(&grant.person_reference),
            from: long_date(grant.starts_on),
            until,
            state: state_of(grant, today),
            given_by: grant.given_by.clone(),
            end_href: format!("/admin/roles/grants/{}/end", grant.id),
        }
    }
}

/// Where a grant stands on a day.
pub(super) fn state_of(grant: &Grant, today: NaiveDate) -> &'static str {
    let is_over = grant.ended_at.is_some() || grant.ends_on.is_some_and(|last| last < today);
    match (is_over, grant.starts_on > today) {
        (true, _) => "over",
        (false, true) => "planned",
        (false, false) => "now",
    }
}

/// The desk's page about one person.
pub(super) fn person_path(reference: &str) -> String {
    format!("/admin/roles/people/{reference}")
}

/// What holders of a role do, for whoever gives it.
pub(super) const fn what_it_is(role: Role) -> &'static str {
    match role {
        Role::Administrator => "May do everything, giving roles included",
        Role::Trustee => "Sees bookings, money and the audit trail; approves refunds, publishes, decides applications",
        Role::MembershipOfficer => "Looks after members and applications",
        Role::EventsOfficer => "Looks after courses, dates and bookings",
        Role::Editor => "Writes and publishes news, keeps the charity’s own details",
        Role::Treasurer => "Records payments, gives money back, approves refunds",
        Role::Facilitator => "Runs training; opens no back office",
        Role::Member => "Belongs; opens no back office",
    }
}

/// A choice of the form.
#[derive(Serialize)]
pub(super) struct RoleOption {
    pub(super) value: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
}

/// `/admin/roles/people`.
#[derive(Serialize)]
pub(super) struct SearchPage {
    pub(super) form: FormView,
    pub(super) asked: bool,
    pub(super) people: Vec<FoundView>,
}

/// Somebody found.
#[derive(Serialize)]
pub(super) struct FoundView {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) href: String,
}

/// `/admin/roles/people/{reference}`.
#[derive(Serialize)]
pub(super) struct PersonPage {
    pub(super) form: FormView,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) path: String,
    /// Nobody gives themselves a role.
    pub(super) is_self: bool,
    pub(super) is_closed: bool,
    pub(super) options: Vec<RoleOption>,
    pub(super) live: Vec<GrantView>,
    pub(super) past: Vec<GrantView>,
    pub(super) devices: Vec<DeviceView>,
    /// "Authenticator app, 2 passkeys"; "" for none.
    pub(super) factors: String,
}

/// Where they are signed in.
#[derive(Serialize)]
pub(super) struct DeviceView {
    pub(super) device: String,
    pub(super) last_used: String,
    pub(super) began: String,
}

/// Ending a role.
#[derive(Serialize)]
pub(super) struct EndPage {
    pub(super) form: FormView,
    pub(super) grant: GrantView,
    pub(super) today: String,
}

/// Taking somebody's second factors away.
#[derive(Serialize)]
pub(super) struct ResetPage {
    pub(super) form: FormView,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) path: String,
    pub(super) factors: String,
}
