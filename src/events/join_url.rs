//! The address of the video meeting. It is kept for the join page and never mailed or published (D16).

/// An https address of a meeting room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinUrl(String);

/// Why a typed address was refused, in words for the person who typed it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinUrlError {
    /// Another scheme, or none.
    #[error("Enter a full address that begins with https://")]
    NotHttps,
    /// Spaces, quotes, no dot in the host, a user name in front of the host.
    #[error("This does not look like a meeting address. Copy it again from Zoom or Teams")]
    NotAnAddress,
    /// More than 1,000 characters.
    #[error("Use 1000 characters or fewer")]
    TooLong,
}

impl JoinUrl {
    /// Reads a typed or pasted address.
    pub fn parse(typed: &str) -> Result<Self, JoinUrlError> {
        let text = typed.trim();
        let rest = text.strip_prefix("https://").ok_or(JoinUrlError::NotHttps)?;
        if text.len() > 1_000 {
            return Err(JoinUrlError::TooLong);
        }
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host_is_plain =
            host.contains('.') && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
        let rest_is_plain =
            text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\' | b'`'));
        if host_is_plain && rest_is_plain { Ok(Self(text.to_owned())) } else { Err(JoinUrlError::NotAnAddress) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_addresses_pass() {
        let table = [
            (" https://zoom.example.org/j/123?pwd=a.b~c#x ", Ok("https://zoom.example.org/j/123?pwd=a.b~c#x")),
            ("http://zoom.example.org/j/1", Err(JoinUrlError::NotHttps)),
            ("javascript:alert(1)", Err(JoinUrlError::NotHttps)),
            ("zoom.example.org/j/1", Err(JoinUrlError::NotHttps)),
            ("https://zoom", Err(JoinUrlError::NotAnAddress)),
            ("https://someone@zoom.example.org", Err(JoinUrlError::NotAnAddress)),
            ("https://zoom.example.org/a b", Err(JoinUrlError::NotAnAddress)),
            ("https://zoom.example.org/\r\nSet-Cookie:x", Err(JoinUrlError::NotAnAddress)),
            ("", Err(JoinUrlError::NotHttps)),
        ];

        for (typed, wanted) in table {
            assert_eq!(JoinUrl::parse(typed).as_ref().map(JoinUrl::as_str), wanted.as_ref().copied(), "{typed:?}");
        }
        assert_eq!(JoinUrl::parse(&format!("https://a.example/{}", "x".repeat(1_000))), Err(JoinUrlError::TooLong));
    }
}
