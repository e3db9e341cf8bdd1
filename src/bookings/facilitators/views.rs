//! Exactly what the templates of facilitators may see.

use serde::Serialize;

use crate::kernel::EmailAddress;
use crate::members::search::FoundPerson;
use crate::web::FormView;

/// `/admin/events/{id}/facilitators`.
#[derive(Serialize)]
pub(super) struct FacilitatorsView {
    pub(super) title: String,
    pub(super) when: String,
    /// The date's desk.
    pub(super) base: String,
    pub(super) may_change: bool,
    /// The last day on which they see anything; "" while the day is not known.
    pub(super) until: String,
    pub(super) facilitators: Vec<FacilitatorView>,
}

/// One printed name.
#[derive(Serialize)]
pub(super) struct FacilitatorView {
    /// Its place in the printed order, from 1.
    pub(super) position: i32,
    pub(super) name: String,
    pub(super) post_held: String,
    /// Whose record it stands for; none when nobody was chosen.
    pub(super) person: Option<ChosenView>,
    /// The search for a person, filled with what was looked for under this name.
    pub(super) form: FormView,
    /// Something was looked for.
    pub(super) is_asked: bool,
    /// Too little for a search.
    pub(super) is_too_short: bool,
    pub(super) found: Vec<FoundView>,
}

/// The person a name stands for.
#[derive(Serialize)]
pub(super) struct ChosenView {
    pub(super) reference: String,
    pub(super) name: String,
    pub(super) email: String,
}

/// Somebody who can be chosen.
#[derive(Serialize)]
pub(super) struct FoundView {
    pub(super) reference: String,
    pub(super) name: String,
    /// Enough of the address to tell two people of one name apart: `a***@example.org`.
    pub(super) email: String,
}

impl From<FoundPerson> for FoundView {
    fn from(found: FoundPerson) -> Self {
        let email = EmailAddress::parse(&found.email).map(|address| address.masked()).unwrap_or_default();
        Self { reference: found.reference, name: found.name, email }
    }
}

/// `/account/facilitating`.
#[derive(Serialize)]
pub(super) struct OwnDatesView {
    pub(super) dates: Vec<OwnDateView>,
}

/// A date that the reader leads.
#[derive(Serialize)]
pub(super) struct OwnDateView {
    pub(super) title: String,
    pub(super) when: String,
    pub(super) place: String,
    pub(super) is_cancelled: bool,
    /// Where its needs stand; "" when it is too long ago.
    pub(super) needs_href: String,
    /// The last day on which they can be seen; "" while the day is not known.
    pub(super) until: String,
}
