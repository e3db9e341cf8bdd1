//! The client's address: the peer's, or what a trusted proxy says (ASVS 15.3; `NAIRO_TRUSTED_PROXIES`). It is what tries are counted
//! by, so neighbours in one IPv6 network are one client.

use std::net::IpAddr;

use actix_web::HttpRequest;

/// The last address in `X-Forwarded-For` that is not a trusted proxy, when the peer is one; else the peer. Of an IPv6 address only
/// its network.
pub fn client_address(request: &HttpRequest, trusted: &[IpAddr]) -> String {
    let peer = request.peer_addr().map(|peer| peer.ip());
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    choose(peer, forwarded, trusted).map_or_else(|| "unknown".to_owned(), subject)
}

/// Whoever has one IPv6 address has its whole /64.
fn subject(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
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

    #[test]
    fn neighbours_in_one_ipv6_network_are_one_client() {
        let table = [
            ("203.0.113.9", "203.0.113.9"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
        ];
        for (client, wanted) in table {
            assert_eq!(subject(client.parse().unwrap()), wanted, "{client}");
        }
    }
}
