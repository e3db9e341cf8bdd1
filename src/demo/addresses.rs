//! Where some of the demo's members are served, for the register of members (CH-05). The streets are invented.

use super::WorldMaker;
use super::members::id_of;
use super::people::everybody;
use crate::audit::Actor;
use crate::kernel::unexpected::Context;
use crate::kernel::{Postcode, Unexpected};
use crate::members::profile::{ProfileAnswer, UpdateProfile, update_profile};

/// Whose, its lines, and its postcode.
const ADDRESSES: [(&str, &str, &str); 10] = [
    ("asha.raghunathan", "Flat 2, 14 Invented Lane\nSampleton", "EX99 1AA"),
    ("minh.khai", "8 Stryd Esiampl\nTresampl", "CF98 1AA"),
    ("benedict.lockyer", "School of Social Work, Example University\nSampleton", "EX99 1AA"),
    ("marian.osei", "3 Invented Lane\nSampleton", "EX99 1AA"),
    ("dilys.penhaligon", "27 Harbour Row\nSampleton", "EX99 1AA"),
    ("kit.abernathy", "The Old Sample House\nSampleton", "EX99 1AA"),
    ("orla.fitzmaurice", "19 Invented Lane\nSampleton", "EX99 1AA"),
    ("imogen.tapsell", "5 Specimen Street\nSampleton", "EX99 1AA"),
    ("rosalind.mercer", "1 Specimen Street\nSampleton", "EX99 1AA"),
    ("ambrose.tilney", "Rue de l’Exemple\nSampleton, Jersey", "JE2 4WE"),
];

/// Those who say nothing else about themselves; the others give their address with the rest of their profile.
const NOTHING_ELSE: [&str; 4] = ["orla.fitzmaurice", "imogen.tapsell", "rosalind.mercer", "ambrose.tilney"];

/// The lines of somebody's address, and its postcode; nothing for those who gave none.
pub(super) fn address_of(mailbox: &str) -> (String, Option<Postcode>) {
    let known = ADDRESSES.iter().find(|(whose, ..)| *whose == mailbox);
    known.map(|(_, lines, postcode)| ((*lines).to_owned(), Postcode::parse(postcode).ok())).unwrap_or_default()
}

/// Gives the addresses of those who say nothing else.
pub(super) async fn give_addresses(maker: &WorldMaker<'_>) -> Result<(), Unexpected> {
    for mailbox in NOTHING_ELSE {
        let known = everybody().find(|person| person.mailbox == mailbox);
        let person = known.context("somebody of the demo is not there")?;
        let person_id = id_of(maker, mailbox).await?;
        let (address, postcode) = address_of(mailbox);
        let answer = ProfileAnswer {
            name: person.person_name(),
            roles: Vec::new(),
            main_role: None,
            regulator: None,
            registration_number: String::new(),
            workplace: None,
            address,
            postcode,
            welcomes_welsh: false,
        };
        let command = UpdateProfile { person_id, answer, actor: Actor::Person(person_id), reason: None };
        update_profile(maker.app, command).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_belongs_to_somebody_and_has_a_postcode() {
        for (mailbox, lines, _) in ADDRESSES {
            let (address, postcode) = address_of(mailbox);
            assert_eq!(address, lines);
            assert!(postcode.is_some() && everybody().any(|person| person.mailbox == mailbox), "{mailbox}");
        }
        assert_eq!(address_of("nobody"), (String::new(), None));
    }
}
