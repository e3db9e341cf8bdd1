//! Reads `SMTP_URL`. Mail leaves encrypted, unless the server is on this very machine.

use std::net::IpAddr;

/// Where and how to hand mail over.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct SmtpServer {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub credentials: Option<(String, String)>,
}

/// How the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Security {
    /// From the first byte (`smtps://`).
    ImplicitTls,
    /// After STARTTLS, which must be offered (`smtp://…?tls=required`).
    StartTls,
    /// Not at all; this machine only.
    None,
}

/// What is wrong with `SMTP_URL`; never shows its password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpUrlError {
    /// Not of the expected shape.
    #[error("expected smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST:587?tls=required")]
    Shape,
    /// A name in the address that we do not know.
    #[error("the only thing that may follow the question mark is tls=required")]
    UnknownOption,
    /// It would send mail over the network in the clear.
    #[error("mail to {0} would travel unencrypted; write smtps:// or add ?tls=required")]
    Unencrypted(String),
}

impl SmtpServer {
    pub fn parse(url: &str) -> Result<Self, SmtpUrlError> {
        let (scheme, rest) = url.split_once("://").ok_or(SmtpUrlError::Shape)?;
        let (rest, option) = rest.split_once('?').map_or((rest, None), |(rest, option)| (rest, Some(option)));
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (credentials, place) = match rest.rsplit_once('@') {
            Some((credentials, place)) => (Some(user_and_password(credentials)?), place),
            None => (None, rest),
        };
        let (host, port) = host_and_port(place)?;
        let security = match (scheme, option) {
            ("smtps", None | Some("tls=required")) => Security::ImplicitTls,
            ("smtp", Some("tls=required")) => Security::StartTls,
            ("smtp", None) if is_this_machine(&host) => Security::None,
            ("smtp", None) => return Err(SmtpUrlError::Unencrypted(host)),
            ("smtp" | "smtps", Some(_)) => return Err(SmtpUrlError::UnknownOption),
            _ => return Err(SmtpUrlError::Shape),
        };
        let usual_port = match security {
            Security::ImplicitTls => 465,
            Security::StartTls => 587,
            Security::None => 25,
        };
        Ok(Self { host, port: port.unwrap_or(usual_port), security, credentials })
    }
}

fn user_and_password(text: &str) -> Result<(String, String), SmtpUrlError> {
    let (user, password) = text.split_once(':').ok_or(SmtpUrlError::Shape)?;
    if user.is_empty() || password.is_empty() {
        return Err(SmtpUrlError::Shape);
    }
    Ok((percent_decoded(user)?, percent_decoded(password)?))
}

fn percent_decoded(text: &str) -> Result<String, SmtpUrlError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let digits = rest.get(at + 1..at + 3).ok_or(SmtpUrlError::Shape)?;
        bytes.extend(hex::decode(digits).map_err(|_| SmtpUrlError::Shape)?);
        rest = &rest[at + 3..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).map_err(|_| SmtpUrlError::Shape)
}

fn host_and_port(place: &str) -> Result<(String, Option<u16>), SmtpUrlError> {
    let (host, port) = match place.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']').ok_or(SmtpUrlError::Shape)?;
            (host, after.strip_prefix(':').or(after.is_empty().then_some("")).ok_or(SmtpUrlError::Shape)?)
        }
        None => place.split_once(':').unwrap_or((place, "")),
    };
    let is_host = |c: char| c.is_ascii_alphanumeric() || "-.:".contains(c);
    if host.is_empty() || !host.chars().all(is_host) {
        return Err(SmtpUrlError::Shape);
    }
    let port = if port.is_empty() { None } else { Some(port.parse().map_err(|_| SmtpUrlError::Shape)?) };
    Ok((host.to_owned(), port))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

impl std::fmt::Debug for SmtpServer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SmtpServer({}:{}, {:?})", self.host, self.port, self.security)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_understood() {
        let table = [
            ("smtps://jo:secret@mail.example.org", "mail.example.org", 465, Security::ImplicitTls, true),
            ("smtps://mail.example.org:2465/", "mail.example.org", 2465, Security::ImplicitTls, false),
            ("smtp://jo:secret@mail.example.org?tls=required", "mail.example.org", 587, Security::StartTls, true),
            ("smtp://mail.example.org:2587?tls=required", "mail.example.org", 2587, Security::StartTls, false),
            ("smtp://localhost", "localhost", 25, Security::None, false),
            ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, Security::None, false),
            ("smtp://[::1]:1025", "::1", 1025, Security::None, false),
        ];
        for (url, host, port, security, signs_in) in table {
            let server = SmtpServer::parse(url).unwrap();

            assert_eq!((server.host.as_str(), server.port, server.security), (host, port, security), "{url}");
            assert_eq!(server.credentials.is_some(), signs_in, "{url}");
        }
    }

    #[test]
    fn a_password_may_hold_any_character() {
        let server = SmtpServer::parse("smtps://jo%40example.org:p%3A%2F%25%C3%A9@mail.example.org").unwrap();

        assert_eq!(server.credentials, Some(("jo@example.org".to_owned(), "p:/%é".to_owned())));
        assert!(!format!("{server:?}").contains("p:/"));
    }

    #[test]
    fn mail_never_leaves_the_machine_unencrypted() {
        for url in ["smtp://mail.example.org", "smtp://10.0.0.2:25", "smtp://jo:x@localhost.example.org:25"] {
            assert!(matches!(SmtpServer::parse(url), Err(SmtpUrlError::Unencrypted(_))), "{url}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_without_the_password() {
        let table = [
            "",
            "mail.example.org",
            "http://mail.example.org",
            "smtp://",
            "smtps://jo@mail.example.org",
            "smtps://:@mail.example.org",
            "smtps://mail.example.org:port",
            "smtps://mail.example.org/x",
            "smtps://[::1",
            "smtps://jo:hunter2%4@mail.example.org",
            "smtps://jo:hunter2@mail.example.org?tls=opportunistic",
            "smtp://jo:hunter2@mail.example.org?tls=none",
        ];
        for url in table {
            let error = SmtpServer::parse(url).unwrap_err().to_string();

            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}
