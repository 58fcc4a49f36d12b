//! The sync service as a program embeds it: intervals, no overlap, a schedule that survives restarts, deletions found in time.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use vitae_engine::Engine;
use vitae_ingest::{
    Account, AccountSettings, ApiKey, Ledger, Observer, Patience, Service, State, Stop, Stream, SyncError, SyncOptions, status,
};
use vitae_tests::standin::{Limits, Options, Standin};

/// What a service told of candidates.
#[derive(Debug, Default)]
struct Told {
    ended: Mutex<Vec<(Instant, Result<Ledger, SyncError>)>>,
}

impl Observer for Told {
    fn update(&self, _: &str, _: Stream, _: &Ledger) {}

    fn ended(&self, account: &str, stream: Stream, result: Result<Ledger, SyncError>) {
        assert_eq!(account, "acme");
        if stream == Stream::Candidates {
            self.ended.lock().expect("no panic").push((Instant::now(), result));
        }
    }
}

fn standin(candidates: usize) -> Standin {
    let limits = Limits { rate: 3000, ..Limits::default() };
    Standin::start(Options { candidates, limits, latency: Duration::from_millis(1), ..Options::default() }).expect("a server")
}

fn settings(standin: &Standin, candidates: &str) -> AccountSettings {
    let text = format!(
        "name = 'acme'\ncompany = '{}'\napi_key = {{ env = 'KEY' }}\nbase_url = '{}'\nmax_requests_per_second = 2500.0
candidates = {{ {candidates} }}",
        standin.company(),
        standin.url()
    );
    toml::from_str(&text).expect("settings")
}

fn account(settings: AccountSettings, key: &str) -> [Account; 1] {
    let patience = Patience::between(Duration::from_millis(10), Duration::from_millis(100));
    [Account::connect_with(settings, &ApiKey::new(key), patience).expect("an account")]
}

/// Runs a service for a while.
fn serve(engine: &Engine, accounts: &[Account], time: Duration) -> Vec<(Instant, Result<Ledger, SyncError>)> {
    let (stop, told) = (Stop::default(), Told::default());
    std::thread::scope(|scope| {
        let (service, observer) = (Service::new(engine, accounts, &stop), &told);
        let running = scope.spawn(move || service.run(&SyncOptions::default(), observer));
        std::thread::sleep(time);
        let asked = Instant::now();
        stop.request();
        running.join().expect("no panic");
        assert!(asked.elapsed() < Duration::from_secs(2), "it ended {:?} after it was asked to", asked.elapsed());
    });
    told.ended.into_inner().expect("no panic")
}

#[test]
fn runs_follow_each_other_at_the_interval() {
    let (standin, home) = (standin(30), tempfile::tempdir().expect("a folder"));
    let engine = vitae_tests::server::open(home.path()).expect("an engine");
    let told = serve(&engine, &account(settings(&standin, "every = '1s'"), standin.key()), Duration::from_secs(5));
    assert!((3..=6).contains(&told.len()), "{} runs in five seconds", told.len());
    let new: Vec<u64> = told.iter().map(|(_, result)| result.as_ref().expect("it went well").new).collect();
    assert_eq!((new[0], new[1..].iter().sum::<u64>()), (30, 0));
    assert_eq!(standin.counters().max_listings, 1);
}

#[test]
fn a_restart_waits_for_its_turn_and_says_when_that_is() {
    let (standin, home) = (standin(5), tempfile::tempdir().expect("a folder"));
    let engine = vitae_tests::server::open(home.path()).expect("an engine");
    let accounts = account(settings(&standin, "every = '1h'"), standin.key());
    let of_candidates = || status(&engine, [accounts[0].settings()]).expect("readable").remove(0);
    assert_eq!((of_candidates().state, of_candidates().next_run), (State::Never, None));
    assert_eq!(serve(&engine, &accounts, Duration::from_secs(1)).len(), 1);
    assert_eq!(serve(&engine, &accounts, Duration::from_secs(1)).len(), 0);
    let now = of_candidates();
    assert_eq!((now.state, now.last_run.map(|run| run.counts.new)), (State::Done, Some(5)));
    let minutes = now.next_run.expect("set").duration_since(jiff::Timestamp::now()).as_mins();
    assert!((58..=61).contains(&minutes), "{minutes}");
    assert!(now.lag_seconds.is_some_and(|lag| (0..30).contains(&lag)), "{:?}", now.lag_seconds);
}

