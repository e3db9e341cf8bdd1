//! Whether a billing address is one that an approved customer may be trusted with unseen. Anyone can type a council's name into
//! the form; what protects both is that the invoice then goes to the council's own mail. Pure.

use crate::kernel::EmailAddress;

/// Hosts where anyone may have a mailbox: the same host says nothing, so the whole address must be the same.
const PUBLIC_HOSTS: [&str; 14] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "hotmail.co.uk",
    "live.com",
    "live.co.uk",
    "msn.com",
    "yahoo.com",
    "yahoo.co.uk",
    "icloud.com",
    "aol.com",
    "btinternet.com",
    "proton.me",
];

/// Whether invoices for a customer whose record says `known` may go to `typed` without anybody looking.
pub fn is_known_biller(known: &str, typed: &EmailAddress) -> bool {
    let Ok(known) = EmailAddress::parse(known) else { return false };
    let (known, typed) = (known.folded(), typed.folded());
    let host = |address: &str| address.rsplit_once('@').map(|(_, host)| host.to_owned());
    known == typed
        || host(&known).is_some_and(|own| Some(&own) == host(&typed).as_ref() && !PUBLIC_HOSTS.contains(&own.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_mail_to_the_customers_own_house_is_trusted_unseen() {
        let table = [
            ("accounts@sampleton.gov.uk", "accounts@sampleton.gov.uk", true),
            ("accounts@sampleton.gov.uk", "Payables@Sampleton.gov.uk", true),
            ("accounts@sampleton.gov.uk", "accounts@sampleton.gov.uk.example", false),
            ("accounts@sampleton.gov.uk", "accounts@northmoor.gov.uk", false),
            ("sampleton.team@gmail.com", "sampleton.team@gmail.com", true),
            ("sampleton.team@gmail.com", "somebody.else@gmail.com", false),
            ("", "accounts@sampleton.gov.uk", false),
        ];
        for (known, typed, wanted) in table {
            assert_eq!(is_known_biller(known, &EmailAddress::parse(typed).unwrap()), wanted, "{known} {typed}");
        }
    }
}
