//! People with browsers: members, lapsed members, officers. Each is signed in when they are made.
//!
//! Their sessions are begun directly, as the demo's one-click sign-in does: the sign-in forms have tests of their own, and a
//! test with forty buyers should not meet the limits on sign-in.

use std::ops::Deref;

use chrono::{Duration, NaiveDate};
use nairo::audit::Actor;
use nairo::kernel::{EmailAddress, Pence, PersonName, Role, Unexpected};
use nairo::members::membership::{
    AppliedForBy, Basis, EvidenceAsked, NewMembershipType, TermSource, TypeVersion, create_membership_type,
};
use nairo::members::roles::{GrantRole, grant_role};
use nairo::members::session::{NewSession, Proof, start_session};
use nairo::members::{NewPerson, NewTerm, create_person, give_term};

use super::app::TestApp;
use super::client::Client;

/// Somebody the system knows, at their browser.
pub struct Person {
    pub id: i64,
    pub name: String,
    pub email: String,
    client: Client,
}

impl Deref for Person {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl TestApp {
    /// Somebody with an account and nothing else. "Asha" becomes Asha Example, asha@example.org.
    pub async fn person(&self, name: &str) -> Person {
        let full_name = if name.contains(' ') { name.to_owned() } else { format!("{name} Example") };
        let (email, now) = (self.next_address(name), self.now());
        let new = NewPerson {
            name: PersonName::parse(&full_name).unwrap(),
            email: EmailAddress::parse(&email).unwrap(),
            verified: true,
        };
        let tokens = self.state.tokens.as_ref();
        let made = self.state.db.write_tx(async |tx| create_person(tx, tokens, new, now).await).await;
        let person = Person { id: made.unwrap(), name: full_name, email, client: Client::new(name, &self.base_url) };
        self.sign_in(&person).await;
        person
    }

    /// A full member whose term began a month ago.
    pub async fn member(&self, name: &str) -> Person {
        let person = self.person(name).await;
        self.give_term(&person, self.today() - Duration::days(30)).await;
        person
    }

    /// Somebody whose last term ended long ago.
    pub async fn lapsed_member(&self, name: &str) -> Person {
        let person = self.person(name).await;
        self.give_term(&person, self.today() - Duration::days(800)).await;
        person
    }

    /// Somebody who holds this role from today.
    pub async fn officer(&self, role: Role) -> Person {
        let person = self.person(role.label()).await;
        self.give_role(&person, role).await;
        person
    }

    /// Somebody who may do everything.
    pub async fn admin(&self) -> Person {
        self.officer(Role::Administrator).await
    }

    /// Gives a role from today on, and signs the person in anew, as the rules demand.
    pub async fn give_role(&self, person: &Person, role: Role) {
        let grant = GrantRole { person_id: person.id, role, starts_on: self.today(), ends_on: None, granted_by: None };
        let now = self.now();
        self.state.db.write_tx(async |tx| grant_role(tx, grant, now).await).await.unwrap();
        self.sign_in(person).await;
    }

    /// Gives a paid full membership from this London day on.
    pub async fn give_term(&self, person: &Person, starts_on: NaiveDate) {
        let now = self.now();
        let term = NewTerm {
            person_id: person.id,
            type_code: "full".to_owned(),
            basis: Basis::Paid,
            source: TermSource::Joining,
            starts_on,
            ends_on: None,
            price: Pence::new(5_000),
            order_id: None,
            charge_id: None,
            money_cleared_at: Some(now),
            actor: Actor::System,
        };
        let given = self.state.db.write_tx(async |tx| {
            create_membership_type(tx, full_membership(), now).await?;
            give_term(tx, term, now).await.map_err(|error| Unexpected::because(error.to_string()))
        });
        given.await.unwrap();
    }

    /// Begins a session in the person's browser that counts as one with both factors, given just now.
    pub async fn sign_in(&self, person: &Person) {
        self.sign_in_by(person, Proof::Demo).await;
    }

    /// Begins a session by this proof alone: half-way in for somebody who has a second factor.
    pub async fn sign_in_by(&self, person: &Person, proof: Proof) {
        let now = self.now();
        let new = NewSession { person_id: person.id, proof, user_agent: "a test" };
        let tokens = self.state.tokens.as_ref();
        let started = self.state.db.write_tx(async |tx| start_session(tx, tokens, new, now).await).await.unwrap();
        person.set_cookie(&self.state.shell.cookies.session(), &started.token);
    }

    /// `asha@example.org`, and `asha2@example.org` for the next one of the name.
    fn next_address(&self, name: &str) -> String {
        let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
        let plain: String = name.to_lowercase().chars().map(letter).collect();
        let mut taken = self.addresses.lock().unwrap();
        let count =
            taken.iter().filter(|known| known.trim_end_matches(|end: char| end.is_ascii_digit()) == plain).count();
        let local = if count == 0 { plain } else { format!("{plain}{}", count + 1) };
        taken.insert(local.clone());
        format!("{local}@example.org")
    }
}

/// The type that tests have members of.
pub fn full_membership() -> NewMembershipType {
    NewMembershipType {
        code: "full".to_owned(),
        position: 1,
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        version: TypeVersion {
            name: "Full member".to_owned(),
            who_for: "Practising reviewing officers.".to_owned(),
            rights: "A vote".to_owned(),
            applied_for_by: AppliedForBy::Anyone,
            term_months: 12,
            fixed_year: None,
            rejoin_months: Some(12),
            needs_decision: true,
            needs_second_decider: false,
            asks_registration: false,
            evidence: EvidenceAsked::NOTHING,
            renewal_needs_decision: false,
            has_vote: true,
            gives_member_price: true,
            is_in_directory: true,
            joining_price: Pence::new(5_000),
            renewal_price: Pence::new(5_000),
        },
    }
}
