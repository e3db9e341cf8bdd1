//! The shape of the source tree, checked: who may import whom, who may touch tables and the outside, how long files are.
//! A failure names the file and the rule.

mod files;
mod imports;
mod layers;
mod rules;
