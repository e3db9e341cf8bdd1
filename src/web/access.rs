//! Who is looking, and what a route demands. The route table enforces [`Access`] before a handler runs, so that a
//! forgotten check is impossible; the extractors only hand over the id.

use std::collections::BTreeSet;
use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::Serialize;

use super::page_error::PageError;
use crate::kernel::Permission;

/// The signed-in person as the shell knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Viewer {
    /// Whose session this is.
    #[serde(skip)]
    pub person_id: i64,
    /// The session's own row, to end it.
    #[serde(skip)]
    pub session_id: i64,
    /// Full name.
    pub name: String,
    /// Primary email address.
    pub email: String,
    /// Standing gives member rights now.
    pub is_member: bool,
    /// Words of the permissions held today.
    pub permissions: BTreeSet<&'static str>,
    /// Holds an office of the back office.
    pub back_office: bool,
    /// Holds such an office, but gave no second factor in this session: no permission counts until they do.
    #[serde(skip)]
    pub owes_second_factor: bool,
    /// Proved who they are a short while ago; what matters most asks for that again.
    #[serde(skip)]
    pub is_confirmed: bool,
}

/// Somebody who gave the first factor and owes the second. To every page but the one that asks for it they are a stranger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfSignedIn {
    /// Whose session it will be.
    pub person_id: i64,
    /// Its row.
    pub session_id: i64,
    /// Primary email address.
    pub email: String,
}

impl Viewer {
    /// Whether a role held today gives `permission`.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(permission.word())
    }
}

/// What a route demands before its handler runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Public,
    /// The personal token in the address is the authority; the handler checks it.
    Link,
    /// The personal token in the address is the authority, and all it can do is stop mail: no cookie, no token of ours, because
    /// mail programs send it by themselves (RFC 8058).
    OneClick,
    /// A provider's signature is the authority; no cookie, no token of ours.
    Signature,
    /// A browser's own report of a violation: no cookie, no token; it is counted and believed in nothing (D23).
    Report,
    /// Somebody half-way in: the first factor is given, the second is owed.
    HalfWay,
    /// Any signed-in person.
    SignedIn,
    /// A signed-in person whose role today gives this permission.
    Can(Permission),
}

impl Access {
    /// Takes posts without our own token: what proves them, or makes them harmless, is named at each (D23).
    pub fn has_own_proof(self) -> bool {
        matches!(self, Self::Signature | Self::OneClick | Self::Report)
    }

    /// Says why `viewer` may not pass.
    pub fn check(self, viewer: Option<&Viewer>) -> Result<(), PageError> {
        match (self, viewer) {
            (Self::Public | Self::Link | Self::OneClick | Self::Signature | Self::Report, _)
            | (Self::SignedIn, Some(_)) => Ok(()),
            (Self::Can(permission), Some(viewer)) if viewer.may(permission) => Ok(()),
            (Self::Can(_), Some(viewer)) if viewer.owes_second_factor => Err(PageError::EnrolFirst),
            (Self::Can(_), Some(_)) => Err(PageError::Forbidden),
            (Self::HalfWay, _) | (_, None) => Err(PageError::SignInFirst),
        }
    }

    /// The same, and a proof of who they are that is at most a quarter of an hour old.
    pub const fn sudo(self) -> Demand {
        Demand { access: self, sudo: true }
    }
}

/// All that a route demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Who may.
    pub access: Access,
    /// They must have proved who they are a short while ago (S18).
    pub sudo: bool,
}

impl From<Access> for Demand {
    fn from(access: Access) -> Self {
        Self { access, sudo: false }
    }
}

impl Demand {
    /// Says why this request may not pass, but for the age of the proof.
    pub fn check_access(self, request: &HttpRequest) -> Result<(), PageError> {
        let extensions = request.extensions();
        match (self.access, extensions.get::<HalfSignedIn>()) {
            (Access::HalfWay, Some(_)) => Ok(()),
            (Access::SignedIn | Access::Can(_), Some(_)) => Err(PageError::SecondFactorFirst),
            (access, _) => access.check(extensions.get::<Viewer>()),
        }
    }

    /// Says whether the proof is too old. Asked after the form's own checks, so that nobody is led anywhere by another site.
    pub fn check_proof(self, request: &HttpRequest) -> Result<(), PageError> {
        let is_confirmed = request.extensions().get::<Viewer>().is_some_and(|viewer| viewer.is_confirmed);
        if self.sudo && !is_confirmed { Err(PageError::ConfirmFirst) } else { Ok(()) }
    }
}

/// Reads the viewer that the session middleware found.
pub fn viewer_of(request: &HttpRequest) -> Option<Viewer> {
    request.extensions().get::<Viewer>().cloned()
}

/// The signed-in person's id.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Whose session this is.
    pub person_id: i64,
    /// The whole viewer.
    pub viewer: Viewer,
}

impl FromRequest for SignedIn {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            viewer_of(request).map(|viewer| Self { person_id: viewer.person_id, viewer }).ok_or(PageError::SignInFirst),
        )
    }
}

impl FromRequest for HalfSignedIn {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().cloned().ok_or(PageError::SignInFirst))
    }
}

/// Names a permission as a type, for [`Permitted`].
pub trait NamedPermission {
    /// The permission demanded.
    const PERMISSION: Permission;
}

/// An officer whose role gives `P` today. Asking for it twice (table and extractor) is on purpose.
#[derive(Clone, Debug)]
pub struct Permitted<P> {
    /// Who acts.
    pub person_id: i64,
    /// The whole viewer.
    pub viewer: Viewer,
    permission: PhantomData<P>,
}

impl<P: NamedPermission> FromRequest for Permitted<P> {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let viewer = viewer_of(request);
        ready(Access::Can(P::PERMISSION).check(viewer.as_ref()).and_then(|()| {
            let viewer = viewer.ok_or(PageError::SignInFirst)?;
            Ok(Self { person_id: viewer.person_id, viewer, permission: PhantomData })
        }))
    }
}

/// Marker types, one a permission: `Permitted<may::ManageEvents>`.
pub mod may {
    use super::NamedPermission;
    use crate::kernel::Permission;

    macro_rules! markers {
        ($($name:ident),+ $(,)?) => {$(
            #[doc = concat!("Demands [`Permission::", stringify!($name), "`].")]
            #[derive(Clone, Copy, Debug)]
            pub struct $name;
            impl NamedPermission for $name {
                const PERMISSION: Permission = Permission::$name;
            }
        )+};
    }

    markers!(
        ViewBackOffice,
        ManageEvents,
        ViewBookings,
        ManageBookings,
        ExportAttendees,
        ViewNeeds,
        ViewMoney,
        RecordPayments,
        ApproveRefunds,
        EditNews,
        PublishNews,
        EditCharity,
        ViewJobs,
        ViewAudit,
        DecideApplications,
        ManageMembers,
        ManageRoles,
    );
}
