//! What two records said about news, made one: everything said is kept, and the stricter of the last two answers holds (DP-02).

use entity::email_choice;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;

use super::store;
use crate::kernel::{Instant, Unexpected};
use crate::person_rows::{Change, PersonColumn, move_all};

pub(super) async fn merge(
    tx: &impl ConnectionTrait,
    (from, into): (i64, i64),
    now: Instant,
    changes: &mut Vec<Change>,
) -> Result<(), Unexpected> {
    let (own, other) = (store::choices_of(tx, into).await?, store::choices_of(tx, from).await?);
    let at = PersonColumn { table: "email_choice", column: "person_id" };
    changes.extend(move_all(tx, at, (from, into)).await?);
    for purpose in ["member_news", "campaign_news", "training_offers"] {
        let last = |said: &[email_choice::Model]| said.iter().rev().find(|row| row.purpose == purpose).cloned();
        let (Some(one), Some(two)) = (last(&own), last(&other)) else { continue };
        if (one.answer.as_str(), one.basis.as_str()) == (two.answer.as_str(), two.basis.as_str()) {
            continue;
        }
        let strict = stricter(one, two);
        store::insert_choice(
            tx,
            email_choice::ActiveModel {
                person_id: Set(into),
                purpose: Set(purpose.to_owned()),
                basis: Set(strict.basis),
                answer: Set(strict.answer),
                source: Set("merge of two records".to_owned()),
                wording_version: Set(strict.wording_version),
                recorded_by_id: Set(None),
                at: Set(now),
                ..Default::default()
            },
        )
        .await?;
    }
    Ok(())
}

/// No before "not asked" before yes; of two yeses the one on the narrower ground.
fn stricter(one: email_choice::Model, other: email_choice::Model) -> email_choice::Model {
    let rank = |row: &email_choice::Model| {
        let answer = match row.answer.as_str() {
            "no" => 0,
            "not_asked" => 1,
            _ => 2,
        };
        let basis = match row.basis.as_str() {
            "none" => 0,
            "soft_charity" => 1,
            "soft_commercial" => 2,
            _ => 3,
        };
        (answer, basis)
    };
    if rank(&other) < rank(&one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(answer: &str, basis: &str) -> email_choice::Model {
        email_choice::Model {
            id: 1,
            person_id: 1,
            purpose: "member_news".to_owned(),
            basis: basis.to_owned(),
            answer: answer.to_owned(),
            source: String::new(),
            wording_version: String::new(),
            recorded_by_id: None,
            at: "2026-06-01T09:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn the_stricter_answer_wins_whichever_record_gave_it() {
        let table = [
            (("yes", "consent"), ("no", "consent"), "no"),
            (("yes", "consent"), ("not_asked", "none"), "not_asked"),
            (("no", "consent"), ("not_asked", "none"), "no"),
            (("yes", "consent"), ("yes", "soft_charity"), "yes"),
        ];
        for (one, two, wanted) in table {
            let (one, two) = (said(one.0, one.1), said(two.0, two.1));
            assert_eq!(stricter(one.clone(), two.clone()).answer, wanted);
            assert_eq!(stricter(two.clone(), one.clone()), stricter(one, two));
        }
        assert_eq!(stricter(said("yes", "consent"), said("yes", "soft_charity")).basis, "soft_charity");
    }
}
