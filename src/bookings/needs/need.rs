//! What an attendee needs (QST-2): a list of ticks and their own words. Health data: it is sealed wherever it lies, and shown to
//! nobody but the attendee and those who arrange it (D20). Pure.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// One line of the tick list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A British Sign Language interpreter.
    BslInterpreter,
    /// Words on the screen as they are spoken.
    LiveCaptions,
    /// Papers in large print.
    LargePrint,
    /// A way in without steps.
    StepFree,
    /// Somewhere quiet.
    QuietSpace,
    /// Breaks, or more of them.
    Breaks,
    /// Papers and slides before the day.
    MaterialsInAdvance,
    /// Something else, said in words.
    Other,
}

impl Need {
    /// The list, in the order of the form.
    pub const ALL: [Self; 8] = [
        Self::BslInterpreter,
        Self::LiveCaptions,
        Self::LargePrint,
        Self::StepFree,
        Self::QuietSpace,
        Self::Breaks,
        Self::MaterialsInAdvance,
        Self::Other,
    ];

    /// The word stored in counts, and the field's name on the form.
    pub const fn word(self) -> &'static str {
        match self {
            Self::BslInterpreter => "bsl_interpreter",
            Self::LiveCaptions => "live_captions",
            Self::LargePrint => "large_print",
            Self::StepFree => "step_free",
            Self::QuietSpace => "quiet_space",
            Self::Breaks => "breaks",
            Self::MaterialsInAdvance => "materials_in_advance",
            Self::Other => "other",
        }
    }

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::BslInterpreter => "A BSL interpreter",
            Self::LiveCaptions => "Live captions",
            Self::LargePrint => "Large print",
            Self::StepFree => "Step-free access",
            Self::QuietSpace => "A quiet space",
            Self::Breaks => "Breaks, or more of them",
            Self::MaterialsInAdvance => "Materials in advance",
            Self::Other => "Something else",
        }
    }
}

/// What somebody told.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    /// What they ticked.
    pub ticked: BTreeSet<Need>,
    /// Their own words; may be empty.
    pub more: String,
    /// What they eat or must not eat; may be empty.
    pub dietary: String,
}

impl Needs {
    /// Nothing is told.
    pub fn is_empty(&self) -> bool {
        self.ticked.is_empty() && self.more.is_empty() && self.dietary.is_empty()
    }

    /// The same without what is not asked at this date.
    #[must_use]
    pub fn asked(self, asks_dietary: bool) -> Self {
        if asks_dietary { self } else { Self { dietary: String::new(), ..self } }
    }

    /// The ticks as people read them.
    pub fn labels(&self) -> Vec<&'static str> {
        self.ticked.iter().map(|need| need.label()).collect()
    }
}

/// Never into a log.
impl fmt::Debug for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Needs(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qst_2_the_tick_list_is_the_rules_list() {
        assert_eq!(Need::ALL.len(), 8);
        let words: BTreeSet<&str> = Need::ALL.into_iter().map(Need::word).collect();
        assert_eq!(words.len(), 8);
        for need in Need::ALL {
            assert_eq!(serde_json::to_value(need).unwrap(), need.word());
        }
    }

    #[test]
    fn d_20_diet_is_kept_only_where_it_is_asked_and_nothing_is_ever_logged() {
        let told = Needs { dietary: "No nuts".to_owned(), ..Needs::default() };

        assert!(told.clone().asked(false).is_empty());
        assert!(!told.clone().asked(true).is_empty());
        assert_eq!(format!("{told:?}"), "Needs(hidden)");
    }
}
