use super::*;
use crate::bookings::groups::place_status::tests::place;

fn places() -> Vec<place::Model> {
    let at = |position: i32, name: &str, state: &str| place::Model {
        id: 100 + i64::from(position),
        position,
        ..place(name, state)
    };
    vec![
        at(1, "asha", "confirmed"),
        at(2, "", "confirmed"),
        at(3, "", "cancelled"),
        at(4, "", "confirmed"),
        at(5, "", "confirmed"),
    ]
}

fn wanting(names: &[Option<i32>], links: &[i32]) -> NamePlaces {
    let email = EmailAddress::parse("team@example.org").unwrap();
    let name = |(number, position): (usize, &Option<i32>)| NewName {
        position: *position,
        name: PersonName::parse(&format!("Person {number}")).unwrap(),
        email: email.clone(),
    };
    NamePlaces {
        booking_id: 1,
        names: names.iter().enumerate().map(name).collect(),
        links: links.iter().map(|position| NewLink { position: *position, email: email.clone() }).collect(),
        actor: Actor::Link,
    }
}

fn chosen(invited: &[i64], names: &[Option<i32>], links: &[i32]) -> Result<(Vec<i32>, Vec<i32>), Vec<usize>> {
    let (places, invited) = (places(), invited.iter().copied().collect());
    let positions = |chosen: &[&place::Model]| chosen.iter().map(|place| place.position).collect();
    match choose(&places, &invited, &wanting(names, links)) {
        Ok(chosen) => Ok((positions(&chosen.named), positions(&chosen.linked))),
        Err(refused) => Err(refused.iter().map(|refusal| refusal.entry).collect()),
    }
}

#[test]
fn grp_2_each_name_gets_a_place_without_one() {
    assert_eq!(chosen(&[], &[Some(4), Some(2)], &[5]), Ok((vec![4, 2], vec![5])));
    assert_eq!(chosen(&[], &[None, None, None], &[]), Ok((vec![2, 4, 5], vec![])));
    assert_eq!(chosen(&[102], &[None, None], &[]), Ok((vec![4, 5], vec![])), "places with a link out come last");
    assert_eq!(chosen(&[102], &[None, None, None], &[]), Ok((vec![4, 5, 2], vec![])));
    assert_eq!(chosen(&[], &[None, Some(2)], &[]), Ok((vec![4, 2], vec![])), "a place asked for is not given away");
}

#[test]
fn a_place_that_is_named_cancelled_unknown_or_asked_for_twice_is_refused() {
    for position in [1, 3, 6, 0, -1, i32::MAX] {
        assert_eq!(chosen(&[], &[Some(2), Some(position)], &[]), Err(vec![1]), "{position}");
        assert_eq!(chosen(&[], &[], &[position]), Err(vec![0]), "{position}");
    }
    assert_eq!(chosen(&[], &[Some(2), Some(2)], &[]), Err(vec![1]));
    assert_eq!(chosen(&[], &[Some(2)], &[2]), Err(vec![1]));
    assert_eq!(chosen(&[], &[None, None, None, None], &[]), Err(vec![3]), "four people for three places");
}
