//! The sync against a stand-in of the ATS that fails in every way: everything arrives, once, and no failure is waited for too long.

use std::path::Path;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use vitae_engine::Engine;
use vitae_ingest::{
    Account, AccountSettings, ApiErrorKind, ApiKey, Interval, KeySource, Ledger, OAuthClient, Patience, Scope, SyncError, SyncOptions,
    subscribe, subscriptions, sync_jobs, sync_once, test_account,
};
use vitae_tests::standin::{Fault, Limits, Options, Standin, shaking};

const NAME: &str = "acme";

/// Ways in which a request to the API can fail.
const ALL: [Fault; 14] = [
    Fault::ServerError,
    Fault::Unavailable,
    Fault::Throttled,
    Fault::Paused,
    Fault::Stall,
    Fault::Silence,
    Fault::Truncated,
    Fault::Oversized,
    Fault::Garbled,
    Fault::Loop,
    Fault::Astray,
    Fault::Reset,
    Fault::Expired,
    Fault::Missing,
];

fn start(options: Options) -> Standin {
    let limits = Limits { rate: 5000, concurrent: 16, ..Limits::default() };
    let stall = Duration::from_secs(20);
    Standin::start(Options { limits, stall, latency: Duration::ZERO, ..options }).expect("a server")
}

fn settings(standin: &Standin) -> AccountSettings {
    let text = format!(
        "name = '{NAME}'\ncompany = '{}'\napi_key = {{ env = 'ACME_KEY' }}\nbase_url = '{}'\nmax_requests_per_second = 4000\n\
         max_public_requests_per_second = 4000\ntimeout = '1s'",
        standin.company(),
        standin.url()
    );
    toml::from_str(&text).expect("settings")
}

fn patience() -> Patience {
    let mut patience = Patience::between(Duration::from_millis(5), Duration::from_millis(50));
    patience.silence = Duration::from_millis(500);
    patience.connecting = Duration::from_millis(500);
    patience
}

fn connect(settings: AccountSettings, key: &str) -> Account {
    Account::connect_with(settings, &ApiKey::new(key), patience()).expect("an account")
}

fn home() -> (TempDir, Engine) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = vitae_tests::server::open(folder.path()).expect("an engine");
    (folder, engine)
}

/// Runs as a service does, again and again, until a run has nothing left to do over; what all of them came to.
fn sync(engine: &Engine, account: &Account) -> Ledger {
    let mut total = Ledger::default();
    for _ in 0..8 {
        let Ok(ledger) = sync_once(engine, account, &SyncOptions::of(Scope::Changes), &()) else { continue };
        total.new += ledger.new;
        total.changed += ledger.changed;
        total.downloaded += ledger.downloaded;
        total.parsed += ledger.parsed;
        total.reused += ledger.reused;
        total.missing += ledger.missing;
        total.traffic = ledger.traffic;
        if ledger.failed == 0 && engine.dead_letters(Some(NAME)).expect("readable").is_empty() {
            return total;
        }
    }
    panic!("after eight runs something is still failing: {:?}", engine.last_runs(None));
}

/// Everybody of the source is kept, with every document, and nobody else.
fn assert_equal_to_source(engine: &Engine, standin: &Standin) {
    let mut ids = standin.world(|world| world.ids());
    ids.sort();
    assert_eq!(engine.candidates(NAME, None, 100_000).expect("readable"), ids);
    for id in ids {
        let state = engine.candidate_state(NAME, &id).expect("readable").expect("kept");
        let (updated, resumes) = standin.world(|world| (world.updated(&id), world.resumes(&id)));
        let mut documents: Vec<_> =
            state.attachments.iter().filter(|document| document.sha256.is_some()).map(|document| document.id.clone()).collect();
        documents.sort();
        assert_eq!((state.updated_on, documents), (updated, resumes), "{id}");
    }
}

/// Files that were being received when something ended them.
fn drafts(home: &Path) -> usize {
    std::fs::read_dir(home.join("blobs/incoming")).map_or(0, Iterator::count)
}

#[test]
fn a_tenth_of_all_requests_failing_in_every_way_costs_nothing_but_time() {
    let standin = start(Options { candidates: 200, faults: 0.1, seed: 3, retry_after: 1, ..Options::default() });
    let ((folder, engine), account) = (home(), connect(settings(&standin), standin.key()));
    let ledger = sync(&engine, &account);
    let counters = standin.counters();
    let n_resumes = standin.world(|world| world.ids().iter().map(|id| world.resumes(id).len() as u64).sum::<u64>());
    assert_eq!((ledger.new, ledger.changed, ledger.missing), (200, 0, 0), "everything arrives, and nothing twice");
    assert_eq!((ledger.downloaded, ledger.parsed + ledger.reused), (n_resumes, n_resumes));
    assert_equal_to_source(&engine, &standin);
    assert_eq!((engine.stats().expect("counts").documents, drafts(folder.path())), (n_resumes, 0));
    let happened = |fault: &Fault| counters.faults.get(fault).copied().unwrap_or_default();
    assert!(ALL.iter().all(|fault| happened(fault) > 0), "not every way happened: {:?}", counters.faults);
    // What the ledger counted is what the server was asked, request by request.
    assert_eq!(ledger.traffic.sent, counters.total());
    assert_eq!(ledger.traffic.throttled, happened(&Fault::Throttled) + happened(&Fault::Paused));
    assert!(counters.exceeded.is_empty() && counters.malformed.is_empty() && counters.compressed > 0, "{counters:?}");
}

