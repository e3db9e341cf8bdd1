//! Ordering and paying memberships, for tests: two types, the use cases, and both ways to pay.

use chrono::NaiveDate;
use entity::membership_application;
use nairo::kernel::{Pence, Role};
use nairo::members::membership::{
    AppliedForBy, EvidenceAsked, HowToPay, MembershipPicture, NewMembershipType, OpenOrder, OpenOrderError,
    OpenedOrder, OrderKind, OrderPayer, PayBy, PayOrder, TypeVersion, create_membership_type, load_picture, open_order,
    pay_order, put_type_version,
};
use nairo::payments::RecordBankPayment;
use nairo::payments::record_bank_payment::record_bank_payment;

use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use crate::support::TestApp;
use crate::support::mail::Mail;
use crate::support::people::Person;
use crate::support::stripe::session_in;

/// A type as these tests need it.
pub fn version(name: &str, joining: i64, renewal: i64, needs_decision: bool) -> TypeVersion {
    TypeVersion {
        name: name.to_owned(),
        who_for: "Anyone".to_owned(),
        rights: "Members’ meetings\nThe member price".to_owned(),
        applied_for_by: AppliedForBy::Anyone,
        term_months: 12,
        fixed_year: None,
        rejoin_months: Some(12),
        needs_decision,
        needs_second_decider: false,
        asks_registration: false,
        evidence: EvidenceAsked::NOTHING,
        renewal_needs_decision: false,
        has_vote: needs_decision,
        gives_member_price: true,
        is_in_directory: true,
        joining_price: Pence::new(joining),
        renewal_price: Pence::new(renewal),
    }
}

impl TestApp {
    /// "full", decided on, £60; "associate", open to all, £40; "student", free.
    pub async fn membership_types(&self) {
        let now = self.now();
        let types = [
            ("full", version("Full member", 6_000, 6_000, true)),
            ("associate", version("Associate", 4_000, 4_500, false)),
            ("student", version("Student", 0, 0, false)),
        ];
        for ((code, version), position) in types.into_iter().zip(1..) {
            let valid_from = "2020-01-01".parse().unwrap();
            let new = NewMembershipType { code: code.to_owned(), position, valid_from, version };
            self.state.db.write_tx(async |tx| create_membership_type(tx, new, now).await).await.unwrap();
        }
    }

    /// Says what a type is from a day on.
    pub async fn price_from(&self, code: &str, from: NaiveDate, joining: i64, renewal: i64) {
        let now = self.now();
        let offered = nairo::members::membership::type_with_code(self.state.db.reader(), code, self.today()).await;
        let kind = offered.unwrap().unwrap();
        let version = version(&kind.version.name, joining, renewal, kind.version.needs_decision);
        let put = async |tx: &nairo::db::Tx| put_type_version(tx, kind.id, from, &version, now).await;
        self.state.db.write_tx(put).await.unwrap();
    }

    pub async fn try_order(&self, person_id: i64, kind: OrderKind, code: &str) -> Result<OpenedOrder, OpenOrderError> {
        let new = OpenOrder { person_id, kind, type_code: code.to_owned(), application_id: None };
        let now = self.now();
        self.state.db.write_tx(async |tx| open_order(&self.state, tx, new, now).await).await
    }

    pub async fn order(&self, person_id: i64, kind: OrderKind, code: &str) -> OpenedOrder {
        self.try_order(person_id, kind, code).await.unwrap()
    }

    /// Stripe's session for the order.
    pub async fn card_page(&self, person_id: i64, order: &OpenedOrder) -> String {
        match self.begin_payment(person_id, order, PayBy::Card).await {
            HowToPay::Card { url } => session_in(&url),
            HowToPay::BankTransfer(words) => panic!("a card page was asked for, not {words:?}"),
        }
    }

    pub async fn begin_payment(&self, person_id: i64, order: &OpenedOrder, by: PayBy) -> HowToPay {
        let command = PayOrder {
            person_id,
            reference: order.reference.clone(),
            by,
            payer: OrderPayer::Myself,
            seen_terms: None,
            return_path: "/account".to_owned(),
            cancel_path: "/account".to_owned(),
        };
        pay_order(&self.state, command).await.unwrap()
    }

