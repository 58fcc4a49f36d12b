//! Jobs and postings against a stand-in of the ATS: all arrive, what is hidden stays hidden, what is gone is closed, but not all at once.

use std::time::Duration;

use tempfile::TempDir;
use vitae_engine::Engine;
use vitae_ingest::{Account, AccountSettings, ApiKey, Ledger, Patience, Scope, SyncError, SyncOptions, sync_jobs};
use vitae_tests::standin::{Jobs, Limits, Options, Standin};

const NAME: &str = "acme";
const CRITERION: &str = r#"department:"Stealth" OR custom.confidential:yes"#;

fn standin(jobs: usize) -> Standin {
    start(Options { jobs, ..Options::default() })
}

fn start(options: Options) -> Standin {
    let limits = Limits { rate: 3000, ..Limits::default() };
    Standin::start(Options { candidates: 1, limits, latency: Duration::from_millis(1), ..options }).expect("a server")
}

fn settings(standin: &Standin, hidden: Option<&str>) -> AccountSettings {
    let hidden = hidden.map(|criterion| format!(", hidden = '{criterion}'")).unwrap_or_default();
    let text = format!(
        "name = '{NAME}'\ncompany = '{}'\napi_key = {{ env = 'ACME_KEY' }}\nbase_url = '{}'\nmax_requests_per_second = 2500\n\
         max_public_requests_per_second = 2500\njobs = {{ every = '15m'{hidden} }}",
        standin.company(),
        standin.url()
    );
    toml::from_str(&text).expect("settings")
}

fn connect(standin: &Standin, settings: AccountSettings) -> Account {
    let patience = Patience::between(Duration::from_millis(5), Duration::from_millis(50));
    Account::connect_with(settings, &ApiKey::new(standin.key()), patience).expect("an account")
}

fn account(standin: &Standin, hidden: Option<&str>) -> Account {
    connect(standin, settings(standin, hidden))
}

fn home() -> (TempDir, Engine) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = vitae_tests::server::open(folder.path()).expect("an engine");
    (folder, engine)
}

fn sync(engine: &Engine, account: &Account) -> Ledger {
    run(engine, account, Scope::Changes).expect("a run")
}

fn run(engine: &Engine, account: &Account, scope: Scope) -> Result<Ledger, SyncError> {
    sync_jobs(engine, account, &SyncOptions::of(scope), &())
}

/// Identifiers of the open postings that are hidden, or are not.
fn open(engine: &Engine, hidden: bool) -> Vec<String> {
    let states = engine.postings(NAME, None, 100_000).expect("postings");
    states.into_iter().filter(|state| state.closed_at.is_none() && state.hidden == hidden).map(|state| state.item.id).collect()
}

fn ids(standin: &Standin, numbers: impl Fn(&Jobs) -> Vec<usize>) -> Vec<String> {
    let mut ids: Vec<String> =
        standin.world(|world| numbers(world.jobs()).iter().map(|number| world.jobs().posting(*number).to_owned()).collect());
    ids.sort();
    ids
}

fn public(jobs: &Jobs) -> Vec<usize> {
    let secret = jobs.secret();
    jobs.posted().into_iter().filter(|number| !secret.contains(number)).collect()
}

#[test]
fn all_jobs_and_postings_arrive_and_a_second_pass_changes_nothing() {
    let standin = standin(230);
    let ((_folder, engine), account) = (home(), account(&standin, Some(CRITERION)));
    let first = sync(&engine, &account);
    let n_posted = standin.world(|world| world.jobs().posted().len() as u64);
    assert_eq!((first.listed, first.new, first.changed, first.failed), (230 + n_posted, 230 + n_posted, 0, 0));
    assert_eq!((open(&engine, false), open(&engine, true)), (ids(&standin, public), ids(&standin, Jobs::secret)));
    assert!(!open(&engine, true).is_empty());
    for state in engine.postings(NAME, None, 1000).expect("postings") {
        let job = state.item.job_id.as_ref().and_then(|id| engine.job(NAME, id).expect("readable")).expect("its job");
        assert_eq!((&job.item.reference, &job.item.title), (&state.item.reference, &state.item.title));
        let text: String = state.item.sections.iter().map(|section| section.html.as_str()).collect();
        assert!(text.contains("<li>BSc or similar</li>") && !text.contains("script") && !text.contains("onclick"), "{text}");
        assert!(state.item.apply_url.is_some());
    }
    let second = sync(&engine, &account);
    assert_eq!((second.new, second.changed, second.erased, second.unchanged), (0, 0, 0, 230 + n_posted));
    let counters = standin.counters();
    assert_eq!((counters.malformed, counters.exceeded.len()), (Vec::new(), 0));
    let runs = engine.last_runs(Some(NAME)).expect("runs");
    assert!(runs.len() == 1 && runs[0].stream == "jobs" && runs[0].ended_at.is_some() && runs[0].error.is_none(), "{runs:?}");
    assert_eq!(runs[0].counts.unchanged, 230 + n_posted);
}

