//! Members in every state, each made by what members and officers really do, with a clock that travels.

use chrono::{Days, Duration, NaiveDate};

use super::WorldMaker;
use super::people::{DemoPerson, Membership, person};
use crate::audit::Actor;
use crate::facts;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected, uk_time};
use crate::members::membership::{
    Basis, ByOfficer, HowToPay, Leave, OfficerTerm, OpenOrder, OrderKind, OrderPayer, PauseFrom, PauseMembership,
    PauseReason, PayBy, PayOrder, ProposeRemoval, RecordDeath, Suspend, TypeVersion, confirm_removal,
    give_officer_term, leave, open_order, pause_membership, pay_order, propose_removal, put_type_version, record_death,
    suspend, type_with_code,
};
use crate::members::people::find_by_verified_email;
use crate::payments::seen::Seen;
use crate::stripe_sandbox::{SessionStatus, WebhookTiming};

const fn member(name: &'static str, mailbox: &'static str, label: &'static str, what: &'static str) -> DemoPerson {
    person(name, mailbox, None, Membership::Told(label), what)
}

/// Everybody whose membership has a story, in the order of the list.
pub const MEMBERS: [DemoPerson; 14] = [
    member("Imogen Tapsell", "imogen.tapsell", "Member", "Associate since three months ago; her employer paid by card"),
    member(
        "Dafydd Prosser",
        "dafydd.prosser",
        "Renewal due",
        "Associate until 40 days from now: renews, at a new price",
    ),
    member(
        "Wioletta Grabowska",
        "wioletta.grabowska",
        "In grace",
        "Her term is over; she keeps her rights for two weeks more",
    ),
    member("Tobias Inglefield", "tobias.inglefield", "Lapsed", "Lapsed three months ago: comes back with one click"),
    member("Harriet Quayle", "harriet.quayle", "Lapsed", "Lapsed two years ago"),
    member("Priya Ramanathan", "priya.ramanathan", "Paused", "On parental leave: paused for nine months"),
    member("Leopold Vance", "leopold.vance", "Suspended", "Suspended for some weeks: no rights meanwhile"),
    member("Rosalind Mercer", "rosalind.mercer", "Honorary member", "Honorary member"),
    member("Ambrose Tilney", "ambrose.tilney", "Life member", "Life member: nothing to renew"),
    member(
        "Chiara Benedetti",
        "chiara.benedetti",
        "Not paid yet",
        "Has ordered and not paid: pays by card or bank transfer",
    ),
    member(
        "Fergus MacAllister",
        "fergus.macallister",
        "Gave notice",
        "Has given notice and stays a member to the paid end",
    ),
    member("Cordelia Ashworth", "cordelia.ashworth", "Resigned", "Gave notice in good time; her membership is over"),
    member("Clement Rooke", "clement.rooke", "Removed", "Removed by a resolution of the trustees"),
    member("Edith Wainwright", "edith.wainwright", "Died", "Has died: gets no message any more"),
];

/// Whose employer pays.
const EMPLOYED: &str = "imogen.tapsell";

/// Makes their memberships. The people are there; the types are, too.
pub(super) async fn make_members(maker: &WorldMaker<'_>, now: Instant) -> Result<(), Unexpected> {
    let office = Office { maker, now, officer_id: id_of(maker, "orla.fitzmaurice").await? };
    office.raise_associate_price().await?;
    for (mailbox, days) in [
        ("imogen.tapsell", -100),
        ("dafydd.prosser", -325),
        ("wioletta.grabowska", -380),
        ("tobias.inglefield", -455),
        ("harriet.quayle", -1_095),
        ("priya.ramanathan", -400),
        ("leopold.vance", -150),
        ("fergus.macallister", -200),
        ("cordelia.ashworth", -430),
        ("clement.rooke", -250),
        ("edith.wainwright", -300),
    ] {
        office.join(mailbox, days, true).await?;
    }
    office.join("chiara.benedetti", -9, false).await?;
    office.change_lives().await
}

pub(super) async fn id_of(maker: &WorldMaker<'_>, mailbox: &str) -> Result<i64, Unexpected> {
    let email = crate::kernel::EmailAddress::parse(&format!("{mailbox}@example.org"))?;
    let found = find_by_verified_email(maker.app.db.reader(), &email).await?;
    found.with_context(|| format!("{mailbox} of the demo is not there"))
}

/// The membership officer, and whoever sits at a browser.
struct Office<'a> {
    maker: &'a WorldMaker<'a>,
    now: Instant,
    officer_id: i64,
}

