//! A stand-in for the ATS: stateful, as strict as the documentation, and unreliable on request.
//!
//! It lists fictional candidates, hands out their résumés, enforces the limits on rate and concurrency with 429, refuses
//! what is not documented, and counts everything it was asked for. The same seed gives the same company.

mod admin;
mod callback;
mod counters;
mod cursor;
mod faults;
mod gate;
mod hooks;
mod jobs;
mod limits;
mod line;
mod people;
mod resume;
mod routes;
mod world;

use std::collections::{HashMap, HashSet};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

pub use callback::shaking;
pub use counters::Counters;
pub use faults::Fault;
pub use hooks::Hooks;
pub use jobs::Jobs;
pub use limits::Limits;
pub use people::Person;
pub use world::World;

use crate::random::Random;
use faults::Faults;
use limits::Meter;
use line::{Lines, Scissors};

/// What kind of company is pretended.
#[derive(Debug, Clone)]
pub struct Options {
    /// Port on loopback; 0 takes a free one.
    pub port: u16,
    /// Candidates at the start.
    pub candidates: usize,
    /// Jobs at the start.
    pub jobs: usize,
    /// Everything random follows from it.
    pub seed: u64,
    /// The key that is accepted.
    pub key: String,
    /// The identifier of the OAuth client whose secret is the key.
    pub client_id: String,
    /// Seconds that an access token lives, as it is told.
    pub token_life: u64,
    /// The company identifier.
    pub company: String,
    /// Limits of the credential.
    pub limits: Limits,
    /// Time each answer takes.
    pub latency: Duration,
    /// Probability that a request fails.
    pub faults: f64,
    /// The only way in which they fail, where not in every way.
    pub only: Option<Fault>,
    /// How long a stalled answer takes, and a silent body.
    pub stall: Duration,
    /// Seconds that a client is asked to wait where it is turned away with `Retry-After`.
    pub retry_after: u64,
    /// Whether candidates agree by scope.
    pub scoped_consents: bool,
    /// Whether downloads lead to a signed address on another host.
    pub signed_downloads: bool,
    /// Routes, by their names in the counters, that answer 403 because the credential lacks a scope.
    pub forbidden: Vec<String>,
    /// Files to hand out as résumés; where empty, résumés are written.
    pub files: Vec<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            candidates: 100,
            jobs: 20,
            seed: 1,
            key: "DCRA1-0123456789abcdef0123456789abcdef".into(),
            client_id: "client-1".into(),
            token_life: admin::LIFE,
            company: "ExampleCorp".into(),
            limits: Limits::default(),
            latency: Duration::from_millis(3),
            faults: 0.0,
            only: None,
            stall: Duration::from_secs(3),
            retry_after: 0,
            scoped_consents: false,
            signed_downloads: false,
            forbidden: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// What a signed address leads to.
#[derive(Clone)]
struct Signed(world::Document);

/// What all connections share.
struct Shared {
    options: Options,
    base: String,
    storage: Option<String>,
    world: Mutex<World>,
    meter: Meter,
    faults: Faults,
    counters: Mutex<Counters>,
    signed: Mutex<(u64, HashMap<String, Signed>)>,
    tokens: Mutex<Vec<String>>,
    hooks: Mutex<Hooks>,
    /// Names of requests: each must be another one.
    named: Mutex<HashSet<String>>,
}

impl Shared {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tokens(&self) -> MutexGuard<'_, Vec<String>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hooks(&self) -> MutexGuard<'_, Hooks> {
        self.hooks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, change: impl FnOnce(&mut Counters)) {
        change(&mut self.counters.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether a request has a name that none had before.
    fn is_new(&self, name: &str) -> bool {
        !name.is_empty() && self.named.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned())
    }

    /// Makes an address that works until something came of it.
    fn sign(&self, signed: Signed) -> String {
        let mut table = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        table.0 += 1;
        let token = format!("t{:08x}", Random::new(self.options.seed, table.0).next() as u32);
        table.1.insert(token.clone(), signed);
        token
    }

    fn signed(&self, token: &str) -> Option<Signed> {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner).1.get(token).cloned()
    }

    fn burn(&self, token: &str) {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner).1.remove(token);
    }
}

/// A running server. Dropping it ends it.
pub struct Standin {
    shared: Arc<Shared>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Standin {
    /// Starts a server on loopback.
    pub fn start(options: Options) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let address = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let api = runtime.block_on(TcpListener::bind(address(options.port)))?;
        let storage = if options.signed_downloads { Some(runtime.block_on(TcpListener::bind(address(0)))?) } else { None };
        let shared = Arc::new(Shared {
            base: format!("http://{}", api.local_addr()?),
            storage: storage.as_ref().map(|listener| Ok::<_, io::Error>(format!("http://{}", listener.local_addr()?))).transpose()?,
            world: Mutex::new(World::new(options.seed, options.candidates, options.jobs, options.files.clone())),
            meter: Meter::new(options.limits),
            faults: Faults::new(options.faults, options.only, options.seed),
            counters: Mutex::default(),
            signed: Mutex::default(),
            tokens: Mutex::default(),
            hooks: Mutex::new(Hooks::new(options.seed)),
            named: Mutex::default(),
            options,
        });
        let routes = Router::new().fallback(gate::api).with_state(Arc::clone(&shared));
        runtime.spawn(async move { axum::serve(Lines(api), routes.into_make_service_with_connect_info::<Scissors>()).await });
        if let Some(listener) = storage {
            let routes = Router::new().fallback(gate::storage).with_state(Arc::clone(&shared));
            runtime.spawn(async move { axum::serve(listener, routes).await });
        }
        Ok(Self { shared, runtime: Some(runtime) })
    }

    /// Where it answers.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.shared.base
    }

    /// The key it accepts.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.shared.options.key
    }

    /// The company it pretends to be.
    #[must_use]
    pub fn company(&self) -> &str {
        &self.shared.options.company
    }

    /// What it was asked so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        let mut counters = self.shared.counters.lock().unwrap_or_else(PoisonError::into_inner).clone();
        counters.faults = self.shared.faults.done();
        counters
    }

    /// Forgets what it was asked so far.
    pub fn reset_counters(&self) {
        self.shared.count(|counters| *counters = Counters::default());
    }

    /// Sends a notification to every active subscription; the statuses of the answers, absent where there was none.
    #[must_use]
    pub fn notify(&self, event: &str, name: &str, body: &serde_json::Value) -> Vec<Option<u16>> {
        // Whoever is called may ask this server for something before it answers.
        let active: Vec<_> = self.shared.hooks().all.iter().filter(|one| one.active).cloned().collect();
        active.iter().map(|one| one.send(event, name, &body.to_string())).collect()
    }

    /// Looks at or changes the subscriptions, between two requests.
    pub fn hooks<T>(&self, look: impl FnOnce(&mut Hooks) -> T) -> T {
        look(&mut self.shared.hooks())
    }

    /// The access tokens that were given out, oldest first.
    #[must_use]
    pub fn tokens(&self) -> Vec<String> {
        self.shared.tokens().clone()
    }

    /// Takes no token any more that was given out so far.
    pub fn revoke_tokens(&self) {
        self.shared.tokens().iter_mut().for_each(|token| token.insert_str(0, "revoked-"));
    }

    /// Looks at or changes what the company knows, between two requests.
    pub fn world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut self.shared.world())
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
