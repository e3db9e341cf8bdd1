//! What the demo's dates ask, what was answered, and what people need: received, arranged, about to be called; kept on a profile; and
//! a day in a room with food, where diet is asked.

use chrono::{Days, Duration, NaiveTime};

use super::WorldMaker;
use super::bookings::{Desk, by};
use super::courses::ComingDates;
use super::people::{ASHA, CO_CHAIR, DemoPerson, GARETH};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::needs::answer_task::answer_task;
use crate::bookings::needs::care::{Care, set_care};
use crate::bookings::needs::saved::save_needs;
use crate::bookings::needs::task::TaskAnswer;
use crate::bookings::needs::tell_needs::{TellNeeds, tell_needs};
use crate::bookings::needs::{Need, Needs, latest_task_of};
use crate::bookings::queries::live_bookings_with_places;
use crate::bookings::questions::answer::Answer;
use crate::bookings::questions::answer_file::FileKind;
use crate::bookings::questions::edit_questions::{Edit, edit_questions};
use crate::bookings::questions::give_file::{GiveFile, give_file};
use crate::bookings::questions::queries::{Respondent, questions_of};
use crate::bookings::questions::question::{
    AfterAnswer, Question, QuestionKind, QuestionScope, ShownTo, ShownWhere, Wording,
};
use crate::bookings::questions::save_answers::{SaveAnswers, save_answers};
use crate::bookings::questions::{Home, copy_questions};
use crate::bookings::sale::find_sale;
use crate::bookings::set_up_sale::{NewSale, set_up_sale};
use crate::events::{
    EventContent, EventId, EventMode, EventWhen, Facilitator, NewEvent, Platform, VenueDetails, create_event,
    load_course, load_event, publish_event, set_venue,
};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected, uk_time};
use crate::members::people::find_by_verified_email;

/// Makes it all, oldest first.
pub(super) async fn make_questions(maker: &WorldMaker<'_>, dates: ComingDates, now: Instant) -> Result<(), Unexpected> {
    let app = maker.app;
    maker.clock.travel(now - Duration::days(25));
    let officer = person_id(app, "dilys.penhaligon").await?;
    let course = load_event(app.db.reader(), dates.open).await?.course.context("a demo date has no course")?;
    ask(app, Home::Course(course.id), officer).await?;
    let at = app.now();
    let homes = (Home::Course(course.id), Home::Event(dates.open));
    app.db.write_tx(async |tx| copy_questions(tx, homes, (Some(officer), at)).await).await?;
    let leeds = make_day_in_leeds(app, dates.open, now).await?;
    set_care(app, leeds.0, Care { serves_food: true, owner_id: Some(officer) }, officer).await?;
    ask_for_a_case(app, leeds, officer).await?;
    let desk = Desk { maker, now };
    desk.on_day(-8).pay(by(GARETH, leeds, &[])).await?;
    desk.on_day(-7).pay(by(ASHA, leeds, &[])).await?;
    answers(maker, dates.open, now).await?;
    give_case(maker, leeds, now).await?;
    needs(maker, (dates.open, leeds), officer, now).await
}

/// The day in a room asks for a file as well.
async fn ask_for_a_case(app: &App, leeds: EventId, officer: i64) -> Result<(), Unexpected> {
    let hint = "A page is enough. Change everything that would tell whose case it is.".to_owned();
    let case = wording("A case to talk about, without names", QuestionKind::File, QuestionScope::Place);
    edit_questions(app, Home::Event(leeds), Edit::Add(Wording { hint, ..case }), officer)
        .await
        .map_err(|error| Unexpected::because(error.to_string()))
}

/// Gareth has sent his; Asha has not.
async fn give_case(maker: &WorldMaker<'_>, leeds: EventId, now: Instant) -> Result<(), Unexpected> {
    maker.clock.travel(now - Duration::days(5));
    let app = maker.app;
    let (place, generation) = place_of(app, leeds, GARETH.name).await?;
    let asked = questions_of(app.db.reader(), Home::Event(leeds)).await?;
    let question = asked.into_iter().find(|question| question.wording.kind == QuestionKind::File);
    let command = GiveFile {
        who: Respondent::Place(place),
        generation,
        question: question.context("the day in Leeds asks for no file")?,
        file_name: "A plan that drifted.pdf".to_owned(),
        kind: FileKind::Pdf,
        content: EMPTY_PAGE.to_vec(),
    };
    give_file(app, command).await.map_err(|error| Unexpected::because(error.to_string()))
}

