//! What an unsubscribe link is about: a person and one kind of mail, or all kinds, packed into the link's subject. The address
//! holds no personal data (EM-02); it works for ever, without signing in.

use super::choice::MailPurpose;

const KINDS: i64 = 8;

/// The subject of a link that stops `purpose` for the person; none stops all marketing.
pub fn pack(person_id: i64, purpose: Option<MailPurpose>) -> i64 {
    person_id * KINDS + purpose.map_or(0, code)
}

/// The person and the kind behind a subject; none for a number that was never packed.
pub fn unpack(subject: i64) -> Option<(i64, Option<MailPurpose>)> {
    let (person_id, kind) = (subject.div_euclid(KINDS), subject.rem_euclid(KINDS));
    match kind {
        _ if person_id < 1 => None,
        0 => Some((person_id, None)),
        _ => MailPurpose::ALL.into_iter().find(|purpose| code(*purpose) == kind).map(|found| (person_id, Some(found))),
    }
}

/// Changing one breaks every link already sent.
const fn code(purpose: MailPurpose) -> i64 {
    match purpose {
        MailPurpose::MemberNews => 1,
        MailPurpose::CampaignNews => 2,
        MailPurpose::TrainingOffers => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_nothing_else() {
        let kinds = MailPurpose::ALL.map(Some).into_iter().chain([None]);
        for kind in kinds {
            assert_eq!(unpack(pack(42, kind)), Some((42, kind)));
        }
        for rubbish in [0, 7, -1, -9, 42 * KINDS + 4, 42 * KINDS + 7, i64::MIN] {
            assert_eq!(unpack(rubbish), None, "{rubbish}");
        }
    }
}
