//! The client's address: the peer's, or what a trusted proxy says (ASVS 15.3; `NAIRO_TRUSTED_PROXIES`).

use std::net::IpAddr;

use actix_web::HttpRequest;

/// The last address in `X-Forwarded-For` that is not a trusted proxy, when the peer is one; else the peer.
pub fn client_address(request: &HttpRequest, trusted: &[IpAddr]) -> String {
    let peer = request.peer_addr().map(|peer| peer.ip());
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    choose(peer, forwarded, trusted).map_or_else(|| "unknown".to_owned(), |address| address.to_string())
}

fn choose(peer: Option<IpAddr>, forwarded: Option<&str>, trusted: &[IpAddr]) -> Option<IpAddr> {
    let peer = peer?;
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let named = forwarded.into_iter().flat_map(|list| list.rsplit(',')).map(|part| part.trim().parse::<IpAddr>());
    for address in named {
        match address {
            Ok(address) if trusted.contains(&address) => {}
            Ok(address) => return Some(address),
            Err(_) => break,
        }
    }
    Some(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let table = [
            ("203.0.113.9", Some("198.51.100.1"), "203.0.113.9"),
            ("10.0.0.1", Some("198.51.100.1"), "198.51.100.1"),
            ("10.0.0.1", Some("6.6.6.6, 198.51.100.1"), "198.51.100.1"),
            ("10.0.0.1", Some("198.51.100.1, 10.0.0.1"), "198.51.100.1"),
            ("10.0.0.1", Some("nonsense"), "10.0.0.1"),
            ("10.0.0.1", None, "10.0.0.1"),
        ];
        for (peer, forwarded, expected) in table {
            let found = choose(Some(peer.parse().unwrap()), forwarded, &[proxy]).unwrap();
            assert_eq!(found.to_string(), expected, "{peer} {forwarded:?}");
        }
    }
}
