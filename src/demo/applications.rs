//! Applications in every state, so that the officers' desk looks used: waiting, urgent, late, asked, asked in vain, refused, approved, approved by
//! one of two people, taken back, begun and left.

use chrono::Duration;

use super::WorldMaker;
use super::people::{ASKED_APPLICANT, PAYING_APPLICANT};
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, PersonName, Unexpected};
use crate::members::applications::jobs::run_tend_drafts;
use crate::members::applications::{
    Answers, DecideApplication, Decision, DraftAnswer, EmployerAnswer, RefusalReason, Step, SubmitApplication,
    decide_application, find_live_application, save_draft, submit_application, withdraw_application,
};
use crate::members::people::find_by_verified_email;
use crate::members::{NewPerson, create_person};

/// Who decides in the demo.
const OFFICER: &str = "orla.fitzmaurice";

/// Somebody who applies.
struct Applicant {
    name: &'static str,
    mailbox: &'static str,
    type_code: &'static str,
    employer: (&'static str, &'static str),
    region: &'static str,
    number: &'static str,
    statement: &'static str,
}

const fn full(
    (name, mailbox): (&'static str, &'static str),
    employer: (&'static str, &'static str),
    (region, number): (&'static str, &'static str),
    statement: &'static str,
) -> Applicant {
    Applicant { name, mailbox, type_code: "full", employer, region, number, statement }
}

/// Makes them, oldest first.
pub(super) async fn make_applications(maker: &WorldMaker<'_>, now: Instant) -> Result<(), Unexpected> {
    let desk = Desk { maker, now };
    let people = applicants();
    let silent = full(
        ("Rhoswen Vaughan", "rhoswen.vaughan"),
        ("W06000015", "Cardiff"),
        ("wales", "SW66666"),
        "I reviewed until last year.",
    );
    let question = "Do you practise now? Full membership is for those who do; tell us a little about your post.";
    desk.decided(&silent, 80, (Decision::Ask, None), question).await?;
    desk.travel(10);
    run_tend_drafts(maker.app).await?;
    let [late, urgent, fresh, refused, twice, gone, begun, associate, trainer] = people;
    desk.decided(&twice, 46, (Decision::Duplicate, None), "Has an account under her private address already.").await?;
    let words = "From what you write you support families before a child comes into care. Full membership is for those who \
                 review the plans of children in care; as an associate you would be very welcome.";
    desk.decided(&refused, 38, (Decision::Refuse, Some(RefusalReason::NotEligible)), words).await?;
    desk.sent(&late, 24).await?;
    desk.sent(&urgent, 18).await?;
    desk.sent(&gone, 12).await?;
    withdraw_application(maker.app, desk.person(gone.mailbox).await?).await?;
    let asked = known(ASKED_APPLICANT.name, ASKED_APPLICANT.mailbox);
    let question = "Since when have you practised as a reviewing officer, and who is your line manager?";
    desk.decided(&asked, 9, (Decision::Ask, None), question).await?;
    let paying = known(PAYING_APPLICANT.name, PAYING_APPLICANT.mailbox);
    desk.decided(&paying, 7, (Decision::Approve, None), "").await?;
    desk.decided(&trainer, 6, (Decision::Approve, None), "").await?;
    desk.sent(&associate, 4).await?;
    desk.sent(&fresh, 2).await?;
    desk.begin(&begun, 1).await
}

/// A demo person who is made elsewhere and applies for full membership.
const fn known(name: &'static str, mailbox: &'static str) -> Applicant {
    full((name, mailbox), ("E08000035", "Leeds"), ("yorkshire_and_the_humber", "SW90210"), "")
}

fn applicants() -> [Applicant; 9] {
    let leeds = ("E08000035", "Leeds");
    [
        full(("Amara Nwosu", "amara.nwosu"), ("E08000025", "Birmingham"), ("west_midlands", "SW71234"), ""),
        full(
            ("Tobias Renfrew", "tobias.renfrew"),
            ("E10000030", "Surrey"),
            ("south_east", "SW83456"),
            "I chair reviews and child protection conferences, half and half.",
        ),
        full(("Ffion Prydderch", "ffion.prydderch"), ("W06000001", "Isle of Anglesey"), ("wales", "SW65432"), ""),
        full(
            ("Gwilym Bowen", "gwilym.bowen"),
            ("W06000015", "Cardiff"),
            ("wales", "SW54321"),
            "I lead an early help team.",
        ),
        full(("Asha Raghunathan", "asha.work"), leeds, ("yorkshire_and_the_humber", "SW44444"), ""),
        full(("Joan Whitcombe", "joan.whitcombe"), leeds, ("yorkshire_and_the_humber", "SW33333"), ""),
        full(("Meera Solanki", "meera.solanki"), leeds, ("yorkshire_and_the_humber", "SW22222"), ""),
        Applicant {
            type_code: "associate",
            ..full(
                ("Patrick Doyle", "patrick.doyle"),
                ("UNIVERSITY", "A university or college"),
                ("london", ""),
                "I write about how children take part in their reviews.",
            )
        },
        Applicant {
            type_code: "independent",
            ..full(
                ("Hester Quillfeather", "hester.quillfeather"),
                ("", ""),
                ("south_west", ""),
                "I have trained reviewing teams since I left practice.",
            )
        },
    ]
}

