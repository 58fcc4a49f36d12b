//! The sync service against a stand-in of the ATS: everything arrives, once, within the limits, and no key gets out.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tempfile::TempDir;
use vitae_engine::Engine;
use vitae_ingest::{
    Account, AccountSettings, ApiKey, KeySource, Ledger, OAuthClient, Patience, Receiver, Scope, SyncError, SyncOptions, check_account,
    subscribe, sync_jobs, sync_once,
};
use vitae_tests::standin::{Limits, Options, Standin};

const NAME: &str = "acme";

/// A server without meaningful limits, for tests that are not about them.
fn fast(candidates: usize) -> Options {
    Options { candidates, limits: Limits { rate: 3000, ..Limits::default() }, latency: Duration::from_millis(1), ..Options::default() }
}

fn settings(standin: &Standin, rate: f64) -> AccountSettings {
    let text = format!(
        "name = '{NAME}'\ncompany = '{}'\napi_key = {{ env = 'ACME_KEY' }}\nbase_url = '{}'\nmax_requests_per_second = {rate}",
        standin.company(),
        standin.url()
    );
    toml::from_str(&text).expect("settings")
}

fn connect(settings: AccountSettings, key: &str) -> Account {
    let patience = Patience::between(Duration::from_millis(10), Duration::from_millis(100));
    Account::connect_with(settings, &ApiKey::new(key), patience).expect("an account")
}

fn quick_account(standin: &Standin) -> Account {
    connect(settings(standin, 2500.0), standin.key())
}

fn home() -> (TempDir, Engine) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = vitae_tests::server::open(folder.path()).expect("an engine");
    (folder, engine)
}

/// Held for reading by every run, for writing by the one that is timed: nothing may run beside that one.
static QUIET: RwLock<()> = RwLock::new(());

fn sync(engine: &Engine, account: &Account, scope: Scope) -> Ledger {
    let _others = QUIET.read().unwrap_or_else(PoisonError::into_inner);
    sync_once(engine, account, &SyncOptions::of(scope), &()).expect("a run")
}

/// Identifiers of all candidates that the engine keeps.
fn kept(engine: &Engine) -> Vec<String> {
    engine.candidates(NAME, None, 100_000).expect("identifiers")
}

/// Every résumé the stand-in has is kept here, by the source's identifiers.
fn assert_equal_to_source(engine: &Engine, standin: &Standin) {
    let mut ids = standin.world(|world| world.ids());
    ids.sort();
    assert_eq!(kept(engine), ids);
    for id in ids {
        let state = engine.candidate_state(NAME, &id).expect("readable").expect("kept");
        let mut documents: Vec<_> =
            state.attachments.iter().map(|attachment| (attachment.id.clone(), attachment.sha256.is_some())).collect();
        documents.sort();
        let expected: Vec<_> = standin.world(|world| world.resumes(&id)).into_iter().map(|resume| (resume, true)).collect();
        assert_eq!(documents, expected, "documents of {id}");
    }
}

#[test]
fn everything_arrives_and_a_second_run_does_nothing() {
    let standin = Standin::start(fast(200)).expect("a server");
    let ((_folder, engine), account) = (home(), quick_account(&standin));

    let first = sync(&engine, &account, Scope::Changes);
    assert_eq!((first.listed, first.total, first.new, first.failed), (200, Some(200), 200, 0));
    assert_eq!((first.downloaded, first.parsed + first.reused), (200, 200));
    assert_eq!(first.unreadable, 0, "every résumé gives a profile");
    assert_equal_to_source(&engine, &standin);
    assert_eq!(standin.counters().malformed, Vec::<String>::new());

    standin.reset_counters();
    let second = sync(&engine, &account, Scope::Changes);
    assert_eq!((second.new, second.changed, second.parsed, second.downloaded), (0, 0, 0, 0));
    assert_eq!(
        standin.counters().total(),
        1 + standin.counters().of("GET /candidates"),
        "the list and the audit: {:?}",
        standin.counters()
    );
}

