//! The operating system's keyring, through the tool that comes with it.
//!
//! The tool is asked for one entry and gives the secret on its standard output; nothing stands on a command line that others could read.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Under which name entries are kept.
const SERVICE: &str = "vitae";

/// Fetches the secret of an entry.
pub(crate) fn fetch(what: &str, entry: &str) -> Result<String> {
    let output = lookup(entry)?.stdin(Stdio::null()).stderr(Stdio::null()).output();
    let output =
        output.with_context(|| format!("the {what} is missing: the keyring's tool `{TOOL}` cannot be run; install it, or use a file"))?;
    let secret = String::from_utf8(output.stdout).ok().filter(|secret| output.status.success() && !secret.trim().is_empty());
    secret.with_context(|| format!("the {what} is missing: the keyring has no entry `{entry}` of the service `{SERVICE}`, or is locked"))
}

/// Keeps a secret under an entry, in place of what was there.
pub(crate) fn store(entry: &str, secret: &str) -> Result<()> {
    let mut child = keep(entry)?
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("the keyring's tool `{TOOL}` cannot be run; install it, or use a file"))?;
    let mut pipe = child.stdin.take().context("the keyring's tool takes no input")?;
    pipe.write_all(secret.as_bytes()).context("the keyring's tool takes no input")?;
    drop(pipe);
    if !child.wait().context("the keyring's tool does not end")?.success() {
        bail!("the keyring did not take the entry `{entry}`; is it unlocked?");
    }
    Ok(())
}

#[cfg(target_os = "linux")]
const TOOL: &str = "secret-tool";
#[cfg(target_os = "macos")]
const TOOL: &str = "security";
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
const TOOL: &str = "none";

#[cfg(target_os = "linux")]
fn lookup(entry: &str) -> Result<Command> {
    let mut command = Command::new(TOOL);
    command.args(["lookup", "service", SERVICE, "account", entry]);
    Ok(command)
}

#[cfg(target_os = "linux")]
fn keep(entry: &str) -> Result<Command> {
    let mut command = Command::new(TOOL);
    command.args(["store", "--label", &format!("Vitae: {entry}"), "service", SERVICE, "account", entry]);
    Ok(command)
}

#[cfg(target_os = "macos")]
fn lookup(entry: &str) -> Result<Command> {
    let mut command = Command::new(TOOL);
    command.args(["find-generic-password", "-s", SERVICE, "-a", entry, "-w"]);
    Ok(command)
}

#[cfg(target_os = "macos")]
fn keep(entry: &str) -> Result<Command> {
    bail!("on this system an entry is made by hand: `security add-generic-password -U -s {SERVICE} -a {entry} -w` asks for the secret")
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn lookup(_: &str) -> Result<Command> {
    bail!("this build knows no keyring on this system; use an environment variable or a file")
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn keep(_: &str) -> Result<Command> {
    bail!("this build knows no keyring on this system; use an environment variable or a file")
}