#[test]
fn each_way_of_failing_alone_is_survived_by_a_third_of_all_requests() {
    for fault in ALL {
        let standin = start(Options { candidates: 12, jobs: 4, faults: 0.3, only: Some(fault), ..Options::default() });
        let ((folder, engine), account) = (home(), connect(settings(&standin), standin.key()));
        let ledger = sync(&engine, &account);
        // A document that is not there three times in a row is taken to be gone.
        let gone = if matches!(fault, Fault::Expired | Fault::Missing) { ledger.missing } else { 0 };
        assert_eq!((ledger.new, ledger.downloaded + gone, ledger.missing), (12, 12, gone), "{fault:?}");
        if gone == 0 {
            assert_equal_to_source(&engine, &standin);
        }
        assert!(standin.counters().faults.contains_key(&fault), "{fault:?} never happened");
        assert_eq!((standin.counters().malformed, drafts(folder.path())), (Vec::new(), 0), "{fault:?}");
    }
}

#[test]
fn downloads_from_another_host_may_break_off_fall_silent_and_expire() {
    let standin = start(Options { candidates: 60, faults: 0.2, seed: 5, signed_downloads: true, ..Options::default() });
    let ((folder, engine), account) = (home(), connect(settings(&standin), standin.key()));
    let ledger = sync(&engine, &account);
    assert_eq!((ledger.new, ledger.downloaded + ledger.missing), (60, 60));
    assert!(ledger.missing <= 3, "{ledger:?}");
    assert_eq!((standin.counters().leaked_keys, drafts(folder.path())), (0, 0));
}

#[test]
fn jobs_and_postings_arrive_through_every_way_of_failing() {
    let standin = start(Options { jobs: 80, faults: 0.1, seed: 11, ..Options::default() });
    let ((_folder, engine), account) = (home(), connect(settings(&standin), standin.key()));
    let run = || sync_jobs(&engine, &account, &SyncOptions::of(Scope::Changes), &());
    let ended =
        (0..8).find_map(|_| run().ok().filter(|ledger| ledger.failed == 0 && engine.dead_letters(None).expect("readable").is_empty()));
    assert!(ended.is_some(), "{:?}", engine.last_runs(None));
    let again = (0..8).find_map(|_| run().ok()).expect("a run");
    assert_eq!((again.new, again.changed), (0, 0), "{again:?}");
}

#[test]
fn tokens_are_bought_and_subscriptions_made_through_every_way_of_failing() {
    let standin = start(Options { candidates: 30, faults: 0.25, seed: 2, ..Options::default() });
    let client = OAuthClient { client_id: "client-1".into(), client_secret: KeySource::Env("ACME_SECRET".into()) };
    for round in 0..6 {
        // A new account has no token yet.
        let account = connect(AccountSettings { api_key: None, oauth: Some(client.clone()), ..settings(&standin) }, standin.key());
        test_account(&account).unwrap_or_else(|error| panic!("round {round}: {error}"));
        let (_folder, engine) = home();
        assert_eq!(sync(&engine, &account).new, 30);
    }
    let account = connect(settings(&standin), standin.key());
    let callback = shaking();
    let made = (0..8).find_map(|_| subscribe(&account, &callback).ok()).expect("subscribed");
    let listed = (0..8).find_map(|_| subscriptions(&account).ok()).expect("listed");
    assert_eq!(listed, [made]);
    let bought = standin.counters().faults;
    assert!(bought.len() >= 10, "{bought:?}");
}

#[test]
fn a_document_that_is_not_there_is_remembered_and_not_asked_for_again() {
    let standin = start(Options { candidates: 5, faults: 1.0, only: Some(Fault::Missing), ..Options::default() });
    let ((_folder, engine), account) = (home(), connect(settings(&standin), standin.key()));
    let ledger = sync(&engine, &account);
    assert_eq!((ledger.new, ledger.downloaded, ledger.missing), (5, 0, 5));
    let id = standin.world(|world| world.ids()[0].clone());
    let state = engine.candidate_state(NAME, &id).expect("readable").expect("kept");
    assert!(state.attachments[0].missing.as_ref().is_some_and(|reason| reason.contains("404")), "{state:?}");
    standin.reset_counters();
    let again = sync_once(&engine, &account, &SyncOptions::of(Scope::Everything), &()).expect("a run");
    assert_eq!((again.unchanged, standin.counters().of("GET /candidates/{id}/attachments/{attachmentId}")), (5, 0));
}

