//! The smallest HTTP client that can post to this machine: no TLS, no redirects, no connection kept, loopback only.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use actix_web::http::Uri;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::start::refused;

const PATIENCE: Duration = Duration::from_secs(10);
const MOST_BYTES: u64 = 64 * 1024;

/// An `http://` address whose host is this machine.
#[derive(Clone, Debug)]
pub(super) struct LoopbackUrl {
    address: SocketAddr,
    host: String,
    path: String,
}

/// The head of an answer.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) location: Option<String>,
}

impl LoopbackUrl {
    pub(super) fn parse(url: &str) -> io::Result<Self> {
        let uri: Uri = url.parse().map_err(|_| refused("not a web address"))?;
        let host = uri.host().unwrap_or_default();
        let ip = match host {
            "localhost" => IpAddr::V4(Ipv4Addr::LOCALHOST),
            other => other.trim_matches(['[', ']']).parse().map_err(|_| refused("webhooks go to this machine only"))?,
        };
        if uri.scheme_str() != Some("http") || !ip.is_loopback() {
            return Err(refused("webhooks go to an http:// address on this machine only"));
        }
        Ok(Self {
            address: SocketAddr::new(ip, uri.port_u16().unwrap_or(80)),
            host: uri.authority().map(ToString::to_string).unwrap_or_default(),
            path: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        })
    }

    /// Posts a body and waits at most ten seconds for the head of the answer.
    pub(super) async fn post(&self, headers: &[(&str, &str)], body: &str) -> io::Result<Reply> {
        tokio::time::timeout(PATIENCE, self.exchange(headers, body)).await.map_err(io::Error::from)?
    }

    async fn exchange(&self, headers: &[(&str, &str)], body: &str) -> io::Result<Reply> {
        let mut head = format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.path,
            self.host,
            body.len()
        );
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.take(MOST_BYTES).read_to_end(&mut answer).await?;
        read_head(&String::from_utf8_lossy(&answer)).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

fn read_head(answer: &str) -> Option<Reply> {
    let (head, _) = answer.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let location = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("location"))
        .map(|(_, value)| value.trim().to_owned());
    Some(Reply { status, location })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_an_address() {
        for url in ["http://127.0.0.1:8080/webhooks/stripe", "http://localhost:1/a?b=c", "http://[::1]:9/"] {
            assert!(LoopbackUrl::parse(url).is_ok(), "{url}");
        }
        for url in ["https://127.0.0.1/", "http://192.0.2.1/", "http://example.org/", "/webhooks", "http://0.0.0.0/"] {
            assert!(LoopbackUrl::parse(url).is_err(), "{url}");
        }
    }

    #[test]
    fn an_answer_has_a_status_and_perhaps_a_location() {
        let reply = read_head("HTTP/1.1 303 See Other\r\nLOCATION: /a\r\n\r\nbody").unwrap();

        assert_eq!((reply.status, reply.location.as_deref()), (303, Some("/a")));
        assert!(read_head("nonsense").is_none());
    }
}
