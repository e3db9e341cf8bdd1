//! Sets or changes a password: only for somebody who knows the old one, or has just proved who they are by something better
//! than that (a mailed code, a passkey).

use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::identity::load_identity;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Unexpected};
use crate::members::people::{self, PersonRow};
use crate::members::session::{self, OpenSession, Proof};
use crate::members::sign_in::{
    self, Attempt, Browser, HashingError, Login, PasswordProblem, check_password, find_login, hash_password,
    verify_password,
};
use crate::notifications::outbox;
use crate::unexpected_from;
use crate::web::Viewer;

/// The password to be set.
#[derive(Clone)]
pub(super) struct SetPassword {
    /// The present one; "" when it is not asked for.
    pub(super) current: String,
    /// The new one, exactly as typed.
    pub(super) new: String,
}

/// Why the password stays as it is.
#[derive(Debug, thiserror::Error)]
pub(super) enum SetPasswordError {
    /// There is no password to ask for, and the last proof of who they are is too old.
    #[error("confirm that it is you first")]
    ProveFirst,
    /// The present password is another.
    #[error("that is not the present password")]
    CurrentIsWrong,
    /// The new one is refused.
    #[error("{0}")]
    Problem(PasswordProblem),
    /// Too many tries; again after so many seconds.
    #[error("too many tries")]
    TooMany(u32),
    /// Too many sign-ins at this moment.
    #[error("too many sign-ins at once")]
    Busy,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(SetPasswordError);

impl From<HashingError> for SetPasswordError {
    fn from(error: HashingError) -> Self {
        match error {
            HashingError::Busy => Self::Busy,
            HashingError::Unexpected(cause) => Self::Unexpected(cause),
        }
    }
}

/// What somebody must show before their password is changed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// Nothing more than the route's own demand of a fresh proof: they gave a mailed code or a passkey just now, or have no
    /// password to ask for.
    Nothing,
    /// The present password.
    CurrentPassword,
}

/// What to demand in this session at `now`, of somebody whose last proof is fresh or not.
fn demand(session: Option<&OpenSession>, (has_password, is_confirmed): (bool, bool), now: Instant) -> Demand {
    let is_better = |word: &str| word == Proof::Code.word() || word == Proof::Passkey.word();
    let came_in = |session: &OpenSession| is_better(&session.proof) && session::is_confirmed(session.began_at, now);
    let confirmed = |session: &OpenSession| is_better(&session.confirmed_by) && is_confirmed;
    let is_enough = session.is_some_and(|session| came_in(session) || confirmed(session)) || !has_password;
    if is_enough { Demand::Nothing } else { Demand::CurrentPassword }
}

/// What to demand of this viewer, with the login it was decided on.
pub(super) async fn find_demand(app: &App, viewer: &Viewer, now: Instant) -> Result<(Demand, Login), Unexpected> {
    let login = find_login(app.db.reader(), viewer.person_id).await?;
    let open = session::open_sessions(app.db.reader(), viewer.person_id, now).await?;
    let here = open.iter().find(|session| session.id == viewer.session_id);
    Ok((demand(here, (login.password_hash.is_some(), viewer.is_confirmed), now), login))
}

/// Sets the password. All other sessions and every code that is out end; the owner is told by mail (ASVS 7.4.3, 6.3.7).
pub(super) async fn set_password(
    app: &App,
    viewer: &Viewer,
    command: SetPassword,
    browser: &Browser,
) -> Result<(), SetPasswordError> {
    let now = app.now();
    if !viewer.is_confirmed {
        return Err(SetPasswordError::ProveFirst);
    }
    let (demand, login) = find_demand(app, viewer, now).await?;
    match demand {
        Demand::Nothing => {}
        Demand::CurrentPassword => check_current(app, viewer, (&command.current, &login), browser, now).await?,
    }
    let person = people::find_person(app.db.reader(), viewer.person_id).await?.context("the viewer has no person")?;
    check_new(app, &person, &command.new).await?;
    let hash = hash_password(app.tokens.as_ref(), &command.new).await?;
    app.db
        .write_tx(async |tx| {
            sign_in::save_password(tx, person.id, hash, now).await?;
            sign_in::mark_codes_dead(tx, person.id, now).await?;
            session::end_all(tx, person.id, Some(viewer.session_id), now).await?;
            let entry = Entry {
                actor: Actor::Person(person.id),
                action: "login.password_set",
                subject_kind: "person",
                subject_id: person.id,
                reason: None,
                values: None,
            };
            audit::record(tx, entry, now).await?;
            let mail = sign_in::password_changed(&person, login.password_hash.is_none(), now);
            outbox::queue(tx, app.tokens.as_ref(), mail, now).await
        })
        .await?;
    Ok(())
}