impl Office<'_> {
    fn travel(&self, days: i64) -> (Instant, NaiveDate) {
        let there = self.now + Duration::days(days);
        self.maker.clock.travel(there);
        (there, uk_time::london_date(there))
    }

    fn by(&self, reason: &str) -> ByOfficer {
        ByOfficer { officer_id: self.officer_id, reason: reason.to_owned() }
    }

    /// So that a reminder shows an old and a new price side by side.
    async fn raise_associate_price(&self) -> Result<(), Unexpected> {
        let (now, today) = self.travel(-30);
        let app = self.maker.app;
        let kind = type_with_code(app.db.reader(), "associate", today).await?.context("no associates in the demo")?;
        let dearer = TypeVersion { renewal_price: Pence::new(4_500), ..kind.version };
        let from = today + Days::new(45);
        app.db.write_tx(async |tx| put_type_version(tx, kind.id, from, &dearer, now).await).await
    }

    /// Orders an associate membership and, when they do, pays by a card that works on the local Stripe's page.
    async fn join(&self, mailbox: &str, days: i64, pays: bool) -> Result<(), Unexpected> {
        let (now, _) = self.travel(days);
        let WorldMaker { app, stripe, .. } = *self.maker;
        let person_id = id_of(self.maker, mailbox).await?;
        let new =
            OpenOrder { person_id, kind: OrderKind::Joining, type_code: "associate".to_owned(), application_id: None };
        let opened = app.db.write_tx(async |tx| open_order(app, tx, new, now).await).await;
        let order = opened.map_err(|error| Unexpected::because(error.to_string()))?;
        let command = PayOrder {
            person_id,
            reference: order.reference,
            by: if pays { PayBy::Card } else { PayBy::BankTransfer },
            payer: if mailbox == EMPLOYED { OrderPayer::Employer } else { OrderPayer::Myself },
            seen_terms: None,
            return_path: "/account".to_owned(),
            cancel_path: "/account".to_owned(),
        };
        let how = pay_order(app, command).await.map_err(|error| Unexpected::because(error.to_string()))?;
        if let HowToPay::BankTransfer(_) = how {
            return Ok(());
        }
        let open = stripe.sessions().into_iter().rev().find(|session| session.status == SessionStatus::Open);
        let session = open.context("the local Stripe has no open session")?;
        stripe.pay_with_webhook(&session.id, WebhookTiming::Never)?;
        let gateway = app.gateway.as_ref().context("the demo has no gateway")?;
        facts::take_in(app, &Seen::Session(gateway.session(&session.id).await?)).await
    }

    /// Gives notice, with a reason; the membership runs to its paid end.
    async fn resign(&self, mailbox: &str, days: i64, reason: &str) -> Result<(), Unexpected> {
        self.travel(days);
        let person_id = id_of(self.maker, mailbox).await?;
        let notice = Leave { person_id, reason: Some(reason.to_owned()), actor: Actor::Person(person_id) };
        leave(self.maker.app, notice).await.map_err(|error| Unexpected::because(error.to_string()))?;
        Ok(())
    }

    /// Parental leave for nine months, from the end of the term.
    async fn pause(&self, mailbox: &str, days: i64) -> Result<(), Unexpected> {
        self.travel(days);
        let person_id = id_of(self.maker, mailbox).await?;
        let (from, reason) = (PauseFrom::TermEnd, PauseReason::ParentalLeave);
        let pause = PauseMembership { person_id, from, months: 9, reason, actor: Actor::Person(person_id) };
        pause_membership(self.maker.app, pause).await.map_err(|error| Unexpected::because(error.to_string()))?;
        Ok(())
    }

    /// What happened to them since, and what officers put on record.
    async fn change_lives(&self) -> Result<(), Unexpected> {
        let app = self.maker.app;
        let told = |error: &dyn std::fmt::Display| Unexpected::because(error.to_string());
        let (_, today) = self.travel(-200);
        for (mailbox, basis) in [("rosalind.mercer", Basis::Honorary), ("ambrose.tilney", Basis::Life)] {
            let term = OfficerTerm {
                person_id: id_of(self.maker, mailbox).await?,
                type_code: "full".to_owned(),
                basis,
                starts_on: today,
                ends_on: None,
                by: self.by("Resolved by the trustees for long service to the profession"),
            };
            give_officer_term(app, term).await.map_err(|error| told(&error))?;
        }
        self.resign("cordelia.ashworth", -120, "I have moved to another field.").await?;
        let (_, today) = self.travel(-60);
        let removal = ProposeRemoval {
            person_id: id_of(self.maker, "clement.rooke").await?,
            from: today,
            minute_reference: "Trustees’ meeting, item 7".to_owned(),
            by: self.by("A serious breach of the code of conduct, after a hearing"),
        };
        let proposal = propose_removal(app, removal).await.map_err(|error| told(&error))?;
        let second = id_of(self.maker, "marian.osei").await?;
        confirm_removal(app, proposal, second).await.map_err(|error| told(&error))?;
        self.pause("priya.ramanathan", -40).await?;
        let (_, today) = self.travel(-30);
        let person_id = id_of(self.maker, "edith.wainwright").await?;
        let death = RecordDeath { person_id, died_on: today, by: self.by("Her son wrote to us") };
        record_death(app, death).await.map_err(|error| told(&error))?;
        self.resign("fergus.macallister", -20, "I retire this winter.").await?;
        let (_, today) = self.travel(-10);
        let suspension = Suspend {
            person_id: id_of(self.maker, "leopold.vance").await?,
            from: today,
            until: Some(today + Days::new(40)),
            by: self.by("While a complaint is looked into"),
        };
        suspend(app, suspension).await.map_err(|error| told(&error))?;
        let (_, today) = self.travel(-2);
        let waits = ProposeRemoval {
            person_id: id_of(self.maker, "leopold.vance").await?,
            from: today + Days::new(30),
            minute_reference: "Trustees’ meeting, item 4".to_owned(),
            by: self.by("The complaint was upheld after a hearing"),
        };
        propose_removal(app, waits).await.map_err(|error| told(&error))?;
        self.travel(0);
        Ok(())
    }
}