#[test]
fn changes_are_taken_over_and_the_overlap_costs_only_the_listing() {
    let standin = Standin::start(fast(60)).expect("a server");
    let ((_folder, engine), account) = (home(), quick_account(&standin));
    sync(&engine, &account, Scope::Changes);
    let ids = standin.world(|world| {
        let ids = world.ids();
        assert!(world.advance(&ids[0]) && world.advance(&ids[1]) && world.upload(&ids[2]));
        world.add();
        ids
    });

    let changed = sync(&engine, &account, Scope::Changes);
    assert_eq!((changed.listed, changed.changed, changed.new, changed.downloaded), (4, 3, 1, 2));
    assert_equal_to_source(&engine, &standin);

    standin.reset_counters();
    let again = sync(&engine, &account, Scope::Changes);
    assert_eq!((again.listed, again.unchanged, again.changed, again.new), (4, 4, 0, 0));
    assert_eq!(standin.counters().total(), 2, "the list and the audit: {ids:?} {:?}", standin.counters());
}

#[test]
fn many_pages_are_listed_one_at_a_time() {
    let standin = Standin::start(fast(530)).expect("a server");
    let ((_folder, engine), account) = (home(), quick_account(&standin));
    let ledger = sync(&engine, &account, Scope::Changes);
    let counters = standin.counters();
    assert_eq!((ledger.new, counters.of("GET /candidates"), counters.max_listings), (530, 6, 1));
    assert!(counters.exceeded.is_empty(), "{counters:?}");
}

#[test]
fn the_documented_limits_are_used_and_never_exceeded() {
    let standin = Standin::start(Options { candidates: 25, ..Options::default() }).expect("a server");
    let ((_folder, engine), account) = (home(), connect(settings(&standin, 10.0), standin.key()));
    let _alone = QUIET.write().unwrap_or_else(PoisonError::into_inner);
    let ledger = sync_once(&engine, &account, &SyncOptions::of(Scope::Changes), &()).expect("a run");
    let counters = standin.counters();
    assert_eq!(ledger.new, 25);
    assert!(counters.exceeded.is_empty() && counters.max_in_a_second <= 10 && counters.max_concurrent <= 8, "{counters:?}");
    // The end of so short a run weighs, and so does a busy machine; `rate` among the programs of the tests measures a long one.
    let share = counters.share_of(10);
    assert!(share >= 0.85, "{share} of the allowed rate");
}

#[test]
fn a_wrong_key_gives_one_sentence_that_says_where_it_comes_from() {
    let standin = Standin::start(fast(5)).expect("a server");
    let (_folder, engine) = home();
    let wrong = "DCRA1-ffffffffffffffffffffffffffffffff";
    let account = connect(settings(&standin, 100.0), wrong);
    let error = sync_once(&engine, &account, &SyncOptions::default(), &()).expect_err("no such key");
    let text = error.to_string();
    assert!(text.starts_with("account `acme`: GET /candidates: the API key was not accepted (401)"), "{text}");
    assert!(text.ends_with("check the key in environment variable ACME_KEY") && !text.contains(wrong), "{text}");
    assert_eq!(standin.counters().total(), 1, "a refused key is not tried again");
    let runs = engine.last_runs(Some(NAME)).expect("runs");
    assert_eq!(runs.len(), 1);
    assert!(runs[0].error.as_ref().is_some_and(|error| error.contains("401") && !error.contains(wrong)), "{runs:?}");
}

#[test]
fn a_candidate_that_fails_is_remembered_and_taken_over_later() {
    let standin = Standin::start(fast(30)).expect("a server");
    let ((_folder, engine), account) = (home(), quick_account(&standin));
    let broken = standin.world(|world| {
        let id = world.ids()[3].clone();
        world.set_broken(&id, true);
        id
    });
    let first = sync(&engine, &account, Scope::Changes);
    assert_eq!((first.new, first.failed), (29, 1));
    let letters = engine.dead_letters(Some(NAME)).expect("letters");
    assert_eq!((letters.len(), letters[0].item.as_str()), (1, broken.as_str()));
    assert!(letters[0].reason.contains("500"), "{letters:?}");

    standin.world(|world| world.set_broken(&broken, false));
    let second = sync(&engine, &account, Scope::Changes);
    assert_eq!((second.new, second.failed), (1, 0));
    assert_eq!(engine.dead_letters(Some(NAME)).expect("letters"), []);
    assert_equal_to_source(&engine, &standin);
}

