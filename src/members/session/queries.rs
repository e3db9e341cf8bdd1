//! Reads of sessions: whose cookie is this, and where is a person signed in.

use chrono::NaiveDate;
use entity::{login_session, person, person_email, role_grant};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoCondition};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::{Value, json};

use super::{HALF_WAY_LIFE, lifetime};
use crate::kernel::tokens::hash_secret;
use crate::kernel::{Instant, Permission, Role};
use crate::members::roles;

/// A session that has not been ended, and whose it is; one row for each role held.
#[derive(Clone, Debug, FromQueryResult)]
struct SessionRow {
    id: i64,
    person_id: i64,
    is_back_office: bool,
    awaits_factor: bool,
    second_factor_at: Option<Instant>,
    confirmed_at: Instant,
    created_at: Instant,
    last_seen_at: Instant,
    full_name: String,
    address: Option<String>,
    role: Option<String>,
}

/// What a session cookie stands for.
#[derive(Clone, Debug)]
pub(super) struct FoundSession {
    pub(super) id: i64,
    pub(super) person_id: i64,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) roles: Vec<Role>,
    /// The first factor was given, the second is still owed: nobody is signed in yet.
    pub(super) awaits_factor: bool,
    /// When the second factor was given.
    pub(super) second_factor_at: Option<Instant>,
    /// When they last proved who they are.
    pub(super) confirmed_at: Instant,
    pub(super) last_seen_at: Instant,
    /// The first instant at which it is over.
    pub(super) ends_at: Instant,
}

/// The session with this token, its person, primary address and the roles held on `today`, in one query. None when it was
/// ended, or when the person's account is closed, erased or merged away. The caller compares `ends_at` with the clock.
pub(super) async fn find_session(
    db: &impl ConnectionTrait,
    token: &str,
    today: NaiveDate,
) -> Result<Option<FoundSession>, DbErr> {
    use login_session::{Column, Entity};
    let owner = Entity::belongs_to(person::Entity).from(Column::PersonId).to(person::Column::Id);
    let address = Entity::belongs_to(person_email::Entity)
        .from(Column::PersonId)
        .to(person_email::Column::PersonId)
        .on_condition(|_, email| Expr::col((email, person_email::Column::IsPrimary)).eq(true).into_condition());
    let grant = Entity::belongs_to(role_grant::Entity)
        .from(Column::PersonId)
        .to(role_grant::Column::PersonId)
        .on_condition(move |_, _| roles::held_on(today));
    let rows = Entity::find()
        .select_only()
        .columns([Column::Id, Column::PersonId, Column::IsBackOffice, Column::CreatedAt, Column::LastSeenAt])
        .columns([Column::AwaitsFactor, Column::SecondFactorAt, Column::ConfirmedAt])
        .column(person::Column::FullName)
        .column(person_email::Column::Address)
        .column(role_grant::Column::Role)
        .join(JoinType::InnerJoin, owner.into())
        .join(JoinType::LeftJoin, address.into())
        .join(JoinType::LeftJoin, grant.into())
        .filter(Column::TokenHash.eq(hash_secret(token)))
        .filter(Column::EndedAt.is_null())
        .filter(is_open_account())
        .into_model::<SessionRow>()
        .all(db)
        .await?;
    Ok(gather(rows))
}

/// Whether this was the token of a session that has been given a new one since: whoever brings it is late, not a stranger.
pub(super) async fn was_renewed(db: &impl ConnectionTrait, token: &str) -> Result<bool, DbErr> {
    use login_session::{Column, Entity};
    let found = Entity::find().filter(Column::PreviousTokenHash.eq(hash_secret(token))).one(db).await?;
    Ok(found.is_some())
}

fn is_open_account() -> Condition {
    Condition::all()
        .add(person::Column::DisabledAt.is_null())
        .add(person::Column::ErasedAt.is_null())
        .add(person::Column::MergedIntoId.is_null())
}

fn gather(rows: Vec<SessionRow>) -> Option<FoundSession> {
    let roles: Vec<Role> = rows.iter().filter_map(|row| row.role.as_deref().and_then(Role::parse)).collect();
    let row = rows.into_iter().next()?;
    let back_office = row.is_back_office || roles.iter().any(|role| role.may(Permission::ViewBackOffice));
    let ends_at = if row.awaits_factor {
        row.created_at + HALF_WAY_LIFE
    } else {
        lifetime(back_office).ends_at(row.created_at, row.last_seen_at)
    };
    Some(FoundSession {
        id: row.id,
        person_id: row.person_id,
        name: row.full_name,
        email: row.address.unwrap_or_default(),
        roles,
        awaits_factor: row.awaits_factor,
        second_factor_at: row.second_factor_at,
        confirmed_at: row.confirmed_at,
        last_seen_at: row.last_seen_at,
        ends_at,
    })
}

/// A place where somebody is signed in.
#[derive(Clone, Debug)]
pub struct OpenSession {
    /// Its row.
    pub id: i64,
    /// What the owner's page calls it in addresses: a piece of the token's hash, which opens nothing.
    pub reference: String,
    /// What the browser called itself.
    pub user_agent: String,
    /// When they signed in there.
    pub began_at: Instant,
    /// Last use, to the minute.
    pub last_seen_at: Instant,
    /// How they proved who they are: "password", "code", "passkey" or "demo".
    pub proof: String,
    /// How they last proved it again: one of these, "totp" or "recovery_code".
    pub confirmed_by: String,
}

/// Where the person is signed in now, last used first.
pub async fn open_sessions(db: &impl ConnectionTrait, person_id: i64, now: Instant) -> Result<Vec<OpenSession>, DbErr> {
    use login_session::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::AwaitsFactor.eq(false))
        .order_by_desc(Column::LastSeenAt)
        .all(db)
        .await?;
    let is_live =
        |row: &login_session::Model| now < lifetime(row.is_back_office).ends_at(row.created_at, row.last_seen_at);
    Ok(rows.into_iter().filter(is_live).map(OpenSession::from).collect())
}

/// One open session of this person, by its reference.
pub async fn find_own_session(
    db: &impl ConnectionTrait,
    person_id: i64,
    reference: &str,
    now: Instant,
) -> Result<Option<OpenSession>, DbErr> {
    let open = open_sessions(db, person_id, now).await?;
    Ok(open.into_iter().find(|session| session.reference == reference))
}

/// Every session still on record, ended or not, for the person's data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, DbErr> {
    use login_session::{Column, Entity};
    let rows = Entity::find().filter(Column::PersonId.eq(person_id)).order_by_asc(Column::Id).all(db).await?;
    let shown = |row: &login_session::Model| {
        json!({
            "began_at": row.created_at, "last_seen_at": row.last_seen_at, "ended_at": row.ended_at,
            "proof": row.proof, "second_factor_at": row.second_factor_at, "user_agent": row.user_agent,
        })
    };
    Ok(rows.iter().map(shown).collect())
}

impl From<login_session::Model> for OpenSession {
    fn from(row: login_session::Model) -> Self {
        Self {
            id: row.id,
            reference: row.token_hash.chars().take(16).collect(),
            user_agent: row.user_agent,
            began_at: row.created_at,
            last_seen_at: row.last_seen_at,
            proof: row.proof,
            confirmed_by: row.confirmed_by,
        }
    }
}
