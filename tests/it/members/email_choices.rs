//! Which mail somebody wants: boxes that begin empty, answers that are kept, a way out that needs no sign-in, and marketing
//! that goes to nobody without a basis (DP-01 to DP-07, EM-01, EM-02).

use nairo::kernel::{LinkPurpose, Unexpected};
use nairo::notifications::preferences::{
    Answer, Basis, MailPurpose, MarketingOutcome, NewMarketing, NotSent, RecordChoice, current_choices, export, pack,
    queue_marketing, record_choice,
};
use nairo::notifications::{NewMessage, outbox};
use reqwest::Method;
use serde_json::json;

use crate::support::app::{TestApp, spawn_app};
use crate::support::people::Person;

const HERE: &str = "/account/email-choices";

async fn choose(person: &Person, ticked: &[&str]) {
    let mut form = person.get(HERE).await.form(HERE);
    for purpose in MailPurpose::ALL {
        form = form.untick(purpose.word());
    }
    let form = ticked.iter().fold(form, |form, name| form.tick(name));
    person.submit(form).await.assert_status(200).assert_has("Your choices are kept");
}

async fn send_news(app: &TestApp, person: &Person, key: &str) -> MarketingOutcome {
    let data = json!({ "name": person.name, "heading": "News", "paragraphs": ["Words."], "list": "News for members" });
    let message = NewMarketing {
        template: "marketing_message",
        purpose: MailPurpose::MemberNews,
        person_id: person.id,
        to_name: person.name.clone(),
        to_address: person.email.clone(),
        data: data.as_object().unwrap().clone(),
        dedupe_key: key.to_owned(),
    };
    let (state, now) = (&app.state, app.now());
    state.db.write_tx(async |tx| queue_marketing(tx, state, message, now).await).await.unwrap()
}

fn unsubscribe(app: &TestApp, person: &Person, purpose: Option<MailPurpose>) -> String {
    format!("/unsubscribe/{}", app.state.links.token(LinkPurpose::Unsubscribe, pack(person.id, purpose), 1))
}

async fn answers(app: &TestApp, person: &Person) -> usize {
    export(app.state.db.reader(), person.id).await.unwrap().as_array().unwrap().len()
}

#[actix_web::test]
async fn the_boxes_begin_empty_and_each_change_is_one_more_answer() {
    let app = spawn_app().await;
    let asha = app.person("Asha").await;
    let blank = asha.get(HERE).await.form(HERE);
    assert!(MailPurpose::ALL.iter().all(|purpose| blank.value(purpose.word()).is_none()), "un-ticked (DP-06)");

    choose(&asha, &["member_news"]).await;
    choose(&asha, &["member_news"]).await;
    assert_eq!(answers(&app, &asha).await, 3, "pressing twice adds nothing");
    choose(&asha, &["member_news", "training_offers"]).await;

    assert_eq!(answers(&app, &asha).await, 4);
    let now = current_choices(app.state.db.reader(), asha.id).await.unwrap();
    let yes = |purpose: MailPurpose| now[&purpose].answer == Answer::Yes && now[&purpose].basis == Basis::Consent;
    assert!(yes(MailPurpose::MemberNews) && yes(MailPurpose::TrainingOffers) && !yes(MailPurpose::CampaignNews));
    assert_eq!(asha.get(HERE).await.form(HERE).value("member_news"), Some("yes"));
}