#[test]
fn what_the_source_deleted_is_found_without_being_asked_for() {
    let (standin, home) = (standin(12), tempfile::tempdir().expect("a folder"));
    let engine = vitae_tests::server::open(home.path()).expect("an engine");
    let accounts = account(settings(&standin, "every = '1s', sweep = '2s'"), standin.key());
    assert!(!serve(&engine, &accounts, Duration::from_secs(1)).is_empty());
    standin.world(|world| {
        let id = world.ids().remove(0);
        assert!(world.delete(&id));
    });
    let told = serve(&engine, &accounts, Duration::from_secs(4));
    let erased: u64 = told.iter().map(|(_, result)| result.as_ref().expect("it went well").erased).sum();
    assert_eq!(erased, 1);
    assert_eq!(engine.candidates("acme", None, 100).expect("readable").len(), 11);
}

#[test]
fn a_source_that_fails_is_told_and_does_not_end_the_service() {
    let (standin, home) = (standin(5), tempfile::tempdir().expect("a folder"));
    let engine = vitae_tests::server::open(home.path()).expect("an engine");
    let told = serve(&engine, &account(settings(&standin, "every = '1s'"), "no-such-key"), Duration::from_secs(4));
    assert!((1..=3).contains(&told.len()), "{told:?}");
    assert!(told.iter().all(|(_, result)| matches!(result, Err(SyncError::Api { .. }))), "{told:?}");
    let streams = status(&engine, [&settings(&standin, "every = '1s'")]).expect("readable");
    assert_eq!((streams[0].state, streams[0].complete_until), (State::Failed, None));
}

/// Counts the runs of each stream of each account.
#[derive(Debug, Default)]
struct Counted(Mutex<std::collections::BTreeMap<(String, &'static str), usize>>);

impl Observer for Counted {
    fn update(&self, _: &str, _: Stream, _: &Ledger) {}

    fn ended(&self, account: &str, stream: Stream, result: Result<Ledger, SyncError>) {
        result.expect("it went well");
        *self.0.lock().expect("no panic").entry((account.to_owned(), stream.name())).or_default() += 1;
    }
}

#[test]
fn several_accounts_are_served_at_once_each_stream_at_its_own_interval() {
    let (one, other, home) = (standin(20), standin(30), tempfile::tempdir().expect("a folder"));
    let engine = vitae_tests::server::open(home.path()).expect("an engine");
    let mut often = settings(&one, "every = '1s'");
    often.jobs.every = vitae_ingest::Interval::from_secs(3600);
    let mut seldom = AccountSettings { name: "other".into(), ..settings(&other, "every = '1h'") };
    seldom.jobs.every = vitae_ingest::Interval::from_secs(1);
    let [often] = account(often, one.key());
    let [seldom] = account(seldom, other.key());
    let (stop, counted, accounts) = (Stop::default(), Counted::default(), [often, seldom]);
    std::thread::scope(|scope| {
        let (service, observer) = (Service::new(&engine, &accounts, &stop), &counted);
        let running = scope.spawn(move || service.run(&SyncOptions::default(), observer));
        std::thread::sleep(Duration::from_secs(6));
        stop.request();
        running.join().expect("no panic");
    });
    let counted = counted.0.into_inner().expect("no panic");
    let runs = |account: &str, stream| counted.get(&(account.to_owned(), stream)).copied().unwrap_or_default();
    assert_eq!((runs("acme", "jobs"), runs("other", "candidates")), (1, 1), "{counted:?}");
    assert!(runs("acme", "candidates") >= 2 && runs("other", "jobs") >= 2, "{counted:?}");
    let kept = |account| engine.candidates(account, None, 100).expect("readable").len();
    assert_eq!((kept("acme"), kept("other")), (20, 30));
}
