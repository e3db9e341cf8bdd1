//! What the booking form says about joining.

use serde::Serialize;

use super::join_choice::{JoinChoice, JoinOffer};
use crate::kernel::Pence;

/// The part of the form about joining.
#[derive(Clone, Debug, Serialize)]
pub struct JoinView {
    /// What the box sends when it is ticked; "" when there is nothing to tick.
    pub value: &'static str,
    /// The box's words.
    pub label: String,
    /// A line under it.
    pub hint: String,
    /// It is ticked.
    pub is_ticked: bool,
    /// There is no application yet: the way to one is shown.
    pub shows_way: bool,
    /// The membership in the basket: "Associate membership £30"; "" when it is not in it.
    pub basket_words: String,
    /// In pence, sent back with the form (ELG-15).
    pub membership_pence: i64,
    /// The version of the terms of membership that the page shows, sent back with the form; 0 for none (CO-04).
    pub terms_version: i32,
}

/// What stands on the form of somebody whose own place costs `own` now and `member` for members.
pub fn join_view(offer: &JoinOffer, choice: JoinChoice, (own, member): (Pence, Pence)) -> JoinView {
    let difference = own - member;
    let base = JoinView {
        value: JoinChoice::Later.word(),
        label: String::new(),
        hint: String::new(),
        is_ticked: choice != JoinChoice::No && offer.allows(choice),
        shows_way: false,
        basket_words: String::new(),
        membership_pence: 0,
        terms_version: 0,
    };
    match offer {
        JoinOffer::Together { type_name, price, terms_version } => {
            let is_ticked = choice == JoinChoice::Together;
            JoinView {
                value: JoinChoice::Together.word(),
                label: format!("Pay my {type_name} membership ({price}) together with this booking"),
                hint: format!(
                    "It begins with this payment, so your own place then costs {member} instead of {own}. By card only."
                ),
                basket_words: if is_ticked { format!("{type_name} membership {price}") } else { String::new() },
                membership_pence: if is_ticked { price.get() } else { 0 },
                terms_version: *terms_version,
                ..base
            }
        }
        JoinOffer::Awaited { type_name } => JoinView {
            value: "",
            hint: format!(
                "Your application for {type_name} membership is being decided on. Your own place costs the standard price \
                 now; {difference} comes back by itself when your membership begins before the event."
            ),
            ..base
        },
        JoinOffer::Elsewhere => JoinView {
            label: "I am joining as well, and will send my application".to_owned(),
            hint: format!(
                "Your own place costs the standard price now; {difference} comes back by itself when your membership \
                 begins before the event."
            ),
            shows_way: true,
            ..base
        },
    }
}
