//! Delivers mail: SMTP, captured files (demo), or memory (tests). With `mime_message` the only file that knows lettre.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};

use super::captured_mail;
use super::mime_message::{MimeMessage, mime_message};
use super::render::{RenderedMail, host_of, one_line};
use super::smtp_url::{Security, SmtpServer, SmtpUrlError};

/// From the first packet to the server's answer; well under the lease of the job (R13).
const LONGEST_SEND: Duration = Duration::from_secs(30);
/// For saying goodbye, which changes nothing.
const LONGEST_QUIT: Duration = Duration::from_secs(2);

/// Where mail goes.
#[derive(Clone)]
pub enum Mailer {
    /// To a mail server. One connection a message: nothing is left half said when a message is given up.
    Smtp(SmtpClient),
    /// No server is known: everything waits in the outbox. For commands that need the database only.
    Nowhere,
    /// Into a folder, one `.eml` file and one `.json` entry a message; for the demo.
    Captured(PathBuf),
    /// Into memory, for tests.
    Memory(Arc<Mutex<Vec<CapturedMail>>>),
}

/// A mail server and the name we greet it with.
#[derive(Clone, Debug)]
pub struct SmtpClient {
    server: SmtpServer,
    hello: ClientId,
    longest_send: Duration,
}

/// A message that was captured instead of sent.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CapturedMail {
    /// The recipient's address.
    pub to: String,
    /// The recipient's name.
    pub to_name: String,
    /// The From header: name and address.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// With its angle brackets; the same at every repeat.
    pub message_id: String,
    /// The calendar file, its lines folded as sent.
    pub calendar: Option<String>,
    /// The whole message as a mail server would get it.
    #[serde(skip)]
    pub raw: Vec<u8>,
}

/// Why a message was not accepted, by what should happen next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No fault of message or recipient: the server is away, slow, or refuses us. Try again until it answers.
    #[error("{0}")]
    ServerAway(String),
    /// The server asks to try this one later.
    #[error("{0}")]
    Later(String),
    /// The server will never take it for this recipient.
    #[error("{0}")]
    Refused(String),
    /// It is not a message that could be sent at all.
    #[error("{0}")]
    NotAMessage(String),
}

impl Mailer {
    /// Mail by `SMTP_URL`; `base_url` gives the name we greet the server with.
    pub fn smtp(url: &str, base_url: &str) -> Result<Self, SmtpUrlError> {
        Self::smtp_within(url, base_url, LONGEST_SEND)
    }

    /// The same with another limit on the time one message may take, for tests of slow servers.
    pub fn smtp_within(url: &str, base_url: &str, longest_send: Duration) -> Result<Self, SmtpUrlError> {
        let hello = ClientId::Domain(host_of(base_url).to_owned());
        Ok(Self::Smtp(SmtpClient { server: SmtpServer::parse(url)?, hello, longest_send }))
    }

    /// Mail into memory, and the hand that reads it.
    pub fn memory() -> (Self, Arc<Mutex<Vec<CapturedMail>>>) {
        let mails = Arc::new(Mutex::new(Vec::new()));
        (Self::Memory(mails.clone()), mails)
    }

    /// Hands one message over. `Ok` means that it was accepted.
    pub async fn send(&self, mail: &RenderedMail) -> Result<(), SendError> {
        let message = mime_message(mail).map_err(|error| SendError::NotAMessage(one_line(&error.to_string())))?;
        match self {
            Self::Smtp(client) => client.send(&message).await,
            Self::Nowhere => Err(SendError::ServerAway("SMTP_URL is not set".to_owned())),
            Self::Captured(_) if captured_mail::refuses(&mail.to_address) => {
                Err(SendError::Refused("550 5.1.1 nobody reads mail here".to_owned()))
            }
            Self::Captured(folder) => {
                let captured = captured(mail, message.bytes);
                let kept = captured_mail::keep(folder, &captured, &mail.boundary, mail.dated).await;
                kept.map_err(|error| SendError::ServerAway(format!("the folder for captured mail: {error}")))
            }
            Self::Memory(mails) => {
                mails.lock().unwrap_or_else(PoisonError::into_inner).push(captured(mail, message.bytes));
                Ok(())
            }
        }
    }
}