#[test]
fn changes_are_found_also_where_the_list_does_not_tell() {
    let standin = standin(30);
    let ((_folder, engine), account) = (home(), account(&standin, None));
    sync(&engine, &account);
    standin.world(|world| {
        world.jobs().edit(1);
        world.jobs().reword(2);
        world.jobs().unpost(3);
        world.jobs().delete(5);
    });
    let ledger = sync(&engine, &account);
    // The edit and the rewording change a job and a posting each, taking down a job and its posting, deleting the same.
    assert_eq!((ledger.new, ledger.changed, ledger.erased), (0, 5, 3));
    assert_eq!(open(&engine, false), ids(&standin, Jobs::posted));
    let text = |number: usize| {
        let id = standin.world(|world| world.jobs().posting(number).to_owned());
        engine.posting(NAME, &id).expect("readable").expect("kept").item.sections[1].html.clone()
    };
    assert!(text(2).contains("revision 1"), "{}", text(2));
    standin.world(|world| world.jobs().post(3));
    let ledger = sync(&engine, &account);
    assert_eq!((ledger.new, ledger.changed, ledger.erased), (0, 2, 0), "what comes back is open again");
    assert_eq!(open(&engine, false), ids(&standin, Jobs::posted));
}

#[test]
fn a_job_that_becomes_confidential_is_hidden_although_its_posting_does_not_tell() {
    let standin = standin(30);
    standin.world(|world| world.jobs().set_telling(false));
    let ((_folder, engine), account) = (home(), account(&standin, Some(CRITERION)));
    sync(&engine, &account);
    assert_eq!((open(&engine, false), open(&engine, true)), (ids(&standin, public), ids(&standin, Jobs::secret)));
    standin.world(|world| world.jobs().set_confidential(1, true));
    sync(&engine, &account);
    assert_eq!((open(&engine, false), open(&engine, true)), (ids(&standin, public), ids(&standin, Jobs::secret)));
    standin.world(|world| world.jobs().set_confidential(1, false));
    sync(&engine, &account);
    assert_eq!((open(&engine, false), open(&engine, true)), (ids(&standin, public), ids(&standin, Jobs::secret)));
}

#[test]
fn another_criterion_hides_and_shows_what_is_there() {
    let standin = standin(30);
    let (_folder, engine) = home();
    sync(&engine, &account(&standin, None));
    assert_eq!((open(&engine, false).len(), open(&engine, true).len()), (27, 0));
    let ledger = sync(&engine, &account(&standin, Some("title:*")));
    assert_eq!((open(&engine, false).len(), open(&engine, true).len(), ledger.failed), (0, 27, 0));
    sync(&engine, &account(&standin, Some(CRITERION)));
    assert_eq!((open(&engine, false), open(&engine, true)), (ids(&standin, public), ids(&standin, Jobs::secret)));
}

#[test]
fn a_posting_is_not_shown_while_its_job_cannot_be_looked_up() {
    let standin = standin(12);
    standin.world(|world| {
        world.jobs().set_telling(false);
        world.jobs().set_broken(5, true);
    });
    assert!(standin.world(|world| world.jobs().secret().contains(&5)));
    let ((_folder, engine), account) = (home(), account(&standin, Some(CRITERION)));
    let ledger = sync(&engine, &account);
    assert_eq!(ledger.failed, 2, "the job and its posting");
    let id = standin.world(|world| world.jobs().posting(5).to_owned());
    assert_eq!(engine.posting(NAME, &id).expect("readable"), None);
    assert_eq!(engine.dead_letters(Some(NAME)).expect("letters").len(), 2);
    standin.world(|world| world.jobs().set_broken(5, false));
    assert_eq!(sync(&engine, &account).failed, 0);
    assert!(engine.posting(NAME, &id).expect("readable").is_some_and(|state| state.hidden));
    assert_eq!(engine.dead_letters(Some(NAME)).expect("letters"), []);
}

