//! Refund policies by their code: a course names a policy, a date is sold under the newest version of it (SES-1, REF-1).

pub use super::queries::policy_versions;
use crate::events::courses::views::PolicyChoice;

/// One version of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyVersion {
    /// Its row.
    pub id: i64,
    /// The code that all its versions share.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Every version of every policy, by code, the newest of each first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyVersions(pub(super) Vec<PolicyVersion>);

impl PolicyVersions {
    /// The newest version of a policy.
    pub fn newest(&self, code: &str) -> Option<&PolicyVersion> {
        self.0.iter().find(|version| version.code == code)
    }

    /// The version with this id.
    pub fn find(&self, id: i64) -> Option<&PolicyVersion> {
        self.0.iter().find(|version| version.id == id)
    }

    /// Each policy once, under its newest name.
    pub fn choices(&self) -> Vec<PolicyChoice> {
        let newest = self.0.iter().filter(|version| self.newest(&version.code) == Some(*version));
        newest.map(|version| PolicyChoice { value: version.code.clone(), label: version.name.clone() }).collect()
    }
}
