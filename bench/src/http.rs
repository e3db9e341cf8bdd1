//! As little HTTP/1.1 as a measurement needs: bytes out, one answer with a known length in. It costs about as much as wrk.

use nairo::kernel::Unexpected;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The public address the server believes in; a proxy would stand in front of it.
pub const BASE_URL: &str = "https://bench.example.org";

/// One answer, borrowed from the connection's buffer.
pub struct Answer<'a> {
    /// 200, 303 and so on.
    pub status: u16,
    /// Status line and headers.
    pub head: &'a str,
    /// The body as sent.
    pub body: &'a [u8],
}

impl Answer<'_> {
    /// The first header of this name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// A kept-alive connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// To a port of this machine.
    pub async fn open(port: u16) -> Result<Self, Unexpected> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a whole request and reads its whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer<'_>, Unexpected> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head_end = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.read_more().await?;
        };
        let length = {
            let head = std::str::from_utf8(&self.buffer[..head_end])?;
            content_length(head).ok_or_else(|| Unexpected::because("an answer without a length"))?
        };
        while self.buffer.len() < head_end + length {
            self.read_more().await?;
        }
        let head = std::str::from_utf8(&self.buffer[..head_end])?;
        let status = head.get(9..12).and_then(|digits| digits.parse().ok()).unwrap_or(0);
        Ok(Answer { status, head, body: &self.buffer[head_end..head_end + length] })
    }

    async fn read_more(&mut self) -> Result<(), Unexpected> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(Unexpected::because("the server closed the connection")),
            _ => Ok(()),
        }
    }
}

fn content_length(head: &str) -> Option<usize> {
    let found = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    // 304 has none and no body either.
    found.or_else(|| head.starts_with("HTTP/1.1 304").then_some(0))
}

/// A GET as a browser sends it; `cookies` may be empty.
pub fn get(path: &str, cookies: &str) -> Vec<u8> {
    let cookies = if cookies.is_empty() { String::new() } else { format!("cookie: {cookies}\r\n") };
    format!("GET {path} HTTP/1.1\r\nhost: bench.example.org\r\naccept-encoding: gzip, deflate, br\r\n{cookies}\r\n")
        .into_bytes()
}

/// The same for a body that is to be read here.
pub fn get_plain(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench.example.org\r\n\r\n").into_bytes()
}

/// A form posted from our own page, by a client behind the trusted proxy.
pub fn post(path: &str, visit: &str, client: u64, fields: &[(&str, &str)]) -> Vec<u8> {
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let body = body.join("&");
    let [_, a, b, c] = u32::try_from(client % (1 << 24)).unwrap_or(0).to_be_bytes();
    format!(
        "POST {path} HTTP/1.1\r\nhost: bench.example.org\r\norigin: {BASE_URL}\r\nx-forwarded-for: 10.{a}.{b}.{c}\r\n\
         cookie: {visit}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    value.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The value of the first hidden field of this name.
pub fn hidden_field(page: &str, name: &str) -> Result<String, Unexpected> {
    let mark = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&mark).map(|(_, rest)| rest);
    let value = rest.and_then(|rest| rest.split_once('"')).map(|(value, _)| value.to_owned());
    value.ok_or_else(|| Unexpected::because(format!("the page has no field {name}")))
}