#[test]
fn a_source_that_is_ill_ends_the_run_and_keeps_the_cursor() {
    let standin = Standin::start(fast(60)).expect("a server");
    let ((_folder, engine), account) = (home(), quick_account(&standin));
    standin.world(|world| world.ids().iter().for_each(|id| world.set_broken(id, true)));
    let error = sync_once(&engine, &account, &SyncOptions::default(), &()).expect_err("nothing works");
    assert!(matches!(error, SyncError::Api { .. }) && error.to_string().contains("left alone"), "{error}");
    std::thread::sleep(Duration::from_millis(150));
    assert_eq!(engine.cursor(NAME, "candidates").expect("readable"), None);
    standin.world(|world| world.ids().iter().for_each(|id| world.set_broken(id, false)));
    sync(&engine, &account, Scope::Changes);
    assert_equal_to_source(&engine, &standin);
    assert_eq!(engine.dead_letters(Some(NAME)).expect("letters"), []);
}

#[test]
fn what_the_source_erased_is_erased_here() {
    let standin = Standin::start(fast(40)).expect("a server");
    let ((_folder, engine), account) = (home(), quick_account(&standin));
    sync(&engine, &account, Scope::Changes);
    let (gone, wiped) = standin.world(|world| {
        let ids = world.ids();
        assert!(world.delete(&ids[5]) && world.wipe(&ids[6]));
        (ids[5].clone(), ids[6].clone())
    });
    let ledger = sync(&engine, &account, Scope::Everything);
    assert_eq!((ledger.erased, ledger.new, ledger.failed), (2, 0, 0));
    let left = kept(&engine);
    assert!(left.len() == 38 && !left.contains(&gone) && !left.contains(&wiped));
}

#[test]
fn the_audit_tells_of_deletions_and_merges_without_a_sweep() {
    let standin = Standin::start(fast(40)).expect("a server");
    let ((_folder, engine), account) = (home(), quick_account(&standin));
    sync(&engine, &account, Scope::Changes);
    standin.world(|world| {
        let ids = world.ids();
        assert!(world.delete(&ids[5]) && world.merge(&ids[6], &ids[7]));
    });
    let ledger = sync(&engine, &account, Scope::Changes);
    assert_eq!((ledger.erased, ledger.new, ledger.failed), (2, 0, 0));
    assert_equal_to_source(&engine, &standin);
    let again = sync(&engine, &account, Scope::Changes);
    assert_eq!((again.erased, again.changed, again.failed), (0, 0, 0));
}

#[test]
fn several_applications_are_kept_whichever_is_the_primary_one() {
    let standin = Standin::start(fast(30)).expect("a server");
    let ((_folder, engine), account) = (home(), quick_account(&standin));
    let id = standin.world(|world| {
        let id = world.ids()[0].clone();
        assert!((0..20).filter(|job| world.apply(&id, *job)).count() >= 18);
        id
    });
    sync(&engine, &account, Scope::Changes);
    let jobs = || {
        let record = record(&engine, &id);
        let mut jobs: Vec<(String, usize)> =
            record.applications.iter().map(|application| (application.job_id.clone(), application.history.len())).collect();
        jobs.sort();
        (jobs, record.applications[0].job_id.clone())
    };
    let (before, first) = jobs();
    assert_eq!(before.len(), 20);
    assert!(standin.world(|world| world.flip(&id)));
    let ledger = sync(&engine, &account, Scope::Changes);
    let (after, now_first) = jobs();
    assert_eq!((ledger.changed, &after), (1, &before), "an application is named by its candidate and job");
    assert_ne!(first, now_first);
}

/// What the source says of a candidate, as it is kept.
fn record(engine: &Engine, candidate: &str) -> vitae_model::Record {
    let source = vitae_model::RecordSource::Candidate { account: NAME.into(), candidate: candidate.into() };
    let view = engine.record(&source.record_id()).expect("readable").expect("kept");
    view.record
}