#[expect(clippy::disallowed_methods, reason = "the test writes a document for the server to hand out")]
#[test]
fn a_document_over_the_bound_is_left_and_had_once_the_bound_is_raised() {
    let folder = tempfile::tempdir().expect("a folder");
    let large = folder.path().join("large.txt");
    let text = format!("Jane Example\njane@example.com\n{}", "many words ".repeat(110_000));
    std::fs::write(&large, &text).expect("writes");
    let standin = start(Options { candidates: 3, files: vec![large], ..Options::default() });
    let (home, engine) = home();
    let mut wide = settings(&standin);
    wide.candidates.parse_resumes = false;
    let mut narrow = wide.clone();
    narrow.candidates.max_document_mib = 1;
    let ledger = sync(&engine, &connect(narrow.clone(), standin.key()));
    assert_eq!((ledger.new, ledger.downloaded, ledger.missing, drafts(home.path())), (3, 0, 3, 0));
    let full = |settings| sync_once(&engine, &connect(settings, standin.key()), &SyncOptions::of(Scope::Everything), &()).expect("a run");
    standin.reset_counters();
    assert_eq!(full(narrow).unchanged, 3);
    assert_eq!(standin.counters().of("GET /candidates/{id}/attachments/{attachmentId}"), 0, "not asked for again");
    let ledger = full(wide);
    assert_eq!((ledger.changed, ledger.downloaded, ledger.missing, drafts(home.path())), (3, 3, 0, 0));
    let digest =
        |id: &String| engine.candidate_state(NAME, id).expect("readable").expect("kept").attachments[0].sha256.expect("had").to_string();
    let digests: std::collections::BTreeSet<_> = standin.world(|world| world.ids()).iter().map(digest).collect();
    let [one] = digests.iter().collect::<Vec<_>>()[..] else { panic!("the same bytes have one name: {digests:?}") };
    let kept = home.path().join("blobs").join(&one[..2]).join(&one[2..4]).join(one);
    assert_eq!(std::fs::metadata(kept).expect("is there").len(), text.len() as u64);
}

/// How a request fails against a server that does no more than accept connections, and after how long.
fn failure(settings: AccountSettings, key: &str, patience: Patience) -> (ApiErrorKind, Duration) {
    let account = Account::connect_with(settings, &ApiKey::new(key), patience).expect("an account");
    let started = Instant::now();
    match test_account(&account).expect_err("nobody answers") {
        SyncError::Api { reason, .. } => (reason.kind().clone(), started.elapsed()),
        other => panic!("{other}"),
    }
}

#[test]
fn connecting_waiting_and_reading_each_have_a_time_of_their_own() {
    let standin = start(Options { candidates: 2, faults: 1.0, only: Some(Fault::Silence), ..Options::default() });
    let mut patience = patience();
    patience.retries = 1;
    let long = AccountSettings { timeout: Interval::from_secs(100), ..settings(&standin) };
    let (kind, took) = failure(long.clone(), standin.key(), patience);
    assert!(matches!(kind, ApiErrorKind::TimedOut) && took < Duration::from_secs(15), "a silent body: {kind:?} after {took:?}");

    let standin = start(Options { candidates: 2, faults: 1.0, only: Some(Fault::Stall), ..Options::default() });
    let (kind, took) = failure(AccountSettings { timeout: Interval::from_secs(1), ..settings(&standin) }, standin.key(), patience);
    assert!(matches!(kind, ApiErrorKind::TimedOut) && took < Duration::from_secs(15), "no answer: {kind:?} after {took:?}");

    let full = Full::new();
    let base_url = format!("http://{}", full.address);
    let nowhere = AccountSettings { base_url: vitae_ingest::BaseUrl::parse(&base_url).expect("an address"), ..long };
    let (kind, took) = failure(nowhere, "DCRA1-00", patience);
    assert!(matches!(kind, ApiErrorKind::TimedOut) && took < Duration::from_secs(15), "no connection: {kind:?} after {took:?}");
}

/// A port whose queue is full: further connections wait for ever.
struct Full {
    address: std::net::SocketAddr,
    _runtime: tokio::runtime::Runtime,
    _listener: tokio::net::TcpListener,
    _queue: Vec<std::net::TcpStream>,
}

impl Full {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let listener = runtime.block_on(async {
            let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
            socket.bind("127.0.0.1:0".parse().expect("an address")).expect("binds");
            socket.listen(1).expect("listens")
        });
        let address = listener.local_addr().expect("an address");
        let join = || std::net::TcpStream::connect_timeout(&address, Duration::from_millis(200));
        let queue = std::iter::repeat_with(join).take(64).map_while(Result::ok).collect();
        Self { address, _runtime: runtime, _listener: listener, _queue: queue }
    }
}
