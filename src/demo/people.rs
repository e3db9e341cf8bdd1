//! The demo's people. All are invented and have example.org addresses; the posts are those of the real association.

use chrono::Days;

use super::members::MEMBERS;
use super::states::JOINERS;
use crate::app::App;
use crate::audit::Actor;
use crate::db::Tx;
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Role, Unexpected, uk_time};
use crate::members::membership::{Basis, TermSource};
use crate::members::{GrantRole, NewPerson, NewTerm, create_person, give_term, grant_role};

/// Who somebody in the demo is.
#[derive(Clone, Copy, Debug)]
pub struct DemoPerson {
    /// Full name.
    pub name: &'static str,
    /// The part before `@example.org`.
    pub mailbox: &'static str,
    /// What to try as this person, for the list at `/dev/people`.
    pub what: &'static str,
    /// Office held.
    pub role: Option<Role>,
    /// Membership, if any.
    pub membership: Membership,
}

/// A demo person's membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// Never a member.
    None,
    /// Practises; pays the member price.
    Full,
    /// Supports the aims; pays the member price too.
    Associate,
    /// Was a full member until some months ago.
    Lapsed,
    /// As `members.rs` tells it, in a word.
    Told(&'static str),
}

impl Membership {
    /// The word for the list at `/dev/people`.
    pub const fn label(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Full => Some("Full member"),
            Self::Associate => Some("Associate"),
            Self::Lapsed => Some("Lapsed member"),
            Self::Told(label) => Some(label),
        }
    }
}

pub(super) const fn person(
    name: &'static str,
    mailbox: &'static str,
    role: Option<Role>,
    membership: Membership,
    what: &'static str,
) -> DemoPerson {
    DemoPerson { name, mailbox, what, role, membership }
}

/// Leads every course.
pub const CO_CHAIR: DemoPerson = person(
    "Marian Osei",
    "marian.osei",
    Some(Role::Trustee),
    Membership::Full,
    "Trustee and Co-Chair, facilitator of the courses: approves large refunds, sees everything",
);
/// Books for herself.
pub const ASHA: DemoPerson = person(
    "Asha Raghunathan",
    "asha.raghunathan",
    None,
    Membership::Full,
    "Full member: pays the member price for her own place, has bookings to change or cancel",
);
/// A colleague of Asha's who is a member as well.
pub const MINH_KHAI: DemoPerson = person(
    "Nguyễn Thị Minh Khai",
    "minh.khai",
    None,
    Membership::Full,
    "Asha’s colleague, also a member: confirms the member price from an email",
);
/// Not a member.
pub const GARETH: DemoPerson =
    person("Gareth Stubbings", "gareth.stubbings", None, Membership::None, "Not a member: pays the standard price");
/// A member of the wider kind.
pub const BENEDICT: DemoPerson = person(
    "Benedict Lockyer",
    "benedict.lockyer",
    None,
    Membership::Associate,
    "Associate: an academic who supports the aims",
);

/// Has applied, and was asked something.
pub const ASKED_APPLICANT: DemoPerson = person(
    "Leila Haddad",
    "leila.haddad",
    None,
    Membership::None,
    "Has applied for full membership; an officer has asked her a question",
);
/// Has applied, is approved, and has to pay.
pub const PAYING_APPLICANT: DemoPerson = person(
    "Inês Carvalho",
    "ines.carvalho",
    None,
    Membership::None,
    "Has applied for full membership and is approved; her payment is missing",
);

/// Everybody, in the order of the list.
pub const PEOPLE: [DemoPerson; 14] = [
    person(
        "Rowan Achterberg",
        "rowan.achterberg",
        Some(Role::Administrator),
        Membership::None,
        "Administrator: may do everything",
    ),
    CO_CHAIR,
    person(
        "Dilys Penhaligon",
        "dilys.penhaligon",
        Some(Role::EventsOfficer),
        Membership::Full,
        "Events officer: sets up courses and dates, watches bookings, cancels a date",
    ),
    person(
        "Kit Abernathy",
        "kit.abernathy",
        Some(Role::Editor),
        Membership::Full,
        "Editor: writes news, looks at a preview, publishes",
    ),
    person(
        "Suresh Valliyappan",
        "suresh.valliyappan",
        Some(Role::Treasurer),
        Membership::Full,
        "Treasurer: money owed, received and given back",
    ),
    person(
        "Orla Fitzmaurice",
        "orla.fitzmaurice",
        Some(Role::MembershipOfficer),
        Membership::Full,
        "Membership officer: looks after members",
    ),
    ASHA,
    MINH_KHAI,
    BENEDICT,
    person(
        "Siân O’Neill",
        "sian.oneill",
        None,
        Membership::Lapsed,
        "Lapsed member: pays the standard price until she renews",
    ),
    GARETH,
    person("Bo Ng", "bo.ng", None, Membership::None, "Not a member, with the shortest of names"),
    ASKED_APPLICANT,
    PAYING_APPLICANT,
];

impl DemoPerson {
    /// Their address.
    pub(crate) fn email(&self) -> EmailAddress {
        EmailAddress::parse(&format!("{}@example.org", self.mailbox)).expect("the demo's addresses are well formed")
    }

    /// Their name.
    pub(crate) fn person_name(&self) -> PersonName {
        PersonName::parse(self.name).expect("the demo's names are well formed")
    }
}

/// The people to try first, then those whose membership has a story.
pub fn everybody() -> impl Iterator<Item = DemoPerson> {
    PEOPLE.into_iter().chain(MEMBERS).chain(JOINERS)
}

/// Makes the types of membership and everybody, with offices and terms that hold today.
pub(super) async fn make_people(app: &App, now: Instant) -> Result<(), Unexpected> {
    let today = uk_time::london_date(now);
    app.db
        .write_tx(async |tx| {
            super::membership_types::make(tx, today, now).await?;
            for person in everybody() {
                make_person(app, tx, person, now).await?;
            }
            Ok::<_, Unexpected>(())
        })
        .await
}

async fn make_person(app: &App, tx: &Tx, person: DemoPerson, now: Instant) -> Result<(), Unexpected> {
    let today = uk_time::london_date(now);
    let new = NewPerson { name: person.person_name(), email: person.email(), verified: true };
    let person_id = create_person(tx, app.tokens.as_ref(), new, now).await?;
    if let Some(role) = person.role {
        let grant = GrantRole { person_id, role, starts_on: today - Days::new(400), ends_on: None, granted_by: None };
        grant_role(tx, grant, now).await?;
    }
    let (type_code, days_ago) = match person.membership {
        Membership::None | Membership::Told(_) => return Ok(()),
        Membership::Full => ("full", 120),
        Membership::Associate => ("associate", 200),
        Membership::Lapsed => ("full", 500),
    };
    let starts_on = today - Days::new(days_ago);
    super::past_years::give_past_terms(tx, (person, person_id), (type_code, starts_on), now).await?;
    let term = NewTerm {
        person_id,
        type_code: type_code.to_owned(),
        basis: Basis::Complimentary,
        source: TermSource::Officer,
        starts_on,
        ends_on: None,
        price: Pence::ZERO,
        order_id: None,
        charge_id: None,
        money_cleared_at: None,
        actor: Actor::System,
    };
    give_term(tx, term, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_a_name_and_an_address_of_their_own() {
        let addresses: std::collections::BTreeSet<String> = everybody()
            .map(|person| {
                assert_eq!(person.person_name().as_str(), person.name);
                person.email().folded()
            })
            .collect();

        assert_eq!(addresses.len(), everybody().count());
    }
}
