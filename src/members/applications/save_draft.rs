//! Keeps what somebody has answered so far. The first answer, which type, begins the draft; a second tab finds the same one.

use sea_orm::ConnectionTrait;

use super::answers::Answers;
use super::application_kind::ApplicationKind;
use super::application_state::ApplicationState;
use super::queries::{
    ApplicationRecord, current_type_code, find_live_application, load_application, prefilled_answers,
};
use super::store::applications::{self, NewDraft};
use crate::app::App;
use crate::db::Tx;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::{
    AppliedForBy, OfferedType, Standing, find_membership, load_chain, offered_types, renewal_offer, standing,
};
use crate::members::people::find_person;
use crate::unexpected_from;

/// What one page of the form says.
pub struct DraftAnswer<'a> {
    /// Who applies.
    pub person_id: i64,
    /// Code of the type, on the page that asks for it.
    pub type_code: Option<&'a str>,
    /// Writes the page's answers among the others.
    pub write: &'a dyn Fn(&mut Answers),
}

/// Why an answer was not kept.
#[derive(Debug, thiserror::Error)]
pub enum SaveDraftError {
    /// The type cannot be asked for, or no type was chosen yet.
    #[error("choose a type of membership")]
    NoType,
    /// They hold this type today.
    #[error("you hold this type of membership already")]
    HeldAlready,
    /// Their term is over; in grace it is renewed, and changed then.
    #[error("renew your membership first")]
    RenewFirst,
    /// It was sent meanwhile, perhaps from another tab.
    #[error("this application has been sent already")]
    AlreadySent,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(SaveDraftError);

/// Writes the answer down and gives the draft as it is now.
pub async fn save_draft(app: &App, answer: DraftAnswer<'_>) -> Result<ApplicationRecord, SaveDraftError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let chosen = match answer.type_code {
                Some(code) => Some(choose_type(tx, answer.person_id, code, now).await?),
                None => None,
            };
            let draft = match find_live_application(tx, answer.person_id).await? {
                Some(draft) => draft,
                None => begin(app, tx, answer.person_id, chosen.as_ref(), now).await?,
            };
            if draft.state != ApplicationState::Draft {
                return Err(SaveDraftError::AlreadySent);
            }
            let mut answers = draft.answers.clone();
            (answer.write)(&mut answers);
            let (kind, type_id) = chosen.map_or((draft.kind, draft.type_id), |(kind, offered)| (kind, offered.id));
            let kept = serde_json::to_value(&answers)?;
            if !applications::save_draft(tx, (draft.id, draft.person_id), (kind, type_id), kept, now).await? {
                return Err(SaveDraftError::AlreadySent);
            }
            Ok(ApplicationRecord { kind, type_id, answers, updated_at: now, ..draft })
        })
        .await
}

/// The type, and what taking it would be for this person.
async fn choose_type(
    tx: &Tx,
    person_id: i64,
    code: &str,
    now: Instant,
) -> Result<(ApplicationKind, OfferedType), SaveDraftError> {
    let today = london_date(now);
    let open = offered_types(tx, today).await?.into_iter();
    let offered = open
        .filter(|offered| offered.version.applied_for_by == AppliedForBy::Anyone)
        .find(|offered| offered.code == code)
        .ok_or(SaveDraftError::NoType)?;
    let kind = match current_type_code(tx, person_id, today).await? {
        Some(held) if held == code && may_apply_to_renew(tx, person_id, &offered, today).await? => {
            ApplicationKind::Renewal
        }
        Some(held) if held == code => return Err(SaveDraftError::HeldAlready),
        Some(_) if is_in_grace(tx, person_id, today).await? => return Err(SaveDraftError::RenewFirst),
        Some(_) => ApplicationKind::TypeChange,
        None if find_membership(tx, person_id).await?.is_some() => ApplicationKind::Rejoining,
        None => ApplicationKind::Joining,
    };
    Ok((kind, offered))
}

/// Whether somebody decides on their renewal, by the version in force on its first day, and it can be taken now.
async fn may_apply_to_renew(
    db: &impl ConnectionTrait,
    person_id: i64,
    offered: &OfferedType,
    today: chrono::NaiveDate,
) -> Result<bool, Unexpected> {
    let chain = load_chain(db, person_id).await?;
    let renewal = renewal_offer(db, (person_id, &chain), today).await?;
    Ok(renewal
        .is_some_and(|renewal| renewal.needs_application && renewal.can_renew && renewal.type_code == offered.code))
}

async fn is_in_grace(db: &impl ConnectionTrait, person_id: i64, today: chrono::NaiveDate) -> Result<bool, Unexpected> {
    Ok(matches!(standing(db, person_id, today).await?, Standing::InGrace { .. }))
}

async fn begin(
    app: &App,
    tx: &Tx,
    person_id: i64,
    chosen: Option<&(ApplicationKind, OfferedType)>,
    now: Instant,
) -> Result<ApplicationRecord, SaveDraftError> {
    let (kind, offered) = chosen.ok_or(SaveDraftError::NoType)?;
    let answers = prefilled(tx, person_id).await?;
    let new = NewDraft {
        reference: app.tokens.reference(),
        person_id,
        kind: *kind,
        type_id: offered.id,
        answers: serde_json::to_value(&answers)?,
    };
    match applications::insert_draft(tx, new, now).await? {
        Some(id) => Ok(load_application(tx, id).await?),
        None => Ok(find_live_application(tx, person_id).await?.context("the draft that was there has gone")?),
    }
}

async fn prefilled(db: &impl ConnectionTrait, person_id: i64) -> Result<Answers, Unexpected> {
    let person = find_person(db, person_id).await?.context("who applies is not there")?;
    prefilled_answers(db, person_id, person.name).await
}

/// The person's live application, or answers as far as their record gives them.
pub async fn draft_or_prefilled(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<(Option<ApplicationRecord>, Answers), Unexpected> {
    match find_live_application(db, person_id).await? {
        Some(record) => {
            let answers = record.answers.clone();
            Ok((Some(record), answers))
        }
        None => Ok((None, prefilled(db, person_id).await?)),
    }
}
