//! What a column of a file can be for us, and a sensible guess from its heading.

use std::collections::BTreeMap;

/// One thing we keep about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImportField {
    /// The whole name.
    Name,
    /// A given name; with the family name it makes the whole name.
    GivenName,
    /// A family name.
    FamilyName,
    /// The address we write to.
    Email,
    /// Another address of theirs.
    SecondEmail,
    /// Membership number.
    Number,
    /// First day of membership.
    MemberSince,
    /// Membership type, by its code or name.
    TypeCode,
    /// First day of the present term.
    TermStart,
    /// Last day of the present term.
    TermEnd,
    /// Employer.
    Employer,
    /// Roles in practice.
    Roles,
    /// Who registers them.
    Regulator,
    /// The number the regulator gave.
    RegistrationNumber,
    /// Nation.
    Nation,
    /// Region.
    Region,
    /// Address for letters.
    Address,
    /// Postcode.
    Postcode,
    /// On what ground we may send news.
    NewsBasis,
    /// When that ground came about.
    NewsBasisOn,
}

use ImportField::{
    Address, Email, Employer, FamilyName, GivenName, MemberSince, Name, Nation, NewsBasis, NewsBasisOn, Number,
    Postcode, Region, RegistrationNumber, Regulator, Roles, SecondEmail, TermEnd, TermStart, TypeCode,
};

impl ImportField {
    /// All of them, in the order the page offers them.
    pub const ALL: [Self; 20] = [
        Name,
        GivenName,
        FamilyName,
        Email,
        SecondEmail,
        Number,
        MemberSince,
        TypeCode,
        TermStart,
        TermEnd,
        Employer,
        Roles,
        Regulator,
        RegistrationNumber,
        Nation,
        Region,
        Address,
        Postcode,
        NewsBasis,
        NewsBasisOn,
    ];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        self.said().0
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        self.said().1
    }

    const fn said(self) -> (&'static str, &'static str) {
        match self {
            Name => ("name", "Full name"),
            GivenName => ("given_name", "Given name"),
            FamilyName => ("family_name", "Family name"),
            Email => ("email", "Email address"),
            SecondEmail => ("second_email", "Second email address"),
            Number => ("number", "Membership number"),
            MemberSince => ("member_since", "Member since"),
            TypeCode => ("type", "Membership type"),
            TermStart => ("term_start", "First day of the term"),
            TermEnd => ("term_end", "Last day of the term"),
            Employer => ("employer", "Employer"),
            Roles => ("roles", "Roles"),
            Regulator => ("regulator", "Regulator"),
            RegistrationNumber => ("registration_number", "Registration number"),
            Nation => ("nation", "Nation"),
            Region => ("region", "Region"),
            Address => ("address", "Postal address"),
            Postcode => ("postcode", "Postcode"),
            NewsBasis => ("news_basis", "Ground for sending news"),
            NewsBasisOn => ("news_basis_on", "Date of that ground"),
        }
    }

    /// Headings that people give it, folded, without spaces and signs.
    const fn headings(self) -> &'static [&'static str] {
        match self {
            Name => &["name", "fullname", "membername", "person", "contact", "contactname"],
            GivenName => &["firstname", "forename", "givenname", "forenames", "firstnames"],
            FamilyName => &["surname", "lastname", "familyname"],
            Email => &["email", "emailaddress", "mail", "primaryemail", "email1", "workemail"],
            SecondEmail => &["secondemail", "email2", "otheremail", "personalemail", "alternativeemail", "homeemail"],
            Number => &["number", "membershipnumber", "memberno", "membershipno", "membernumber", "no", "memberid"],
            MemberSince => &["membersince", "joined", "datejoined", "joindate", "joinedon", "since"],
            TypeCode => &["type", "membershiptype", "category", "class", "membershipclass", "level"],
            TermStart => &["termstart", "start", "startdate", "from", "validfrom", "membershipstart", "startson"],
            TermEnd => &[
                "termend",
                "end",
                "enddate",
                "to",
                "validto",
                "expiry",
                "expires",
                "expirydate",
                "renewaldate",
                "endson",
            ],
            Employer => &["employer", "council", "organisation", "organization", "company", "authority", "workplace"],
            Roles => &["role", "roles", "jobtitle", "position", "job", "post"],
            Regulator => &["regulator", "registeredwith", "register"],
            RegistrationNumber => &["registrationnumber", "registrationno", "swenumber", "sweno", "regno"],
            Nation => &["nation", "country"],
            Region => &["region", "area"],
            Address => &["address", "postaladdress", "serviceaddress", "homeaddress"],
            Postcode => &["postcode", "postalcode", "zip"],
            NewsBasis => &["newsbasis", "consent", "consentbasis", "basis"],
            NewsBasisOn => &["newsbasison", "consentdate", "basisdate"],
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// A heading as mappings and guesses compare it: letters and figures only, in lower case.
pub fn folded_heading(heading: &str) -> String {
    heading.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What each column is probably for. What was saved for a heading goes first; no field is given twice.
pub fn guess(headers: &[String], saved: &BTreeMap<String, String>) -> Vec<Option<ImportField>> {
    let mut given = Vec::new();
    let mut guesses = Vec::with_capacity(headers.len());
    for header in headers {
        let folded = folded_heading(header);
        let known = match saved.get(&folded) {
            Some(word) => ImportField::parse(word),
            None => ImportField::ALL.into_iter().find(|field| field.headings().contains(&folded.as_str())),
        };
        let fresh = known.filter(|field| !given.contains(field));
        given.extend(fresh);
        guesses.push(fresh);
    }
    guesses
}

/// Headings that stand over more than one column, each with the columns counted from 1.
pub fn twice_headed(headers: &[String]) -> Vec<(String, Vec<usize>)> {
    let mut columns: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    for (index, header) in headers.iter().enumerate().filter(|(_, header)| !header.is_empty()) {
        let folded = folded_heading(header);
        columns.entry(folded).or_insert_with(|| (header.clone(), Vec::new())).1.push(index + 1);
    }
    columns.into_values().filter(|(_, at)| at.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_are_read_back_and_no_two_fields_share_a_heading() {
        let mut seen = Vec::new();
        for field in ImportField::ALL {
            assert_eq!(ImportField::parse(field.word()), Some(field));
            for heading in field.headings() {
                assert_eq!(folded_heading(heading), **heading);
                assert!(!seen.contains(heading), "{heading}");
                seen.push(heading);
            }
        }
    }

    #[test]
    fn headings_are_guessed_and_a_saved_mapping_goes_first() {
        let file = headers(&["Full Name", "E-mail", "E-mail", "Shoe size", "Membership No."]);
        let guessed = guess(&file, &BTreeMap::new());
        assert_eq!(guessed, [Some(Name), Some(Email), None, None, Some(Number)]);

        let saved =
            BTreeMap::from([("shoesize".to_owned(), "region".to_owned()), ("membershipno".to_owned(), String::new())]);
        assert_eq!(guess(&file, &saved), [Some(Name), Some(Email), None, Some(Region), None]);
        assert_eq!(twice_headed(&file), [("E-mail".to_owned(), vec![2, 3])]);
    }
}
