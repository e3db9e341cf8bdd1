//! Two records side by side: which name and address stay, why they are one person; and the way back.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};

use super::side::{AddressView, SideView, side};
use crate::app::App;
use crate::kernel::short_text::clean_line;
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Permission, Unexpected};
use crate::members::merge::queries::{find_merge, find_records, id_of, is_reversible, merges_of, own_name};
use crate::members::merge::{KeptValues, MergeError, MergeRecord, REVERSIBLE_FOR, UndoMergeError, can_merge};
use crate::members::people::{PersonRow, find_person};
use crate::person_registry::{MergePeople, merge_people, undo_people_merge};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

/// People shown for a search.
const MOST: u64 = 12;

/// What the address may carry.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    with: String,
}

#[derive(Debug, Serialize)]
struct MergeView {
    form: FormView,
    one: SideView,
    other: Option<SideView>,
    found: Vec<FoundView>,
    is_searched: bool,
    names: Vec<OptionView>,
    addresses: Vec<OptionView>,
    refused: Option<String>,
    merges: Vec<PastView>,
}

#[derive(Debug, Serialize)]
struct FoundView {
    name: String,
    email: String,
    reference: String,
}

#[derive(Debug, Serialize)]
struct OptionView {
    value: String,
    label: String,
}

#[derive(Debug, Serialize)]
struct PastView {
    id: i64,
    when: String,
    until: String,
    name: String,
    is_reversible: bool,
}

