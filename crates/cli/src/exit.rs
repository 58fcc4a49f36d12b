//! How the process ends.

use std::io::{self, ErrorKind};
use std::process::ExitCode;

/// How the process ends. The numbers are a promise to scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything was done.
    Done = 0,
    /// Everything worked, and there was nothing to find.
    Nothing = 1,
    /// Something failed; the rest went on.
    Failed = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Whether `error` only says that whoever read the output has had enough, as `head` does.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|cause| cause.kind() == ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_kept() {
        assert_eq!([Exit::Done, Exit::Nothing, Exit::Failed].map(|exit| exit as u8), [0, 1, 2]);
    }

    #[test]
    fn a_broken_pipe_is_seen_through_context() {
        let broken = anyhow::Error::new(io::Error::from(ErrorKind::BrokenPipe)).context("cannot print");
        assert!(is_broken_pipe(&broken));
        assert!(!is_broken_pipe(&anyhow::Error::new(io::Error::from(ErrorKind::NotFound))));
    }
}
