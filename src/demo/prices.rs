//! What the demo shows of prices and refunds: a date with an early price and a policy in two steps, codes in each state, a booking
//! that used one, one at the early price, a bursary place and one given by courtesy.

use chrono::{Days, Duration};

use super::WorldMaker;
use super::bookings::{Desk, Somebody, for_council};
use super::people::CO_CHAIR;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::book_places::{Attendee, BookPlaces, Extras, SeatsFrom, book_places};
use crate::bookings::discounts::code_terms::CodePowers;
use crate::bookings::discounts::code_text::CodeText;
use crate::bookings::discounts::desk::{NewCode, create_code};
use crate::bookings::discounts::given::{GivePlace, GivenAs, give_place};
use crate::bookings::discounts::offers::{EarlyBird, Reduction};
use crate::bookings::hold::PaymentMethod;
use crate::bookings::refund_policy::{PayerKind, RefundTier};
use crate::bookings::sale::{BookingRules, set_early_bird, set_rules};
use crate::bookings::set_up_sale::{NewSale, create_refund_policy, set_up_sale};
use crate::events::courses::queries::list_all_courses;
use crate::events::{
    EventId, EventKind, EventWhen, Facilitator, JoinUrl, NewEvent, create_event, load_course, publish_event,
};
use crate::facts;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Unexpected, WorkingDays, uk_time};
use crate::members;
use crate::payments::open_checkout;
use crate::payments::seen::Seen;
use crate::stripe_sandbox::{SessionStatus, WebhookTiming};

/// Books while the early price runs.
const EARLY: Somebody = ("Yolanda Pike", "yolanda.pike");
const TITLE: &str = "Chairing a difficult review";
/// What it is about.
const SUMMARY: &str = "How to keep a child at the centre when the adults in the room do not agree.";

/// Makes it all, three weeks ago and since.
pub(super) async fn make_prices(maker: &WorldMaker<'_>, now: Instant) -> Result<(), Unexpected> {
    let app = maker.app;
    maker.clock.travel(now - Duration::days(21));
    let event = make_date(app, now).await?;
    for code in codes(now)? {
        let made_at = app.now();
        let made = app.db.write_tx(async |tx| create_code(tx, &code, Actor::System, made_at).await).await;
        made.map_err(|error| Unexpected::because(error.to_string()))?;
    }
    maker.clock.travel(now - Duration::days(6));
    give_bursary(app, event, ("Tamsin Okoro", "tamsin.okoro@example.org"), Pence::ZERO).await?;
    let courtesy = (GivenAs::Complimentary, Pence::ZERO, "Speaks at our spring meeting");
    give(app, event, ("Meredith Sloane", "meredith.sloane@example.org"), courtesy).await?;
    maker.clock.travel(now - Duration::days(5));
    book_with_code(maker, event).await?;
    let mut early = for_council(event, "Northmoor County Council", EARLY, &[EARLY]);
    early.total = Some(Pence::new(7_000));
    Desk { maker, now }.on_day(-4).pay(early).await?;
    // A part of the price, still to be paid by transfer (AC-16).
    maker.clock.travel(now - Duration::days(2));
    give_bursary(app, event, ("Wren Castellane", "wren.castellane@example.org"), Pence::new(3_000)).await
}

/// A date seven weeks ahead: £90, £70 for the first eight who book within ten days, refunds in two steps.
async fn make_date(app: &App, now: Instant) -> Result<EventId, Unexpected> {
    let made_at = app.now();
    let courses = list_all_courses(app.db.reader()).await?;
    let course = courses.first().context("the demo has no course")?.course.id;
    let day = WorkingDays::shipped().after(uk_time::london_date(now) + Days::new(47), 1);
    let wall = |hour, minute| day.and_hms_opt(hour, minute, 0).unwrap_or_default();
    let when = EventWhen::DateAndTime {
        first_day: day,
        starts_at: uk_time::resolve(wall(9, 30))?,
        ends_at: uk_time::resolve(wall(13, 0))?,
    };
    app.db
        .write_tx(async |tx| {
            let tiers = [RefundTier { days_before: 7, percent: 100 }, RefundTier { days_before: 2, percent: 50 }];
            let name = "In full up to 7 days before, half up to 2 days before";
            let policy = create_refund_policy(tx, ("two-steps", 1, name), &tiers, made_at).await?;
            let mut new =
                NewEvent { kind: EventKind::Training, ..NewEvent::of_course(&load_course(tx, course).await?, when) };
            TITLE.clone_into(&mut new.content.title);
            SUMMARY.clone_into(&mut new.content.summary);
            new.content.facilitators =
                vec![Facilitator { name: CO_CHAIR.name.to_owned(), post_held: "Co-Chair".to_owned(), person_id: None }];
            new.content.join_url = JoinUrl::parse("https://zoom.example.org/j/4159276").ok();
            let id = create_event(tx, new, Actor::System, made_at).await?;
            let sale = NewSale {
                event_id: id.0,
                refund_policy_id: policy,
                capacity: 16,
                standard_price: Pence::new(9_000),
                member_price: Some(Pence::new(5_000)),
                vat: "exempt".to_owned(),
                most_places: 10,
                members_only: false,
                closes_at: None,
            };
            set_up_sale(tx, &sale).await?;
            let last_day = uk_time::london_date(now) + Days::new(10);
            let early = EarlyBird {
                price: Pence::new(7_000),
                ends_at: uk_time::end_of_days_before(last_day, 0) - Duration::microseconds(1),
                most_places: Some(8),
                created_at: made_at,
            };
            set_early_bird(tx, id.0, Some(early)).await?;
            // Names for the register and the room's door are wanted three days before (SUB-4).
            set_rules(tx, id.0, BookingRules { names_lock_days: Some(3), code_only: false }).await?;
            publish_event(tx, id, Actor::System, made_at)
                .await
                .map_err(|error| Unexpected::because(error.to_string()))?;
            Ok(id)
        })
        .await
}

