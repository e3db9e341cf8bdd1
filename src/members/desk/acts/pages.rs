//! `/admin/members/{reference}/acts/{act}`: the page of one act, and the act.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;

use super::act::Act;
use super::fields::{Field, fields_of};
use super::perform::{ActRefused, Context, perform};
use super::views::{ActView, trail};
use crate::app::App;
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::members::desk::day_field::day_words;
use crate::members::desk::person::{Fact, PersonRecord, find_record};
use crate::members::membership::{
    FOR_LIFE, MembershipPicture, OfferedType, OfficerActError, load_chain, load_picture, offered_types, preview_leaving,
};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

const TEMPLATE: &str = "admin/members/person/act.html";

/// An act's page, found by its address.
struct OpenAct {
    act: Act,
    person: PersonRecord,
    picture: MembershipPicture,
    types: Vec<OfferedType>,
    base: String,
}

/// GET /admin/members/{reference}/acts/{act}
pub async fn new_act(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let open = open(&app, &path).await?;
    if !open.act.is_open(&open.picture) {
        let words = "That cannot be done as things stand. The page below shows what can.";
        return Ok(page.redirect_with(&Flash::info(words), &open.base));
    }
    let form = open.blank(london_date(app.now()));
    page.render(TEMPLATE, &open.view(&app, form).await?)
}

/// POST /admin/members/{reference}/acts/{act}
pub async fn create_act(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    path: Path<(String, String)>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let open = open(&app, &path).await?;
    let context = Context {
        app: &app,
        person_id: open.person.id,
        officer_id: officer.person_id,
        picture: &open.picture,
        now: app.now(),
    };
    // Nobody gives themselves a term, or lets their own price go (rules 2.2).
    let done = if open.person.id == officer.person_id {
        Err(ActRefused::from(OfficerActError::OwnRecord))
    } else {
        perform(open.act, context, &form).await
    };
    let (status, errors) = match done {
        Ok(words) => return Ok(page.redirect_with(&Flash::done(words), &open.base)),
        Err(ActRefused::Unexpected(error)) => return Err(error.into()),
        Err(ActRefused::Typed(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(ActRefused::Rules(words)) => (StatusCode::CONFLICT, FieldErrors::one("", words)),
    };
    let typed = FormView::filled(open.fields().iter().map(|field| (field.name, form.get(field.name))));
    page.render_with(status, TEMPLATE, &open.view(&app, typed.with_errors(&errors)).await?)
}

async fn open(app: &App, path: &(String, String)) -> Result<OpenAct, PageError> {
    let db = app.db.reader();
    let act = Act::parse(&path.1).ok_or(PageError::NotFound)?;
    let person = find_record(db, &path.0).await?.filter(|person| person.merged_into.is_none());
    let person = person.ok_or(PageError::NotFound)?;
    let today = london_date(app.now());
    Ok(OpenAct {
        act,
        picture: load_picture(db, person.id, today).await?,
        types: offered_types(db, today).await?,
        base: format!("/admin/members/{}", person.reference),
        person,
    })
}

impl OpenAct {
    fn fields(&self) -> Vec<Field> {
        fields_of(self.act, &self.types)
    }

    /// The form with what is likely: today, and the type they have.
    fn blank(&self, today: NaiveDate) -> FormView {
        let fields = self.fields();
        let mut form = FormView::filled(fields.iter().map(|field| (field.name, "")));
        for field in &fields {
            match field.name {
                "from" | "starts_on" | "died_on" => form.set(field.name, today.to_string()),
                "type" => {
                    form.set("type", self.picture.terms.last().map(|term| term.type_code.clone()).unwrap_or_default());
                }
                "basis" => form.set("basis", "complimentary"),
                _ => {}
            }
        }
        form
    }

    async fn view(&self, app: &App, form: FormView) -> Result<ActView, Unexpected> {
        let mut effects: Vec<String> = self.act.effects().iter().map(|words| (*words).to_owned()).collect();
        if self.act == Act::Resign {
            let chain = load_chain(app.db.reader(), self.person.id).await?;
            effects.extend(preview_leaving(&chain, app.now()).map(|leaving| leaving.why));
        }
        Ok(ActView {
            action: format!("{}/acts/{}", self.base, self.act.word()),
            base: self.base.clone(),
            trail: trail(&self.person.name, &self.base),
            idempotency_key: String::new(),
            title: format!("{}: {}", self.act.label(), self.person.name),
            facts: standing_facts(&self.picture),
            effects,
            fields: self.fields(),
            button: self.act.label(),
            is_grave: self.act.is_grave(),
            form,
        })
    }
}

/// How things stand before the act.
pub(super) fn standing_facts(picture: &MembershipPicture) -> Vec<Fact> {
    let mut facts = vec![Fact::new("Status now", picture.status.label())];
    if let Some(term) =
        picture.terms.iter().filter(|record| record.term.counts()).max_by_key(|record| record.term.last_day())
    {
        let end = match term.term.last_day() {
            FOR_LIFE => "for life".to_owned(),
            day => format!("until {}", day_words(day)),
        };
        facts.push(Fact::new("Last term", format!("{}, {end}", term.type_name)));
    }
    if let Some(order) = &picture.open_order {
        facts.push(Fact::new(
            "Open payment",
            format!("{} as {}, {}, order {}", order.kind.label(), order.type_name, order.price, order.reference),
        ));
    }
    facts
}
