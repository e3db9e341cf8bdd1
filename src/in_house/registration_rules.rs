//! Who may register for an authority's own training: by count, which the seats decide, and by the domain of the address, if the
//! authority wishes (INH-4). Pure.

use crate::kernel::EmailAddress;

/// Why a typed domain is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// Not a name of the form `leeds.gov.uk`.
    #[error("Enter the part of the address after the @, like leeds.gov.uk, or leave it empty")]
    NotADomain,
}

/// A domain as typed, in lower case and without `@`; empty when anybody with the link may register.
pub fn read_domain(typed: &str) -> Result<String, DomainError> {
    let domain = typed.trim().trim_start_matches('@').to_lowercase();
    if domain.is_empty() {
        return Ok(domain);
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    let good = domain.contains('.') && domain.len() <= 200 && domain.split('.').all(is_label);
    good.then_some(domain).ok_or(DomainError::NotADomain)
}

/// Whether the address is of the domain or of one below it; of any, when there is none.
pub fn is_of_domain(address: &EmailAddress, domain: &str) -> bool {
    address.is_of_domain(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inh_4_a_domain_is_read_as_people_type_it() {
        let table = [
            ("", Ok("")),
            (" @Leeds.gov.uk ", Ok("leeds.gov.uk")),
            ("leeds", Err(DomainError::NotADomain)),
            ("a@leeds.gov.uk", Err(DomainError::NotADomain)),
            ("leeds..uk", Err(DomainError::NotADomain)),
            ("-leeds.uk", Err(DomainError::NotADomain)),
            ("leeds.gov.uk/x", Err(DomainError::NotADomain)),
        ];
        for (typed, wanted) in table {
            assert_eq!(read_domain(typed), wanted.map(str::to_owned), "{typed:?}");
        }
    }

    #[test]
    fn inh_4_only_addresses_of_the_domain_register() {
        let table = [
            ("a@leeds.gov.uk", "leeds.gov.uk", true),
            ("A@LEEDS.gov.uk", "leeds.gov.uk", true),
            ("a@childrens.leeds.gov.uk", "leeds.gov.uk", true),
            ("a@notleeds.gov.uk", "leeds.gov.uk", false),
            ("a@leeds.gov.uk.example.org", "leeds.gov.uk", false),
            ("leeds.gov.uk@example.org", "leeds.gov.uk", false),
            ("a@example.org", "", true),
        ];
        for (address, domain, wanted) in table {
            assert_eq!(is_of_domain(&EmailAddress::parse(address).unwrap(), domain), wanted, "{address} {domain:?}");
        }
    }
}