#[test]
fn consent_answers_and_letters_come_where_they_are_wanted() {
    let standin = Standin::start(fast(12)).expect("a server");
    let (_folder, engine) = home();
    let id = standin.world(|world| {
        let id = world.ids()[0].clone();
        assert!(world.write_letter(&id));
        id
    });
    sync(&engine, &quick_account(&standin), Scope::Changes);
    let plain = record(&engine, &id);
    assert!(["ACQUIRED", "PENDING"].contains(&plain.consents[0].status.as_str()) && plain.applications[0].answers.is_empty(), "{plain:?}");
    assert_eq!(engine.candidate_state(NAME, &id).expect("readable").expect("kept").attachments.len(), 1);

    let mut wanted = settings(&standin, 2500.0);
    wanted.candidates.screening = true;
    wanted.candidates.attachments = vec!["cover_letter".into()];
    let ledger = sync(&engine, &connect(wanted.clone(), standin.key()), Scope::Changes);
    assert_eq!((ledger.changed, ledger.downloaded, ledger.parsed), (12, 1, 0), "a letter is kept and not parsed");
    let full = record(&engine, &id);
    assert_eq!(full.applications[0].answers[0].question, "Do you drive?");
    assert_eq!(full.consents, plain.consents);
    assert_eq!(engine.candidate_state(NAME, &id).expect("readable").expect("kept").attachments.len(), 2);
    assert_eq!(sync(&engine, &connect(wanted, standin.key()), Scope::Changes).changed, 0);
}

#[test]
fn consent_is_kept_by_scope_where_the_company_asks_so() {
    let standin = Standin::start(Options { scoped_consents: true, ..fast(12) }).expect("a server");
    let ((_folder, engine), account) = (home(), quick_account(&standin));
    sync(&engine, &account, Scope::Changes);
    assert_eq!(standin.counters().of("GET /candidates/{id}/consents"), 12);
    let mut refused = 0;
    for id in standin.world(|world| world.ids()) {
        let consents = record(&engine, &id).consents;
        let scopes: Vec<_> = consents.iter().map(|consent| consent.scope.as_deref().unwrap_or_default()).collect();
        assert_eq!(scopes, ["ALL_ENTITIES", "SINGLE"]);
        assert!(consents.iter().all(|consent| consent.decided_on.is_some()) && consents[1].status == "ACQUIRED", "{consents:?}");
        refused += usize::from(consents[0].status == "DECLINED");
    }
    assert_eq!(refused, 4, "each candidate's own");
    assert_eq!(sync(&engine, &account, Scope::Everything).changed, 0);
}

#[test]
fn what_an_account_notified_of_is_seen_to_once_also_where_the_list_says_nothing() {
    let standin = Standin::start(fast(20)).expect("a server");
    let ((_folder, engine), account) = (home(), quick_account(&standin));
    sync(&engine, &account, Scope::Changes);
    let ids = standin.world(|world| {
        let ids = world.ids();
        assert!(world.slip_in(&ids[3]));
        ids
    });
    for (event, candidate) in [("e-1", ids[3].as_str()), ("e-2", "never-heard-of")] {
        let told = vitae_engine::Notification { id: event.into(), candidate: Some(candidate.into()), ..Default::default() };
        assert!(engine.add_notification(NAME, &told).expect("kept"));
    }
    let ledger = sync(&engine, &account, Scope::Changes);
    assert_eq!((ledger.changed, ledger.downloaded, ledger.failed), (1, 1, 0), "and who is gone before being known is no failure");
    assert_equal_to_source(&engine, &standin);
    assert_eq!(engine.notifications(NAME, 10).expect("readable"), []);
}

#[test]
fn unknown_candidates_are_left_out_until_they_are_wanted() {
    let standin = Standin::start(fast(20)).expect("a server");
    let (_folder, engine) = home();
    let mut wanted = settings(&standin, 2500.0);
    wanted.candidates.import_unknown = false;
    let account = connect(wanted.clone(), standin.key());
    let ledger = sync(&engine, &account, Scope::Changes);
    assert_eq!((ledger.new, ledger.skipped_unknown), (0, 20));
    assert_eq!(engine.stats().expect("stats").persons, 0);

    wanted.candidates.import_unknown = true;
    let ledger = sync(&engine, &connect(wanted, standin.key()), Scope::Changes);
    assert_eq!((ledger.new, ledger.skipped_unknown), (20, 0));
    assert_equal_to_source(&engine, &standin);
}