fn captured(mail: &RenderedMail, raw: Vec<u8>) -> CapturedMail {
    CapturedMail {
        to: mail.to_address.clone(),
        to_name: mail.to_name.clone(),
        from: format!("{} <{}>", mail.from_name, mail.from_address),
        subject: mail.subject.clone(),
        text: mail.text.clone(),
        html: mail.html.clone(),
        message_id: mail.message_id.clone(),
        calendar: mail.calendar.as_ref().map(|calendar| calendar.text.clone()),
        raw,
    }
}

impl SmtpClient {
    async fn send(&self, message: &MimeMessage) -> Result<(), SendError> {
        let attempt = async {
            let mut connection = self.connect().await.map_err(|error| ServerSays::of(&error).about_us())?;
            let result = hand_over(&mut connection, message).await;
            Ok::<_, SendError>((connection, result))
        };
        let ended = tokio::time::timeout(self.longest_send, attempt).await;
        let (mut connection, result) = ended.unwrap_or_else(|_| {
            Err(SendError::ServerAway(format!(
                "the mail server took longer than {} seconds",
                self.longest_send.as_secs()
            )))
        })?;
        // Whatever comes of the goodbye, what was accepted is accepted.
        let _ = tokio::time::timeout(LONGEST_QUIT, connection.quit()).await;
        result
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let server = &self.server;
        let encryption = || TlsParameters::new(server.host.clone());
        let at_once = if server.security == Security::ImplicitTls { Some(encryption()?) } else { None };
        let place = (server.host.as_str(), server.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(place, Some(Duration::from_secs(10)), &self.hello, at_once, None)
                .await?;
        if server.security == Security::StartTls {
            connection.starttls(encryption()?, &self.hello).await?;
        }
        if let Some((user, password)) = &server.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }
}

/// Says the message step by step, because the meaning of a refusal depends on the step.
async fn hand_over(connection: &mut AsyncSmtpConnection, message: &MimeMessage) -> Result<(), SendError> {
    let mut parameters = Vec::new();
    if ![&message.from, &message.to].iter().all(|address| AsRef::<str>::as_ref(*address).is_ascii()) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(SendError::Refused("the mail server cannot send to addresses with such letters".to_owned()));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    let sender = Mail::new(Some(message.from.clone()), parameters);
    connection.command(sender).await.map_err(|error| ServerSays::of(&error).about_us())?;
    let recipient = Rcpt::new(message.to.clone(), Vec::new());
    connection.command(recipient).await.map_err(|error| ServerSays::of(&error).about_the_message())?;
    connection.command(Data).await.map_err(|error| ServerSays::of(&error).about_the_message())?;
    connection.message(&message.bytes).await.map_err(|error| ServerSays::of(&error).about_the_message())?;
    Ok(())
}

/// A refusal or a broken connection, in one line.
struct ServerSays {
    words: String,
    is_permanent: bool,
    is_transient: bool,
}

impl ServerSays {
    fn of(error: &Error) -> Self {
        // 421: the server is closing down and speaks of itself.
        let closing = error.status().is_some_and(|code| code.to_string() == "421");
        let words = one_line(&error.to_string()).chars().take(300).collect();
        Self { words, is_permanent: error.is_permanent(), is_transient: error.is_transient() && !closing }
    }

    /// Before a recipient is named every refusal is ours to mend: password, encryption, our own address.
    fn about_us(self) -> SendError {
        SendError::ServerAway(self.words)
    }

    fn about_the_message(self) -> SendError {
        if self.is_permanent {
            SendError::Refused(self.words)
        } else if self.is_transient {
            SendError::Later(self.words)
        } else {
            SendError::ServerAway(self.words)
        }
    }
}