/// GET /admin/members/{reference}/merge
pub async fn show_merge(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, PageError> {
    let one = load(&app, &reference).await?;
    let gives_roles = officer.viewer.may(Permission::ManageRoles);
    let form = FormView::filled([("q", wanted.q.as_str()), ("name", "one"), ("primary_email", ""), ("reason", "")]);
    let other = find(&app, &wanted.with).await?.filter(|other| other.id != one.id);
    render(&app, &page, (&one, other.as_ref(), gives_roles), (form, &wanted.q), StatusCode::OK).await
}

/// POST /admin/members/{reference}/merge
pub async fn create_merge(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    typed: Posted,
) -> Result<HttpResponse, PageError> {
    let one = load(&app, &reference).await?;
    let other = find(&app, typed.get("with")).await?.ok_or(PageError::NotFound)?;
    let gives_roles = officer.viewer.may(Permission::ManageRoles);
    let again = async |errors: &FieldErrors, status| {
        let names = ["name", "primary_email", "reason"].map(|name| (name, typed.get(name)));
        let form = FormView::filled(names.into_iter().chain([("q", "")])).with_errors(errors);
        render(&app, &page, (&one, Some(&other), gives_roles), (form, ""), status).await
    };
    let mut errors = FieldErrors::new();
    if typed.get("reason").trim().is_empty() {
        errors.add("reason", "Enter how you know that they are one person");
    }
    let reason = clean_line(typed.get("reason"), 200);
    let (true, Ok(reason)) = (errors.is_empty(), reason) else {
        return again(&errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let kept = KeptValues {
        takes_name: typed.get("name") == "other",
        primary_email_id: typed.get("primary_email").parse().ok(),
    };
    let command = MergePeople { from: other.id, into: one.id, kept, officer: officer.person_id, gives_roles, reason };
    match merge_people(&app, command).await {
        Ok(_) => {
            let days = REVERSIBLE_FOR.num_days();
            let words = format!("The two records are one now. You can take this back here for {days} days.");
            Ok(page.redirect_with(&Flash::done(words), &merge_path(&one.reference)))
        }
        Err(MergeError::Unexpected(error)) => Err(error.into()),
        Err(error) => again(&FieldErrors::one("", error.to_string()), StatusCode::CONFLICT).await,
    }
}

/// POST /admin/members/{reference}/merges/{id}/reversal
pub async fn create_reversal(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, PageError> {
    let (reference, id) = path.into_inner();
    let one = load(&app, &reference).await?;
    let record = find_merge(app.db.reader(), id).await?.filter(|record| record.into_person_id == one.id);
    let record = record.ok_or(PageError::NotFound)?;
    let gives_roles = officer.viewer.may(Permission::ManageRoles);
    let flash = match undo_people_merge(&app, &record, (officer.person_id, gives_roles)).await {
        Ok(undone) if undone.left_behind.is_empty() => Flash::done("The two records are apart again, as they were."),
        Ok(undone) => Flash::info(format!(
            "The two records are apart again. Changed since, and so still with {}: {}.",
            one.name,
            undone.left_behind.join(", ")
        )),
        Err(UndoMergeError::Unexpected(error)) => return Err(error.into()),
        Err(error) => Flash::problem(error.to_string()),
    };
    Ok(page.redirect_with(&flash, &merge_path(&one.reference)))
}

fn merge_path(reference: &str) -> String {
    format!("/admin/members/{reference}/merge")
}

/// The record with this reference; where it was merged, the one that is left.
pub(super) async fn load(app: &App, reference: &str) -> Result<PersonRow, PageError> {
    find(app, reference).await?.ok_or(PageError::NotFound)
}

async fn find(app: &App, reference: &str) -> Result<Option<PersonRow>, PageError> {
    let db = app.db.reader();
    match id_of(db, reference.trim()).await? {
        Some(id) => Ok(find_person(db, id).await?),
        None => Ok(None),
    }
}

async fn render(
    app: &App,
    page: &PageContext,
    (one, other, gives_roles): (&PersonRow, Option<&PersonRow>, bool),
    (form, words): (FormView, &str),
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let left = side(db, one, now).await?;
    let right = match other {
        Some(other) => Some(side(db, other, now).await?),
        None => None,
    };
    let refused = match other {
        Some(other) => match can_merge(db, (other.id, one.id), gives_roles).await {
            Ok(()) => None,
            Err(MergeError::Unexpected(error)) => return Err(error.into()),
            Err(error) => Some(error.to_string()),
        },
        None => None,
    };
    let names = right.iter().flat_map(|right| [option("one", &left.name), option("other", &right.name)]);
    let address = |held: &AddressView| option(&held.id.to_string(), &held.address);
    let view = MergeView {
        names: names.collect(),
        addresses: left.addresses.iter().chain(right.iter().flat_map(|right| &right.addresses)).map(address).collect(),
        found: found(app, words, one.id).await?,
        is_searched: !words.trim().is_empty(),
        merges: past(app, one.id).await?,
        one: left,
        other: right,
        refused,
        form,
    };
    page.render_with(status, "admin/members/merge.html", &view)
}

fn option(value: &str, label: &str) -> OptionView {
    OptionView { value: value.to_owned(), label: label.to_owned() }
}

async fn found(app: &App, words: &str, but: i64) -> Result<Vec<FoundView>, Unexpected> {
    if words.trim().is_empty() {
        return Ok(Vec::new());
    }
    let db = app.db.reader();
    let mut shown = Vec::new();
    for id in find_records(db, words, MOST).await? {
        if let Some(person) = find_person(db, id).await?.filter(|person| person.id != but) {
            shown.push(FoundView { name: person.name, email: person.email, reference: person.reference });
        }
    }
    Ok(shown)
}

async fn past(app: &App, person_id: i64) -> Result<Vec<PastView>, Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let mut shown = Vec::new();
    for record in merges_of(db, person_id).await?.into_iter().filter(|record| record.into_person_id == person_id) {
        shown.push(PastView {
            id: record.id,
            when: date_and_time(record.merged_at),
            until: date_and_time(record.merged_at + REVERSIBLE_FOR),
            name: name_of(app, &record).await?,
            is_reversible: is_reversible(&record, now),
        });
    }
    Ok(shown)
}

async fn name_of(app: &App, record: &MergeRecord) -> Result<String, Unexpected> {
    let own = own_name(app.db.reader(), record.from_person_id).await?;
    Ok(own.unwrap_or_default())
}