struct Desk<'a> {
    maker: &'a WorldMaker<'a>,
    now: Instant,
}

/// The version of the terms of membership that a new site begins with.
const FIRST_TERMS: i32 = 1;

impl Desk<'_> {
    /// Goes to a day before today.
    fn travel(&self, days_ago: i64) {
        self.maker.clock.travel(self.now - Duration::days(days_ago));
    }

    async fn person(&self, mailbox: &str) -> Result<i64, Unexpected> {
        let address = EmailAddress::parse(&format!("{mailbox}@example.org")).context("a demo address")?;
        let found = find_by_verified_email(self.maker.app.db.reader(), &address).await?;
        found.with_context(|| format!("nobody in the demo reads {mailbox}"))
    }

    /// Makes the person, unless they are there, and fills in what they say.
    async fn begin(&self, applicant: &Applicant, days_ago: i64) -> Result<(), Unexpected> {
        self.travel(days_ago);
        let app = self.maker.app;
        let person_id = if let Ok(id) = self.person(applicant.mailbox).await {
            id
        } else {
            let new = NewPerson {
                name: PersonName::parse(applicant.name).context("a demo name")?,
                email: EmailAddress::parse(&format!("{}@example.org", applicant.mailbox)).context("a demo address")?,
                verified: true,
            };
            let made = app.db.write_tx(async |tx| create_person(tx, app.tokens.as_ref(), new, app.now()).await).await;
            made.context("a demo applicant")?
        };
        let answer =
            DraftAnswer { person_id, type_code: Some(applicant.type_code), write: &|answers| applicant.write(answers) };
        save_draft(app, answer).await.context("a demo application")?;
        Ok(())
    }

    async fn sent(&self, applicant: &Applicant, days_ago: i64) -> Result<(), Unexpected> {
        self.begin(applicant, days_ago).await?;
        let person_id = self.person(applicant.mailbox).await?;
        submit_application(self.maker.app, SubmitApplication { person_id }).await.context("a demo application")?;
        Ok(())
    }

    /// Sent, and decided three days later.
    async fn decided(
        &self,
        applicant: &Applicant,
        days_ago: i64,
        (decision, reason_code): (Decision, Option<RefusalReason>),
        reason: &str,
    ) -> Result<(), Unexpected> {
        self.sent(applicant, days_ago).await?;
        self.travel(days_ago - 3);
        let (app, person_id) = (self.maker.app, self.person(applicant.mailbox).await?);
        let waiting = find_live_application(app.db.reader(), person_id).await?;
        let command = DecideApplication {
            application_id: waiting.context("the demo application that was sent")?.id,
            decider_id: self.person(OFFICER).await?,
            decision,
            reason_code,
            reason: reason.to_owned(),
            has_no_conflict: true,
            minute_reference: String::new(),
        };
        decide_application(app, &command).await.context("a demo decision")?;
        Ok(())
    }
}

impl Applicant {
    fn write(&self, answers: &mut Answers) {
        self.name.clone_into(&mut answers.name);
        let role = match self.type_code {
            "full" => "iro",
            "associate" => "academic",
            _ => "other",
        };
        answers.roles = vec![role.to_owned()];
        answers.main_role.clone_from(&answers.roles[0]);
        answers.employer = EmployerAnswer {
            reference: self.employer.0.to_owned(),
            name: self.employer.1.to_owned(),
            other: String::new(),
        };
        if !self.number.is_empty() {
            "swe".clone_into(&mut answers.regulator);
            self.number.clone_into(&mut answers.registration_number);
        }
        self.region.clone_into(&mut answers.workplace);
        "1 Invented Lane\nSampleton".clone_into(&mut answers.address);
        "EX1 2MP".clone_into(&mut answers.postcode);
        if self.type_code == "independent" {
            answers.years_qualified = Some(4);
            super::membership_types::DECLARATION.clone_into(&mut answers.declared_words);
        }
        self.statement.clone_into(&mut answers.statement);
        answers.declared = true;
        answers.terms_version = FIRST_TERMS;
        answers.done = Step::ALL.iter().map(|step| step.word().to_owned()).collect();
    }
}