#[test]
fn a_sudden_zero_is_believed_the_second_time_or_when_it_is_said_so() {
    let standin = standin(20);
    let ((_folder, engine), account) = (home(), account(&standin, None));
    sync(&engine, &account);
    let n_open = open(&engine, false).len();
    standin.world(|world| world.jobs().set_blackout(true));
    let ledger = sync(&engine, &account);
    assert_eq!((ledger.erased, ledger.withheld, open(&engine, false).len()), (0, 20 + n_open as u64, n_open));
    let run = engine.last_runs(Some(NAME)).expect("runs").remove(0);
    assert!(run.error.as_ref().is_some_and(|text| text.contains("gone at once") && text.contains("\"ExampleCorp\"")), "{run:?}");

    standin.world(|world| world.jobs().set_blackout(false));
    assert_eq!((sync(&engine, &account).erased, open(&engine, false).len()), (0, n_open), "it was a false alarm");
    standin.world(|world| world.jobs().set_blackout(true));
    assert_eq!(sync(&engine, &account).withheld, 20 + n_open as u64, "which is forgotten");
    assert_eq!((sync(&engine, &account).erased, open(&engine, false).len()), (20 + n_open as u64, 0), "the second time it counts");

    standin.world(|world| world.jobs().set_blackout(false));
    assert_eq!((sync(&engine, &account).changed, open(&engine, false).len()), (20 + n_open as u64, n_open));
    standin.world(|world| world.jobs().set_blackout(true));
    let mut options = SyncOptions::default();
    options.accept_removals = true;
    let ledger = sync_jobs(&engine, &account, &options, &()).expect("a run");
    assert_eq!((ledger.erased, ledger.withheld), (20 + n_open as u64, 0));
}

#[test]
fn a_misspelt_company_closes_nothing_at_first() {
    let standin = standin(20);
    let (_folder, engine) = home();
    sync(&engine, &account(&standin, None));
    let wrong = AccountSettings { company: standin.company().to_lowercase(), ..settings(&standin, None) };
    let ledger = sync(&engine, &connect(&standin, wrong));
    assert_eq!((ledger.erased, ledger.withheld, open(&engine, false).len()), (0, 18, 18));
}

#[test]
fn without_the_right_to_read_jobs_the_postings_come_alone() {
    let standin = start(Options { jobs: 20, forbidden: vec!["GET /jobs".to_owned()], ..Options::default() });
    let ((_folder, engine), account) = (home(), account(&standin, Some(CRITERION)));
    let ledger = sync(&engine, &account);
    assert_eq!((ledger.new, ledger.failed), (18, 0));
    assert_eq!((open(&engine, false), open(&engine, true)), (ids(&standin, public), ids(&standin, Jobs::secret)));
    assert_eq!(engine.jobs(NAME, None, 10).expect("jobs"), []);
}

#[test]
fn a_tenth_of_all_requests_failing_costs_nothing_but_time() {
    let standin = start(Options { jobs: 150, faults: 0.1, seed: 11, stall: Duration::ZERO, ..Options::default() });
    let ((_folder, engine), account) = (home(), account(&standin, Some(CRITERION)));
    let ledger = sync(&engine, &account);
    assert_eq!((ledger.failed, ledger.new), (0, 150 + open(&engine, false).len() as u64 + open(&engine, true).len() as u64));
    assert_eq!((open(&engine, false), open(&engine, true)), (ids(&standin, public), ids(&standin, Jobs::secret)));
    let counters = standin.counters();
    assert!(counters.faults.len() >= 5, "{:?}", counters.faults);
    assert_eq!((counters.malformed, counters.leaked_keys), (Vec::new(), 0));
}

#[test]
fn what_is_hidden_is_never_kept_as_visible_not_for_a_moment() {
    let standin = start(Options { jobs: 120, latency: Duration::from_millis(3), ..Options::default() });
    let ((_folder, engine), account) = (home(), account(&standin, Some(CRITERION)));
    let secret = ids(&standin, Jobs::secret);
    std::thread::scope(|scope| {
        let syncing = scope.spawn(|| sync(&engine, &account));
        while !syncing.is_finished() {
            let shown = open(&engine, false);
            assert!(secret.iter().all(|id| !shown.contains(id)));
        }
    });
    assert_eq!(open(&engine, true), secret);
}