/// A PDF of one empty page.
const EMPTY_PAGE: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

pub(super) async fn person_id(app: &App, mailbox: &str) -> Result<i64, Unexpected> {
    let address = crate::kernel::EmailAddress::parse(&format!("{mailbox}@example.org"))?;
    find_by_verified_email(app.db.reader(), &address).await?.context("a demo person is missing")
}

pub(super) fn wording(words: &str, kind: QuestionKind, scope: QuestionScope) -> Wording {
    Wording {
        words: words.to_owned(),
        hint: String::new(),
        kind,
        scope,
        choices: Vec::new(),
        is_required: false,
        shown_where: ShownWhere::Anywhere,
        shown_to: ShownTo::Everyone,
        after: None,
    }
}

/// What every date of the course asks.
async fn ask(app: &App, home: Home, officer: i64) -> Result<(), Unexpected> {
    let place = QuestionScope::Place;
    let add = async |wording: Wording| {
        edit_questions(app, home, Edit::Add(wording), officer)
            .await
            .map_err(|error| Unexpected::because(error.to_string()))
    };
    add(wording("What would you most like to take away?", QuestionKind::LongText, place)).await?;
    add(Wording { is_required: true, ..wording("Have you led reviews before?", QuestionKind::YesNo, place) }).await?;
    let asked = questions_of(app.db.reader(), home).await?;
    let after = asked.last().map(|question| AfterAnswer { question_id: question.id, answer: "Yes".to_owned() });
    add(Wording { after, ..wording("For how many years?", QuestionKind::Text, place) }).await?;
    let travel = ["By train or bus", "By car", "On foot or by bicycle"].map(str::to_owned).to_vec();
    let how = Wording {
        choices: travel,
        shown_where: ShownWhere::InPerson,
        ..wording("How will you come?", QuestionKind::OneOf, place)
    };
    add(how).await?;
    let invoice = wording(
        "Which names should the certificates show for the employer?",
        QuestionKind::Text,
        QuestionScope::Booking,
    );
    add(Wording { hint: "Leave it empty for none.".to_owned(), ..invoice }).await
}

/// A day in a room, with lunch.
async fn make_day_in_leeds(app: &App, like: EventId, now: Instant) -> Result<EventId, Unexpected> {
    let db = app.db.reader();
    let event = load_event(db, like).await?;
    let sale = find_sale(db, like.0).await?.context("a demo date is not on sale")?;
    let course = load_course(db, event.course.as_ref().context("a demo date has no course")?.id).await?;
    let leader = person_id(app, CO_CHAIR.mailbox).await?;
    let day = event.first_day().context("a demo date has no day")? + Days::new(42);
    let at = |hour: u32| {
        let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        uk_time::resolve(day.and_time(time)).unwrap_or_else(|_| uk_time::start_of_day(day))
    };
    let when = EventWhen::DateAndTime { first_day: day, starts_at: at(10), ends_at: at(16) };
    let made_at = now - Duration::days(24);
    app.db
        .write_tx(async |tx| {
            let mut new = NewEvent::of_course(&course, when);
            new.content = EventContent {
                title: "A day in Leeds: the role of the IRO".to_owned(),
                mode: EventMode::InPerson,
                platform: Platform::None,
                venue: "Carr Lane Hall, Leeds".to_owned(),
                cpd_minutes: 300,
                ..new.content
            };
            new.content.facilitators = vec![Facilitator {
                name: CO_CHAIR.name.to_owned(),
                post_held: "Co-Chair".to_owned(),
                person_id: Some(leader),
            }];
            let id = create_event(tx, new, Actor::System, made_at).await?;
            set_venue(tx, id, &quarry_room(), Actor::System, made_at).await?;
            let sale = NewSale {
                event_id: id.0,
                refund_policy_id: sale.policy.id,
                capacity: 16,
                standard_price: Pence::new(14_000),
                member_price: Some(Pence::new(9_500)),
                vat: sale.vat.clone(),
                most_places: 10,
                members_only: false,
                closes_at: None,
            };
            set_up_sale(tx, &sale).await?;
            copy_questions(tx, (Home::Course(course.id), Home::Event(id)), (None, made_at)).await?;
            publish_event(tx, id, Actor::System, made_at)
                .await
                .map_err(|error| Unexpected::because(error.to_string()))?;
            Ok(id)
        })
        .await
}

