//! Where log lines go and what they look like: JSON for machines in `serve`, short lines for people elsewhere; always standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use super::Failure;

/// What a log line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// Short, for eyes.
    Compact,
}

/// Starts logging what `NAIRO_LOG` asks for.
pub fn start(directives: &str, format: LogFormat) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(directives).map_err(|error| {
        Failure::new(format!(
            "NAIRO_LOG: \"{directives}\" is not understood ({error}); expected such as info or nairo=debug,warn"
        ))
    })?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match format {
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
        LogFormat::Compact => lines.compact().with_target(false).with_ansi(std::io::stderr().is_terminal()).try_init(),
    };
    started.map_err(|error| Failure::new(format!("logging cannot start: {error}")))
}
