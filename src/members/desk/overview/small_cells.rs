//! Figures that may be published (PR-11): a cell of fewer than five people says so and no more. Pure.

/// Fewer people than this are hidden.
const FEWEST_SHOWN: i64 = 5;

/// A figure of a published table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PublicCount {
    /// Five people or more.
    Shown(i64),
    /// Fewer than five, or hidden so that one of fewer than five cannot be worked out.
    Hidden,
}

impl PublicCount {
    /// As the table says it.
    pub(super) fn words(self) -> String {
        match self {
            Self::Shown(count) => count.to_string(),
            Self::Hidden => "hidden".to_owned(),
        }
    }
}

/// The cells of a table whose sum is known as well. When a single cell would be hidden, the smallest of the others is hidden with
/// it; otherwise taking the shown ones from the sum would tell.
pub(super) fn for_publication(cells: &[i64]) -> Vec<PublicCount> {
    let mut shown: Vec<PublicCount> = cells
        .iter()
        .map(|count| if *count < FEWEST_SHOWN { PublicCount::Hidden } else { PublicCount::Shown(*count) })
        .collect();
    let hidden = shown.iter().filter(|cell| **cell == PublicCount::Hidden).count();
    if hidden == 1 {
        let smallest = (0..cells.len()).filter(|at| shown[*at] != PublicCount::Hidden).min_by_key(|at| cells[*at]);
        if let Some(at) = smallest {
            shown[at] = PublicCount::Hidden;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::PublicCount::{Hidden, Shown};
    use super::*;

    #[test]
    fn pr_11_a_cell_under_five_people_is_hidden_and_cannot_be_worked_out() {
        let table = [
            (vec![], vec![]),
            (vec![12, 5], vec![Shown(12), Shown(5)]),
            (vec![12, 4, 7], vec![Shown(12), Hidden, Hidden]),
            (vec![12, 4, 1], vec![Shown(12), Hidden, Hidden]),
            (vec![3], vec![Hidden]),
            (vec![0, 6], vec![Hidden, Hidden]),
        ];

        for (cells, wanted) in table {
            assert_eq!(for_publication(&cells), wanted, "{cells:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_under_five_is_ever_shown_and_one_cell_is_never_hidden_alone(cells in proptest::collection::vec(0i64..40, 0..12)) {
            let shown = for_publication(&cells);
            let hidden = shown.iter().filter(|cell| **cell == Hidden).count();

            let all_right = shown.iter().all(|cell| match cell { Shown(count) => *count >= 5, Hidden => true });
            prop_assert!(all_right);
            prop_assert!(hidden != 1 || cells.len() == 1);
        }
    }
}