/// One that runs, one with a budget, one that is over, and one that may do what most may not (ELG-12).
fn codes(now: Instant) -> Result<[NewCode; 4], Unexpected> {
    let code = |text: &str, name: &str, reduction| -> Result<NewCode, Unexpected> {
        Ok(NewCode {
            code: CodeText::parse(text)?,
            name: name.to_owned(),
            reduction,
            starts_at: None,
            ends_at: None,
            most_uses: None,
            most_uses_a_person: None,
            least_places: 1,
            most_places: None,
            budget: None,
            members_only: false,
            courses: Vec::new(),
            events: Vec::new(),
            powers: CodePowers::default(),
        })
    };
    let fair = code("FAIR-25", "Given out at the spring fair", Reduction::Percent(25))?;
    let team = code("TEAM-30", "For teams of three or more", Reduction::OffBooking(Pence::new(3_000)))?;
    let old = code("SUMMER-50", "Last summer’s newsletter", Reduction::FixedPrice(Pence::new(5_000)))?;
    let speakers = code("SPEAKERS-20", "For speakers’ colleagues, even when a date is full", Reduction::Percent(20))?;
    let all_powers = CodePowers { may_be_combined: true, passes_capacity: true, opens_hidden: true };
    Ok([
        NewCode { most_uses: Some(5), most_places: Some(1), powers: all_powers, ..speakers },
        NewCode { most_uses: Some(40), most_uses_a_person: Some(1), ..fair },
        NewCode { least_places: 3, budget: Some(Pence::new(30_000)), ..team },
        NewCode { ends_at: Some(now - Duration::days(3)), ..old },
    ])
}

async fn give_bursary(app: &App, event: EventId, who: (&str, &str), price: Pence) -> Result<(), Unexpected> {
    give(app, event, who, (GivenAs::Bursary, price, "Care leavers’ fund")).await
}

async fn give(
    app: &App,
    event: EventId,
    (name, email): (&str, &str),
    (given_as, price, why): (GivenAs, Pence, &str),
) -> Result<(), Unexpected> {
    let officer =
        members::people::find_by_verified_email(app.db.reader(), &EmailAddress::parse("dilys.penhaligon@example.org")?)
            .await?;
    let command = GivePlace {
        mode: None,
        event_id: event.0,
        name: PersonName::parse(name)?,
        email: EmailAddress::parse(email)?,
        given_as,
        price,
        why: why.to_owned(),
        officer_id: officer.context("the demo has no events officer")?,
        idempotency_key: app.tokens.uuid(),
        digest: String::new(),
    };
    give_place(app, &command).await.map_err(|error| Unexpected::because(error.to_string()))?;
    Ok(())
}

/// A council books one place with the code of the fair, and pays.
async fn book_with_code(maker: &WorldMaker<'_>, event: EventId) -> Result<(), Unexpected> {
    let app = maker.app;
    let (name, email) = (PersonName::parse("Farida Haddad")?, EmailAddress::parse("farida.haddad@example.org")?);
    let command = BookPlaces {
        event_id: event.0,
        booker_person_id: None,
        booker_name: name.clone(),
        booker_email: email.clone(),
        attendees: vec![Attendee { name, email, is_booker: false }],
        unnamed: 0,
        officer: None,
        billing: None,
        seats: SeatsFrom::Public,
        rest: None,
        payer: PayerKind::Organisation,
        organisation: Some("Northmoor County Council".to_owned()),
        method: PaymentMethod::Card,
        start_now_accepted: true,
        shown_total: Pence::new(6_750),
        extras: Extras { code: Some("FAIR-25".to_owned()), ..Extras::default() },
        idempotency_key: app.tokens.uuid(),
        digest: String::new(),
    };
    let booked = book_places(app, &command).await.map_err(|error| Unexpected::because(error.to_string()))?;
    open_checkout(app, booked.checkout_id.context("nothing to pay")?).await.map_err(Unexpected::from)?;
    let open = maker.stripe.sessions().into_iter().rev().find(|session| session.status == SessionStatus::Open);
    let session = open.context("the local Stripe has no open session")?;
    maker.stripe.pay_with_webhook(&session.id, WebhookTiming::Never)?;
    let gateway = app.gateway.as_ref().context("the demo has no gateway")?;
    facts::take_in(app, &Seen::Session(gateway.session(&session.id).await?)).await
}