    /// Pays by card and lets the webhook arrive.
    pub async fn buy_by_card(&self, person_id: i64, order: &OpenedOrder) {
        let session = self.card_page(person_id, order).await;
        self.stripe.pay(&session).await.unwrap();
        self.settle().await;
    }

    /// An officer writes a transfer down, and the job hands it on.
    pub async fn buy_by_bank(&self, order: &OpenedOrder, pence: i64, value_on: NaiveDate) {
        let officer = self.officer(Role::Treasurer).await;
        let command = RecordBankPayment {
            charge_id: order.charge_id.unwrap(),
            amount: Pence::new(pence),
            value_on,
            bank_reference: format!("FP {}", order.reference),
            recorded_by: officer.id,
            idempotency_key: self.state.tokens.uuid(),
            body_digest: String::new(),
        };
        record_bank_payment(&self.state, command).await.unwrap();
        self.settle().await;
    }

    pub async fn picture(&self, person_id: i64) -> MembershipPicture {
        load_picture(self.state.db.reader(), person_id, self.today()).await.unwrap()
    }

    /// Somebody who joined as an associate today and paid by card.
    pub async fn associate(&self, name: &str) -> Person {
        let person = self.person(name).await;
        let order = self.order(person.id, OrderKind::Joining, "associate").await;
        self.buy_by_card(person.id, &order).await;
        self.ignore_mail();
        person
    }

    /// Lets days pass.
    pub fn days_pass(&self, days: i64) {
        self.advance(chrono::Duration::days(days));
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl TestApp {
    /// An approved application, as the officers' desk leaves it.
    pub async fn application(&self, person_id: i64, code: &str) -> i64 {
        let db = self.state.db.reader();
        let kind = nairo::members::membership::type_with_code(db, code, self.today()).await.unwrap().unwrap();
        let now = self.now();
        let row = membership_application::ActiveModel {
            reference: Set(self.state.tokens.reference()),
            person_id: Set(person_id),
            kind: Set("joining".to_owned()),
            membership_type_id: Set(kind.id),
            state: Set("approved".to_owned()),
            answers: Set(serde_json::json!({})),
            submitted_at: Set(Some(now)),
            closed_at: Set(Some(now)),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        let written = async |tx: &nairo::db::Tx| {
            Ok::<_, sea_orm::DbErr>(membership_application::Entity::insert(row).exec(tx).await?.last_insert_id)
        };
        self.state.db.write_tx(written).await.unwrap()
    }

    /// The one new message whose subject says so; the others are not what the test is about.
    #[track_caller]
    pub fn mail_about(&self, words: &str) -> Mail {
        let new = self.mail();
        let lines = new.lines();
        let mut found: Vec<Mail> = new.all().into_iter().filter(|mail| mail.subject.contains(words)).collect();
        assert_eq!(found.len(), 1, "expected one message about {words:?}, there are: {lines:?}");
        found.remove(0)
    }

    /// What a term's charge came to.
    pub async fn money_of_term(&self, person_id: i64, index: usize) -> nairo::payments::ChargeMoney {
        let charge_id = self.picture(person_id).await.terms[index].charge_id.unwrap();
        self.money_of(charge_id).await
    }
}

impl TestApp {
    /// A complimentary associate term from this day on.
    pub async fn give_free_term(&self, person_id: i64, starts_on: NaiveDate) {
        use nairo::members::membership::{Basis, TermSource};
        let now = self.now();
        let term = nairo::members::NewTerm {
            person_id,
            type_code: "associate".to_owned(),
            basis: Basis::Complimentary,
            source: TermSource::Officer,
            starts_on,
            ends_on: None,
            price: Pence::ZERO,
            order_id: None,
            charge_id: None,
            money_cleared_at: None,
            actor: nairo::audit::Actor::System,
        };
        self.state.db.write_tx(async |tx| nairo::members::give_term(tx, term, now).await).await.unwrap();
    }

    /// How many reminders wait in the outbox.
    pub async fn queued_reminders(&self) -> u64 {
        use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter};
        let of = entity::outbox_message::Column::Template.eq("renewal_reminder");
        entity::outbox_message::Entity::find().filter(of).count(self.state.db.reader()).await.unwrap()
    }
}
