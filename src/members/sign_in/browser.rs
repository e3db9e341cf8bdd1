//! What a browser brings along when its owner signs in, and what it takes home. Both cookies are signed; neither lets anyone in.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, time};
use actix_web::http::header;
use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::kernel::{EmailAddress, Instant, TokenSource};
use crate::web::{PageContext, Shell};

/// Between asking for a code and giving one's name there may pass so long.
const PENDING_LIFE: Duration = Duration::minutes(30);

/// How long a device is remembered.
const DEVICE_LIFE: time::Duration = time::Duration::days(400);

/// A browser, as far as signing in is concerned.
#[derive(Clone, Debug)]
pub(in crate::members) struct Browser {
    /// The client's address, for rate limits.
    pub(in crate::members) client: String,
    /// What it calls itself.
    pub(in crate::members) user_agent: String,
    /// The session it holds; ended when another begins.
    pub(in crate::members) session_token: Option<String>,
    /// Somebody signed in here before.
    pub(in crate::members) device: Option<KnownDevice>,
}

/// A device on which a person signed in before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::members) struct KnownDevice {
    pub(in crate::members) person_id: i64,
    pub(in crate::members) id: String,
}

/// Somebody is half-way in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::members) struct Pending {
    /// The address the code was sent to.
    pub(in crate::members) address: EmailAddress,
    /// The code this browser asked for.
    pub(in crate::members) code_id: i64,
    /// Where they wanted to go.
    pub(in crate::members) next: String,
    /// They typed the right code; what is missing is their name.
    pub(in crate::members) is_proved: bool,
    /// When this was written.
    pub(in crate::members) at: Instant,
}

impl Browser {
    /// Reads the request.
    pub(in crate::members) fn of(request: &HttpRequest, page: &PageContext) -> Self {
        let cookies = &page.shell.cookies;
        let cookie = |name: String| request.cookie(&name).map(|cookie| cookie.value().to_owned());
        let user_agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Self {
            client: page.client.clone(),
            user_agent: user_agent.unwrap_or_default().to_owned(),
            session_token: cookie(cookies.session()),
            device: cookie(cookies.device())
                .and_then(|signed| page.shell.csrf.open("device", &signed))
                .and_then(|text| serde_json::from_str(&text).ok()),
        }
    }

    /// The device, if it is known as this person's.
    pub(in crate::members) fn device_of(&self, person_id: Option<i64>) -> Option<&KnownDevice> {
        self.device.as_ref().filter(|device| Some(device.person_id) == person_id)
    }
}

/// The cookie that makes this device known as the person's; it keeps its id when it is known already.
pub(super) fn device_cookie(
    shell: &Shell,
    tokens: &dyn TokenSource,
    person_id: i64,
    known: Option<&KnownDevice>,
) -> Cookie<'static> {
    let device = known.cloned().unwrap_or_else(|| KnownDevice { person_id, id: tokens.reference() });
    signed(shell, "device", shell.cookies.device(), &device, DEVICE_LIFE)
}

/// The cookie that remembers how far somebody has come.
pub(in crate::members) fn pending_cookie(shell: &Shell, pending: &Pending) -> Cookie<'static> {
    let life = time::Duration::seconds(PENDING_LIFE.num_seconds());
    signed(shell, "sign-in", shell.cookies.sign_in(), pending, life)
}

/// Reads that cookie while it is fresh.
pub(in crate::members) fn read_pending(request: &HttpRequest, shell: &Shell) -> Option<Pending> {
    let cookie = request.cookie(&shell.cookies.sign_in())?;
    let text = shell.csrf.open("sign-in", cookie.value())?;
    let pending: Pending = serde_json::from_str(&text).ok()?;
    (shell.clock.now() < pending.at + PENDING_LIFE).then_some(pending)
}

fn signed(shell: &Shell, purpose: &str, name: String, value: &impl Serialize, life: time::Duration) -> Cookie<'static> {
    let text = serde_json::to_string(value).unwrap_or_default();
    shell.cookies.make(name, shell.csrf.sign(purpose, &text), Some(life))
}