#[test]
fn resumes_are_downloaded_and_parsed_only_where_asked_for() {
    let standin = Standin::start(fast(10)).expect("a server");
    let (_folder, engine) = home();
    let mut wanted = settings(&standin, 2500.0);
    wanted.candidates.sync_resumes = false;
    let ledger = sync(&engine, &connect(wanted.clone(), standin.key()), Scope::Changes);
    assert_eq!((ledger.new, ledger.downloaded, standin.counters().of("GET /candidates/{id}/attachments")), (10, 0, 0));

    wanted.candidates.sync_resumes = true;
    wanted.candidates.parse_resumes = false;
    let ledger = sync(&engine, &connect(wanted.clone(), standin.key()), Scope::Changes);
    assert_eq!((ledger.downloaded, ledger.parsed), (10, 0));

    wanted.candidates.parse_resumes = true;
    standin.reset_counters();
    let ledger = sync(&engine, &connect(wanted, standin.key()), Scope::Changes);
    assert_eq!((ledger.downloaded, ledger.parsed), (0, 10), "what is here is parsed without another download");
}

#[test]
fn a_run_that_is_stopped_is_taken_up_again() {
    let standin = Standin::start(Options { latency: Duration::from_millis(20), ..fast(150) }).expect("a server");
    let ((_folder, engine), account) = (home(), quick_account(&standin));
    let options = SyncOptions::default();
    let stop = options.stop.clone();
    let timer = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(500));
        stop.request();
    });
    let ledger = sync_once(&engine, &account, &options, &()).expect("a run");
    timer.join().expect("no panic");
    assert!(ledger.stopped && ledger.new < 150, "{ledger:?}");
    assert_eq!(engine.cursor(NAME, "candidates").expect("readable"), None);
    let rest = sync(&engine, &account, Scope::Changes);
    assert_eq!((rest.new + ledger.new, rest.unchanged), (150, ledger.new), "nothing is fetched twice");
    assert_equal_to_source(&engine, &standin);
}

/// Everything that a run prints, keeps or could print holds no key.
#[test]
fn no_key_gets_out() {
    let standin = Standin::start(Options { faults: 0.1, signed_downloads: true, stall: Duration::ZERO, ..fast(30) }).expect("a server");
    let logged = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(logged.clone()).finish();
    let (folder, engine) = home();
    let engine = Arc::new(engine);
    let account = quick_account(&standin);
    let wrong = connect(settings(&standin, 100.0), "DCRA1-eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee");
    let client = OAuthClient { client_id: "client-1".into(), client_secret: KeySource::Env("ACME_SECRET".into()) };
    let by_token = AccountSettings { api_key: None, oauth: Some(client), name: "other".into(), ..settings(&standin, 2500.0) };
    let by_token = connect(by_token, standin.key());
    let shown = tracing::subscriber::with_default(subscriber, || {
        let ledger = sync(&engine, &account, Scope::Changes);
        let jobs = sync_jobs(&engine, &account, &SyncOptions::default(), &());
        let bought = (sync(&engine, &by_token, Scope::Changes), check_account(&by_token));
        let hooks = subscribe(&by_token, "http://127.0.0.1:9/hooks/acme").expect_err("nobody answers there");
        let header = |name: &str| (name == "smartrecruiters-signature").then_some("v1=00");
        let receiver = Receiver::new(Arc::clone(&engine), by_token);
        let received = receiver.receive(header, b"{}", jiff::Timestamp::now());
        let error = sync_once(&engine, &wrong, &SyncOptions::default(), &()).expect_err("refused");
        format!(
            "{ledger:?} {jobs:?} {bought:?} {hooks} {hooks:?} {receiver:?} {received:?} {account:?} {error} {error:?} {:?} {:?} {:?}",
            engine.last_runs(None),
            engine.dead_letters(None),
            ApiKey::new(standin.key())
        )
    });
    assert!(!standin.tokens().is_empty() && standin.hooks(|hooks| hooks.secrets().len()) == 1);
    drop(engine);
    let log = logged.0.lock().expect("no panic").clone();
    assert!(log.len() > 10_000, "the log is all there");
    for (place, bytes) in files_under(folder.path()).into_iter().chain([("log".into(), log), ("shown".into(), shown.into_bytes())]) {
        let secrets = standin.tokens().into_iter().chain(standin.hooks(|hooks| hooks.secrets()));
        for secret in secrets.chain([standin.key(), "DCRA1-eeee", "X-Amz-Signature"].map(str::to_owned)) {
            assert!(!contains(&bytes, secret.as_bytes()), "{secret} stands in {place}");
        }
    }
}

/// Collects what is logged.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl tracing_subscriber::fmt::MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[expect(clippy::disallowed_methods, reason = "the test looks into every file that was written")]
fn files_under(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.display().to_string(), std::fs::read(&path).expect("a file")));
            }
        }
    }
    found
}
