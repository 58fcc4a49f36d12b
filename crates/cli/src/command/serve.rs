//! `vitae serve`: the CRM over HTTP.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use clap::Args;
use vitae_web::{Settings, serve};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Serve health and search over HTTP as JSON, until interrupted
///
/// Answers at /health and /api/search?q=QUERY. Callers of the API need the token that VITAE_TOKEN or `[serve] token` in `vitae.toml` names;
/// without a token only this machine is served.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port [default: 127.0.0.1:7878]
    #[arg(long, value_name = "ADDRESS")]
    addr: Option<SocketAddr>,
}

impl Serve {
    /// Serves until interrupted.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&global.overrides())?;
        let addr = self.addr.unwrap_or(configuration.addr.value);
        let settings = Settings { addr, token: configuration.token()?, ..Settings::default() };
        let engine = Arc::new(configuration.open()?);
        serve(engine, settings, |addr| printer.say(&format!("serving http://{addr}")))?;
        Ok(Exit::Done)
    }
}
