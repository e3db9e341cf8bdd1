//! The state on disk, so that a restarted demo still knows its checkouts. Written whole, beside the old one, then put
//! in its place.

use std::fs;
use std::io;
use std::path::Path;

use super::account::State;

/// Reads the file; one that does not exist is an empty account.
pub(super) fn load(file: &Path) -> io::Result<State> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::default()),
        Err(error) => return Err(error),
    };
    let mut state: State = serde_json::from_str(&text).map_err(|error| {
        let message =
            format!("{} is not a state of the local Stripe (delete it to start afresh): {error}", file.display());
        io::Error::new(io::ErrorKind::InvalidData, message)
    })?;
    state.kept_answers.forget_running();
    Ok(state)
}

/// Replaces the file.
pub(super) fn save(file: &Path, state: &State) -> io::Result<()> {
    let beside = file.with_extension("new");
    fs::write(&beside, serde_json::to_vec(state)?)?;
    fs::rename(&beside, file)
}
