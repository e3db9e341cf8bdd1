//! Starting and stopping: one server thread on a loopback address, and the lock around the state.

use std::io;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use actix_web::dev::ServerHandle;
use actix_web::web::{self, Data};
use actix_web::{App, HttpServer, rt};
use tera::Tera;
use tokio::sync::oneshot;

use super::account::{Account, State};
use super::answer_api::answer_api;
use super::deliver_webhooks::deliver_in_background;
use super::loopback_http::LoopbackUrl;
use super::{pay_page, snapshot};
use crate::kernel::clock::Clock;
use crate::kernel::tokens::TokenSource;

/// What the local Stripe needs to know.
pub struct SandboxConfig {
    /// Where webhooks go: an `http://` address on this machine. It can be set later.
    pub webhook_url: Option<String>,
    /// Signs webhooks, `whsec_…`.
    pub webhook_secret: String,
    /// The only API key that is accepted, `sk_test_…`.
    pub secret_key: String,
    /// Decides what has expired and when things happened.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub tokens: Arc<dyn TokenSource>,
    /// True (demo): webhooks are delivered in the background, with retries. False (tests): they wait to be asked for.
    pub auto_webhooks: bool,
    /// Where to keep the state over a restart (demo).
    pub state_file: Option<PathBuf>,
}

/// What the server's handlers and the owner's controls share.
pub(super) struct Shared {
    pub(super) config: SandboxConfig,
    pub(super) base_url: String,
    pub(super) templates: Tera,
    webhook_url: Mutex<Option<LoopbackUrl>>,
    state: Mutex<State>,
}

/// A running local Stripe. Clones are the same one; it stops with the last of them.
#[derive(Clone)]
pub struct Sandbox {
    pub(super) shared: Arc<Shared>,
    running: Arc<Running>,
}

struct Running(ServerHandle);

impl Drop for Running {
    fn drop(&mut self) {
        // The command is sent by the call; nobody needs to wait for its end.
        drop(self.0.stop(false));
    }
}

/// Starts a local Stripe on `listener`, which must be bound to a loopback address.
pub async fn start(config: SandboxConfig, listener: TcpListener) -> io::Result<Sandbox> {
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        return Err(refused("the local Stripe listens on a loopback address only"));
    }
    let state = config.state_file.as_deref().map(snapshot::load).transpose()?.unwrap_or_default();
    let webhook_url = config.webhook_url.as_deref().map(LoopbackUrl::parse).transpose()?;
    let shared = Arc::new(Shared {
        config,
        base_url: format!("http://{address}/"),
        templates: pay_page::templates().map_err(io::Error::other)?,
        webhook_url: Mutex::new(webhook_url),
        state: Mutex::new(state),
    });
    let (started, wait_for_start) = oneshot::channel();
    let for_server = Arc::clone(&shared);
    thread::Builder::new().name("local-stripe".to_owned()).spawn(move || {
        rt::System::new().block_on(serve(for_server, listener, started));
    })?;
    let handle = wait_for_start.await.map_err(io::Error::other)??;
    Ok(Sandbox { shared, running: Arc::new(Running(handle)) })
}

async fn serve(shared: Arc<Shared>, listener: TcpListener, started: oneshot::Sender<io::Result<ServerHandle>>) {
    let for_handlers = Data::from(Arc::clone(&shared));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(for_handlers.clone())
            .route("/v1/{rest:.*}", web::route().to(answer_api))
            .configure(pay_page::routes)
    });
    let server = match server.workers(1).disable_signals().listen(listener) {
        Ok(server) => server.run(),
        Err(error) => {
            let _ = started.send(Err(error));
            return;
        }
    };
    // Whoever asked may have gone away: then the server stops with its handle.
    let _ = started.send(Ok(server.handle()));
    if shared.config.auto_webhooks {
        rt::spawn(deliver_in_background(shared));
    }
    if let Err(error) = server.await {
        tracing::error!(%error, "the local Stripe stopped");
    }
}

impl Sandbox {
    /// `http://127.0.0.1:PORT/`, as the client's builder wants it.
    pub fn base_url(&self) -> String {
        self.shared.base_url.clone()
    }

    /// Sends webhooks to this address from now on; it must be on this machine.
    pub fn set_webhook_url(&self, url: &str) -> io::Result<()> {
        let url = LoopbackUrl::parse(url)?;
        *self.shared.webhook_url.lock().unwrap_or_else(PoisonError::into_inner) = Some(url);
        Ok(())
    }

    /// Stops listening. The controls still answer.
    pub async fn stop(&self) {
        self.running.0.stop(false).await;
    }
}

impl Shared {
    pub(super) fn webhook_url(&self) -> Option<LoopbackUrl> {
        self.webhook_url.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Locks the state for one act at the clock's present instant; sessions whose time is over expire first.
    pub(super) fn with_account<R>(&self, act: impl FnOnce(&mut Account<'_>) -> R) -> R {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut account = Account {
            state: &mut state,
            now: self.config.clock.now(),
            tokens: &*self.config.tokens,
            base_url: &self.base_url,
            cause: None,
        };
        account.expire_sessions_past_their_time();
        let result = act(&mut account);
        self.save_if_changed(&mut state);
        result
    }

    fn save_if_changed(&self, state: &mut State) {
        let Some(file) = self.config.state_file.as_deref().filter(|_| state.is_changed) else {
            return;
        };
        state.is_changed = false;
        if let Err(error) = snapshot::save(file, state) {
            tracing::warn!(%error, "the local Stripe could not save its state");
        }
    }
}

pub(super) fn refused(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
