//! Which site our passkeys are for. A passkey belongs to a name, never to an address in figures.

use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

/// The site that passkeys are made for; none on an address such as 127.0.0.1, where browsers refuse them.
pub(in crate::members) fn relying_party(base_url: &str) -> Option<Webauthn> {
    let origin = Url::parse(base_url).ok()?;
    let name = origin.domain()?.to_owned();
    match WebauthnBuilder::new(&name, &origin).map(|builder| builder.rp_name(&name)).and_then(WebauthnBuilder::build) {
        Ok(party) => Some(party),
        Err(error) => {
            tracing::error!(?error, "passkeys cannot be offered");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name() {
        let table = [
            ("https://nairo.example.org", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1:8080", false),
            ("http://[::1]:8080", false),
            ("nonsense", false),
        ];

        for (base_url, wanted) in table {
            assert_eq!(relying_party(base_url).is_some(), wanted, "{base_url}");
        }
    }
}