async fn check_current(
    app: &App,
    viewer: &Viewer,
    (typed, login): (&str, &Login),
    browser: &Browser,
    now: Instant,
) -> Result<(), SetPasswordError> {
    let address = EmailAddress::parse(&viewer.email).context("the viewer's address is no address")?;
    let owner = Some(viewer.person_id);
    let counted = app.db.write_tx(async |tx| Attempt::Password.count(tx, &address, owner, browser, now).await).await?;
    counted.map_err(SetPasswordError::TooMany)?;
    let compared = verify_password(typed, login.password_hash.clone()).await?;
    if compared.matches { Ok(()) } else { Err(SetPasswordError::CurrentIsWrong) }
}

async fn check_new(app: &App, person: &PersonRow, password: &str) -> Result<(), SetPasswordError> {
    let identity = load_identity(app.db.reader()).await?;
    let (name, short_name) = identity.map(|identity| (identity.name, identity.short_name)).unwrap_or_default();
    let local_part = person.email.split('@').next().unwrap_or_default();
    let own_words = [name.as_str(), short_name.as_str(), person.name.as_str(), person.email.as_str(), local_part];
    check_password(password, &own_words).map_err(SetPasswordError::Problem)
}

/// Gives somebody a password without asking, telling or ending anything: for the people of the demonstration and of tests.
pub async fn store_password(app: &App, person_id: i64, password: &str) -> Result<(), Unexpected> {
    let now = app.now();
    let hash = hash_password(app.tokens.as_ref(), password).await?;
    Ok(app.db.write_tx(async |tx| sign_in::save_password(tx, person_id, hash, now).await).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_password_is_asked_for_unless_something_better_was_given_just_now() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let began_at = at("2026-08-28T09:00:00Z");
        let in_time = "2026-08-28T09:14:59.999999Z";
        let table = [
            ("code", "code", true, in_time, Demand::Nothing),
            ("code", "totp", true, in_time, Demand::Nothing),
            ("code", "totp", true, "2026-08-28T09:15:00Z", Demand::CurrentPassword),
            ("password", "totp", true, in_time, Demand::CurrentPassword),
            ("password", "password", true, in_time, Demand::CurrentPassword),
            ("password", "recovery_code", true, in_time, Demand::CurrentPassword),
            ("password", "code", true, in_time, Demand::Nothing),
            ("password", "passkey", true, in_time, Demand::Nothing),
            ("code", "code", true, "2026-08-28T08:59:59Z", Demand::Nothing),
            ("demo", "demo", true, in_time, Demand::CurrentPassword),
            ("demo", "demo", false, in_time, Demand::Nothing),
        ];

        for (proof, confirmed_by, has_password, now, wanted) in table {
            let session = OpenSession {
                id: 1,
                reference: String::new(),
                user_agent: String::new(),
                began_at,
                last_seen_at: began_at,
                proof: proof.to_owned(),
                confirmed_by: confirmed_by.to_owned(),
            };
            assert_eq!(demand(Some(&session), (has_password, true), at(now)), wanted, "{proof} {confirmed_by} {now}");
        }
        assert_eq!(demand(None, (true, true), began_at), Demand::CurrentPassword);
    }
}
