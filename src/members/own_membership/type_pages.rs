//! `/account/membership-type`: what a change to each other type would mean, in money and dates, and the button for it.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use crate::app::App;
use crate::audit::Actor;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::membership::{
    AppliedForBy, ChangeType, ChangeTypeError, OfferedType, TypeChange, TypeChanged, change_type, load_picture,
    offered_types, preview_type_change,
};
use crate::web::{Flash, PageContext, PageError, Posted, SignedIn};

const HERE: &str = "/account/membership-type";

#[derive(Serialize)]
struct TypesPage {
    /// The type they have; "" for somebody without a running term.
    current: String,
    standing: String,
    others: Vec<OtherType>,
}

/// Another type, and the ways to it.
#[derive(Serialize)]
struct OtherType {
    code: String,
    name: String,
    who_for: String,
    price: String,
    /// Somebody decides first: by way of an application.
    needs_application: bool,
    ways: Vec<Way>,
}

/// One way to change.
#[derive(Serialize)]
struct Way {
    leaves_practice: bool,
    words: String,
    button: String,
}

/// GET `/account/membership-type`.
pub async fn show_types(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let picture = load_picture(db, me.person_id, today).await?;
    let current = picture.current_term().filter(|_| picture.standing.is_member());
    let mut view = TypesPage {
        current: current.map(|term| term.type_name.clone()).unwrap_or_default(),
        standing: picture.standing.words(),
        others: Vec::new(),
    };
    if let Some(current) = current {
        for offered in offered_types(db, today).await? {
            let is_other = offered.id != current.type_id && offered.version.applied_for_by == AppliedForBy::Anyone;
            if is_other {
                view.others.push(other_type(&app, me.person_id, offered).await?);
            }
        }
    }
    page.render("members/membership_type.html", &view)
}

async fn other_type(app: &App, person_id: i64, offered: OfferedType) -> Result<OtherType, PageError> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let needs_application = offered.version.needs_decision;
    let mut ways: Vec<Way> = Vec::new();
    if !needs_application {
        for leaves_practice in [false, true] {
            let change = preview_type_change(db, (person_id, &offered.code), leaves_practice, today).await;
            let way = match change {
                Ok(change) => way(&change, leaves_practice),
                Err(ChangeTypeError::Unexpected(error)) => return Err(error.into()),
                Err(_) => None,
            };
            // Leaving practice is a way of its own only where it makes a difference.
            ways.extend(way.filter(|way| ways.iter().all(|known: &Way| known.words != way.words)));
        }
    }
    Ok(OtherType {
        code: offered.code,
        name: offered.version.name,
        who_for: offered.version.who_for,
        price: offered.version.renewal_price.to_string(),
        needs_application,
        ways,
    })
}

fn way(change: &TypeChange, leaves_practice: bool) -> Option<Way> {
    let (words, button) = match change {
        TypeChange::NoChange => return None,
        TypeChange::AtOnce { price } if price.is_zero() && leaves_practice => (
            "If you have left practice, the change is made today and costs nothing. The lower price begins with your next \
             renewal."
                .to_owned(),
            "I have left practice: change today".to_owned(),
        ),
        TypeChange::AtOnce { price } if price.is_zero() => {
            ("The change is made today and costs nothing.".to_owned(), "Change today".to_owned())
        }
        TypeChange::AtOnce { price } => (
            format!("You pay the difference for the days left of your term, {price} in all. The change begins with the payment."),
            format!("Change and pay {price}"),
        ),
        TypeChange::WithRenewal { from } => (
            format!("The change is made with your next renewal, on {}. Nothing is paid or paid back now.", long_date(*from)),
            "Change with my next renewal".to_owned(),
        ),
    };
    Some(Way { leaves_practice, words, button })
}

/// POST `/account/membership-type`.
pub async fn update_type(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let command = ChangeType {
        person_id: me.person_id,
        type_code: form.get("type").chars().take(60).collect(),
        leaves_practice: form.get("leaves_practice") == "yes",
        application_id: None,
        actor: Actor::Person(me.person_id),
    };
    let now = app.now();
    match app.db.write_tx(async |tx| change_type(&app, tx, &command, now).await).await {
        Ok(TypeChanged::ToPay(_)) => Ok(page.redirect("/account/renewal")),
        Ok(TypeChanged::Today) => {
            Ok(page.redirect_with(&Flash::done("Your type of membership has changed today."), "/account"))
        }
        Ok(TypeChanged::WithRenewal { from }) => {
            let words = format!("Noted. Your type of membership changes with your renewal, on {}.", long_date(from));
            Ok(page.redirect_with(&Flash::done(words), "/account"))
        }
        Err(ChangeTypeError::OrderOpen(_)) => {
            let words = "Something waits to be paid. Pay it or give it up first.";
            Ok(page.redirect_with(&Flash::info(words), "/account/renewal"))
        }
        Err(ChangeTypeError::Unexpected(error)) => Err(error.into()),
        Err(refused) => Ok(page.redirect_with(&Flash::info(refused.to_string()), HERE)),
    }
}