fn quarry_room() -> VenueDetails {
    VenueDetails {
        room: "Quarry Room, ground floor".to_owned(),
        address: "3 Carr Lane, Leeds".to_owned(),
        travel: "Eight minutes on foot from the station.".to_owned(),
        access: "Step-free throughout, with a hearing loop.".to_owned(),
        arrive_minutes: Some(30),
    }
}

/// Asha and Gareth have answered; Petra, and whoever books next, have not.
async fn answers(maker: &WorldMaker<'_>, event: EventId, now: Instant) -> Result<(), Unexpected> {
    let said = [
        (ASHA, [Some("How to disagree well, and stay on good terms."), Some("Yes"), Some("11")]),
        (GARETH, [None, Some("No"), None]),
    ];
    for (person, said) in said {
        maker.clock.travel(now - Duration::days(6));
        let app = maker.app;
        let (place, generation) = place_of(app, event, person.name).await?;
        let questions = questions_of(app.db.reader(), Home::Event(event)).await?;
        let of_place = questions.into_iter().filter(|question| question.wording.scope == QuestionScope::Place);
        let answers: Vec<(Question, Option<Answer>)> = of_place
            .zip(said)
            .map(|(question, said)| (question, said.map(|said| Answer::One(said.to_owned()))))
            .collect();
        let command = SaveAnswers { who: Respondent::Place(place), generation, answers };
        save_answers(app, &command).await.map_err(|error| Unexpected::because(error.to_string()))?;
    }
    Ok(())
}

pub(super) async fn place_of(app: &App, event: EventId, name: &str) -> Result<(i64, i32), Unexpected> {
    let bookings = live_bookings_with_places(app.db.reader(), event.0).await?;
    let places = bookings.into_iter().flat_map(|(_, places)| places);
    let place = places.filter(|place| place.state == "confirmed").find(|place| place.attendee_name == name);
    let place = place.with_context(|| format!("{name} has no place in the demo"))?;
    Ok((place.id, place.link_generation))
}

async fn needs(
    maker: &WorldMaker<'_>,
    (online, leeds): (EventId, EventId),
    officer: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    let app = maker.app;
    let asha = person_id(app, ASHA.mailbox).await?;
    let kept =
        told(&[Need::LiveCaptions], "I lip-read; a good light on the speaker helps.", "No nuts, not even traces");
    maker.clock.travel(now - Duration::days(5));
    tell(app, (online, ASHA), kept.clone()).await?;
    answer(app, (online, ASHA), (TaskAnswer::Arranged, officer)).await?;
    save_needs(app, asha, &kept).await?;
    maker.clock.travel(now - Duration::days(4));
    tell(app, (online, GARETH), told(&[Need::Breaks, Need::Other], "I may have to take a call from the hospital.", ""))
        .await?;
    answer(app, (online, GARETH), (TaskAnswer::WillCall, officer)).await?;
    maker.clock.travel(now - Duration::days(1));
    let steps = "I use a wheelchair. Is there a step-free way from the station?";
    tell(app, (leeds, GARETH), told(&[Need::StepFree], steps, "Vegetarian")).await
}

fn told(ticked: &[Need], more: &str, dietary: &str) -> Needs {
    Needs { ticked: ticked.iter().copied().collect(), more: more.to_owned(), dietary: dietary.to_owned() }
}

async fn tell(app: &App, (event, person): (EventId, DemoPerson), needs: Needs) -> Result<(), Unexpected> {
    let (place_id, generation) = place_of(app, event, person.name).await?;
    let command = TellNeeds { place_id, generation, needs, keep_for: None };
    tell_needs(app, &command).await.map_err(|error| Unexpected::because(error.to_string()))?;
    Ok(())
}

async fn answer(
    app: &App,
    (event, person): (EventId, DemoPerson),
    (answer, officer): (TaskAnswer, i64),
) -> Result<(), Unexpected> {
    let (place, _) = place_of(app, event, person.name).await?;
    let task = latest_task_of(app, place).await?.context("needs raised no task")?;
    answer_task(app, (event.0, task), answer, officer).await?;
    Ok(())
}
