//! `vitae serve`: the CRM over HTTP.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use clap::Args;
use vitae_engine::Engine;
use vitae_ingest::{Account, Receiver};
use vitae_web::{Hooks, Settings, serve};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Serve search, persons and documents over HTTP as JSON, until interrupted
///
/// Answers at /api/search?q=QUERY, /api/persons/ID, /api/persons/ID/similar, /api/documents/SHA256, /api/duplicates, /health and
/// /metrics; /openapi.json describes them. Takes notifications of the ATS at /hooks/ACCOUNT (see `vitae webhook`). Callers of the API
/// need the token that VITAE_TOKEN or `[serve] token` in `vitae.toml` names;
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
        let engine = Arc::new(configuration.open()?);
        let hooks = hooks(&configuration, &engine, printer);
        let settings = Settings { addr, token: configuration.token()?, hooks, ..Settings::default() };
        serve(engine, settings, |addr| printer.say(&format!("serving http://{addr}")))?;
        Ok(Exit::Done)
    }
}

/// Receivers of the accounts whose key is there; an account without one is told and left out.
fn hooks(configuration: &Configuration, engine: &Arc<Engine>, printer: &Printer) -> Hooks {
    let mut receivers = Vec::new();
    for settings in configuration.accounts() {
        let connected = configuration.key(settings).and_then(|key| Ok(Account::connect(settings.clone(), &key)?));
        match connected {
            Ok(account) => receivers.push(Receiver::new(Arc::clone(engine), account)),
            Err(error) => printer.error(&format!("notifications of `{}` are not taken: {error:#}", settings.name)),
        }
    }
    Hooks::new(receivers)
}