#[actix_web::test]
async fn marketing_goes_only_to_those_who_asked_and_carries_its_way_out() {
    let app = spawn_app().await;
    let asha = app.person("Asha").await;

    assert_eq!(send_news(&app, &asha, "news:1").await, MarketingOutcome::NotSent(NotSent::NoBasis));
    choose(&asha, &["member_news"]).await;
    assert_eq!(send_news(&app, &asha, "news:1").await, MarketingOutcome::Queued);
    app.run_jobs().await;

    let mail = app.mail().only();
    let raw = String::from_utf8(mail.raw.clone()).unwrap();
    let link = unsubscribe(&app, &asha, Some(MailPurpose::MemberNews));
    assert!(raw.replace("\r\n ", " ").contains(&format!("List-Unsubscribe: <{}{link}>", app.base_url)), "{raw}");
    assert!(raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    assert_eq!(mail.link("/unsubscribe/"), link);
}

#[actix_web::test]
async fn one_click_stops_it_without_cookies_and_looking_does_not() {
    let app = spawn_app().await;
    let asha = app.person("Asha").await;
    choose(&asha, &["member_news", "campaign_news"]).await;
    let link = unsubscribe(&app, &asha, Some(MailPurpose::MemberNews));
    let machine = app.visitor();

    let looked = machine.get(&link).await;
    looked.assert_status(200).assert_lacks("Asha");
    assert_eq!(
        send_news(&app, &asha, "news:1").await,
        MarketingOutcome::Queued,
        "a scanner that looks changes nothing"
    );
    let bare = app.visitor();
    for _ in 0..2 {
        let request = bare.bare_request(Method::POST, &link).body("List-Unsubscribe=One-Click");
        bare.send(request).await.assert_status(200).assert_has("You are off the list");
    }

    assert_eq!(send_news(&app, &asha, "news:2").await, MarketingOutcome::NotSent(NotSent::Refused));
    let now = current_choices(app.state.db.reader(), asha.id).await.unwrap();
    assert_eq!(now[&MailPurpose::CampaignNews].answer, Answer::Yes, "one list only");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn the_page_s_buttons_stop_one_list_or_all() {
    let app = spawn_app().await;
    let asha = app.person("Asha").await;
    choose(&asha, &["member_news", "campaign_news", "training_offers"]).await;
    let link = unsubscribe(&app, &asha, Some(MailPurpose::TrainingOffers));
    let visitor = app.visitor();

    let page = visitor.get(&link).await;
    let all = page.forms().into_iter().find(|form| form.action.starts_with("/unsubscribe/") && form.action != link);
    visitor.submit(page.form(&link)).await.assert_has("You are off the list");
    visitor.submit(all.unwrap()).await.assert_has("everything that is not about your membership");

    let now = current_choices(app.state.db.reader(), asha.id).await.unwrap();
    assert!(now.values().all(|choice| choice.answer == Answer::No));
}

#[actix_web::test]
async fn a_wrong_link_is_nothing_and_gives_nobody_away() {
    let app = spawn_app().await;
    let asha = app.person("Asha").await;
    let good = unsubscribe(&app, &asha, None);
    let other_purpose = app.state.links.token(LinkPurpose::ManageBooking, pack(asha.id, None), 1);
    let nobody = app.state.links.token(LinkPurpose::Unsubscribe, pack(9_999, None), 1);

    let visitor = app.visitor();
    let wrong = [format!("{good}x"), format!("/unsubscribe/{other_purpose}"), format!("/unsubscribe/{nobody}")];
    for link in wrong {
        visitor.get(&link).await.assert_status(404);
        let request = visitor.bare_request(Method::POST, &link).body("List-Unsubscribe=One-Click");
        visitor.send(request).await.assert_status(404);
    }
}

#[actix_web::test]
async fn a_refusal_outlives_an_import_and_only_their_own_yes_lifts_it() {
    let app = spawn_app().await;
    let asha = app.person("Asha").await;
    choose(&asha, &[]).await;
    let imported = RecordChoice {
        person_id: asha.id,
        purpose: MailPurpose::MemberNews,
        answer: Answer::Yes,
        basis: Basis::Consent,
        source: "import",
        wording_version: "an old list".to_owned(),
        recorded_by: None,
    };
    let (state, now) = (&app.state, app.now());
    state.db.write_tx(async |tx| record_choice(tx, state, imported, &[], now).await).await.unwrap();

    assert_eq!(send_news(&app, &asha, "news:1").await, MarketingOutcome::NotSent(NotSent::Refused));
    choose(&asha, &[]).await;
    choose(&asha, &["member_news"]).await;
    assert_eq!(send_news(&app, &asha, "news:1").await, MarketingOutcome::Queued);
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn marketing_cannot_be_queued_as_service_mail() {
    let app = spawn_app().await;
    let message = NewMessage {
        template: "marketing_message",
        person_id: None,
        to_name: String::new(),
        to_address: "asha@example.org".to_owned(),
        data: json!({}),
        calendar: None,
        dedupe_key: "x".to_owned(),
    };
    let (state, now) = (&app.state, app.now());

    let queued = state.db.write_tx(async |tx| outbox::queue(tx, state.tokens.as_ref(), message, now).await).await;

    let refused: Unexpected = queued.unwrap_err();
    assert!(refused.to_string().contains("cannot be queued as service mail"), "{refused}");
}
