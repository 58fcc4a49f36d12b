//! Credentials, limits and notifications of an account against a stand-in of the ATS.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use vitae_engine::Engine;
use vitae_ingest::{
    Account, AccountSettings, ApiErrorKind, ApiKey, BaseUrl, Checkup, KeySource, OAuthClient, Patience, Received, Receiver, Refusal, Scope,
    SyncError, SyncOptions, check_account, replay, subscribe, subscriptions, sync_once, test_account, unsubscribe,
};
use vitae_tests::standin::{Limits, Options, Standin, shaking};

const NAME: &str = "acme";

fn start(options: Options) -> Standin {
    let limits = Limits { rate: 3000, ..Limits::default() };
    Standin::start(Options { limits, latency: Duration::from_millis(1), ..options }).expect("a server")
}

fn settings(standin: &Standin) -> AccountSettings {
    let text = format!(
        "name = '{NAME}'\ncompany = '{}'\napi_key = {{ env = 'ACME_KEY' }}\nbase_url = '{}'\nmax_requests_per_second = 2500\n\
         max_public_requests_per_second = 2500",
        standin.company(),
        standin.url()
    );
    toml::from_str(&text).expect("settings")
}

fn connect(settings: AccountSettings, key: &str) -> Account {
    let patience = Patience::between(Duration::from_millis(5), Duration::from_millis(50));
    Account::connect_with(settings, &ApiKey::new(key), patience).expect("an account")
}

fn with_client(standin: &Standin) -> AccountSettings {
    let client = OAuthClient { client_id: "client-1".into(), client_secret: KeySource::Env("ACME_SECRET".into()) };
    AccountSettings { api_key: None, oauth: Some(client), ..settings(standin) }
}

fn home() -> (TempDir, Arc<Engine>) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = Engine::open(folder.path()).expect("an engine");
    (folder, Arc::new(engine))
}

#[test]
fn a_client_buys_one_token_for_many_requests_and_another_when_it_is_revoked() {
    let standin = start(Options { candidates: 40, ..Options::default() });
    let ((_folder, engine), account) = (home(), connect(with_client(&standin), standin.key()));
    let sync = || sync_once(&engine, &account, &SyncOptions::of(Scope::Everything), &()).expect("a run");
    assert_eq!(sync().new, 40);
    assert_eq!(standin.tokens().len(), 1, "eight at once share one");
    standin.revoke_tokens();
    assert_eq!((sync().unchanged, standin.tokens().len()), (40, 2));
    assert_eq!(standin.counters().malformed, Vec::<String>::new());
}

#[test]
fn a_token_is_renewed_before_it_expires() {
    // Told to live for a second, it is renewed after nine tenths of one; the server would take it for longer.
    let standin = start(Options { candidates: 2, token_life: 1, ..Options::default() });
    let account = connect(with_client(&standin), standin.key());
    test_account(&account).expect("answers");
    test_account(&account).expect("answers");
    assert_eq!(standin.tokens().len(), 1);
    std::thread::sleep(Duration::from_millis(950));
    test_account(&account).expect("answers");
    assert_eq!(standin.tokens().len(), 2);
}

#[test]
fn credentials_that_buy_no_token_are_told_without_being_repeated() {
    let standin = start(Options { candidates: 2, ..Options::default() });
    let account = connect(with_client(&standin), "a-wrong-secret");
    let error = test_account(&account).expect_err("refused").to_string();
    assert!(error.contains("(401)") && error.contains("ACME_SECRET") && !error.contains("a-wrong-secret"), "{error}");
    let both = AccountSettings { api_key: Some(KeySource::Env("A".into())), ..with_client(&standin) };
    assert!(Account::connect(both, &ApiKey::new("x")).expect_err("two").to_string().contains("two credentials"));
}

fn answers(checkup: &Checkup) -> Vec<(&str, bool)> {
    checkup.probes.iter().map(|probe| (probe.endpoint, probe.outcome.is_ok())).collect()
}

#[test]
fn a_check_tells_which_endpoints_work_and_what_to_do() {
    let standin = start(Options { candidates: 5, ..Options::default() });
    let checkup = check_account(&connect(settings(&standin), standin.key()));
    assert!(checkup.is_well() && checkup.warnings.is_empty(), "{checkup:?}");
    assert!(answers(&checkup).len() >= 9 && answers(&checkup).iter().all(|(_, works)| *works), "{checkup:?}");
    assert_eq!(standin.counters().malformed, Vec::<String>::new());

    let forbidden = ["GET /jobs", "GET /candidates/{id}/attachments", "GET /audit-api/v201910/audit-events"].map(str::to_owned).to_vec();
    let standin = start(Options { candidates: 5, forbidden, ..Options::default() });
    let checkup = check_account(&connect(settings(&standin), standin.key()));
    assert!(!checkup.is_well(), "résumés are wanted");
    let refused: Vec<_> = checkup.probes.iter().filter_map(|probe| Some((probe.endpoint, probe.advice()?))).collect();
    assert_eq!(refused.len(), 3, "{refused:?}");
    assert!(refused.iter().any(|(endpoint, advice)| *endpoint == "GET /jobs" && advice.contains("jobs_read") && advice.contains("role")));
}

#[test]
fn a_company_without_postings_is_a_warning_that_knows_the_right_capitals() {
    let standin = start(Options { candidates: 2, ..Options::default() });
    let wrong = AccountSettings { company: "examplecorp".into(), ..settings(&standin) };
    let checkup = check_account(&connect(wrong, standin.key()));
    let text = checkup.warnings.join("\n");
    assert!(text.contains("case-sensitive") && text.contains("set company = \"ExampleCorp\""), "{text}");
}

#[test]
fn a_server_that_only_fails_is_left_alone_for_a_while() {
    let standin = start(Options { candidates: 100, ..Options::default() });
    standin.world(|world| world.ids().iter().for_each(|id| world.set_broken(id, true)));
    let ((_folder, engine), account) = (home(), connect(settings(&standin), standin.key()));
    let run = || sync_once(&engine, &account, &SyncOptions::default(), &());
    let error = run().expect_err("nothing works");
    assert!(matches!(&error, SyncError::Api { reason, .. } if matches!(reason.kind(), ApiErrorKind::Resting { .. })), "{error}");
    let asked = standin.counters().total();
    assert!(run().is_err());
    assert_eq!(standin.counters().total(), asked, "nobody asks while it rests");
    assert!(asked < 200, "{asked} requests for a hundred candidates and seven tries each");
}

#[test]
fn a_key_is_not_carried_to_other_hosts_nor_into_private_networks() {
    let standin = start(Options { candidates: 3, signed_downloads: true, ..Options::default() });
    let ((_folder, engine), account) = (home(), connect(settings(&standin), standin.key()));
    let ledger = sync_once(&engine, &account, &SyncOptions::default(), &()).expect("a run");
    assert_eq!((ledger.downloaded, standin.counters().leaked_keys), (3, 0));
    // Nothing listens there, and nothing is asked to.
    let far = AccountSettings { base_url: BaseUrl::parse("https://192.0.2.1").expect("an address"), ..settings(&standin) };
    let started = Instant::now();
    let quick = AccountSettings { timeout: vitae_ingest::Interval::from_secs(1), ..far };
    assert!(test_account(&connect(quick, standin.key())).is_err());
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn there_is_one_subscription_however_often_it_is_asked_for() {
    let standin = start(Options { candidates: 3, ..Options::default() });
    let account = connect(settings(&standin), standin.key());
    let error = subscribe(&account, "http://127.0.0.1:9/hooks/acme").expect_err("nobody answers there").to_string();
    assert!(error.contains("handshake") && error.contains("vitae serve"), "{error}");
    assert_eq!((standin.hooks(|hooks| hooks.count()), subscriptions(&account).expect("listed")[0].active), (1, false));

    let callback = shaking();
    let first = subscribe(&account, &callback).expect("subscribed");
    assert_eq!(subscribe(&account, &callback).expect("subscribed"), first);
    standin.hooks(vitae_tests::standin::Hooks::suspend);
    assert_eq!(subscribe(&account, &callback).expect("activated again"), first);
    assert_eq!(standin.hooks(|hooks| hooks.count()), 2);
    assert_eq!(unsubscribe(&account, &callback).expect("removed"), 1);
    assert_eq!((unsubscribe(&account, &callback).expect("looked"), standin.hooks(|hooks| hooks.count())), (0, 1));
    assert_eq!(standin.counters().malformed, Vec::<String>::new());
}

#[test]
fn what_could_not_be_delivered_is_taken_over_from_the_log_once() {
    let standin = start(Options { candidates: 30, ..Options::default() });
    let ((_folder, engine), account) = (home(), connect(settings(&standin), standin.key()));
    subscribe(&account, &shaking()).expect("subscribed");
    sync_once(&engine, &account, &SyncOptions::default(), &()).expect("a run");
    // The résumé comes without the candidate seeming to change, so that only a notification tells of it.
    let id = standin.world(|world| {
        let id = world.ids()[4].clone();
        assert!(world.slip_in(&id));
        id
    });
    assert_eq!(sync_once(&engine, &account, &SyncOptions::default(), &()).expect("a run").changed, 0);
    let now = Timestamp::now();
    standin.hooks(|hooks| {
        for number in 0..250 {
            let moment = now - SignedDuration::from_secs(300 - number);
            let stamp = moment.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
            let body = serde_json::json!({"candidate_id": id, "job_id": "j", "application_id": "a", "attachment_id": "x"});
            hooks.fail(&format!("e-{number}"), "application.attachment.created", &body, &stamp);
        }
    });
    let since = now - SignedDuration::from_hours(1);
    assert_eq!(replay(&engine, &account, since).expect("replayed"), 250, "over three pages");
    assert_eq!(replay(&engine, &account, since).expect("replayed"), 0);
    let ledger = sync_once(&engine, &account, &SyncOptions::default(), &()).expect("a run");
    assert_eq!((ledger.changed, ledger.downloaded), (1, 1));
    assert_eq!(engine.notifications(NAME, 1000).expect("readable"), []);
    assert_eq!(replay(&engine, &account, since).expect("replayed"), 0, "what was seen to is still recognised");
}

#[test]
fn a_notification_is_checked_with_the_subscriptions_own_key() {
    let standin = start(Options { candidates: 3, ..Options::default() });
    let (_folder, engine) = home();
    let account = connect(settings(&standin), standin.key());
    subscribe(&account, &shaking()).expect("subscribed");
    let receiver = Receiver::new(Arc::clone(&engine), account);
    let header = |name: &str| (name == "smartrecruiters-signature").then_some("v1=00");
    assert_eq!(receiver.receive(header, b"{}", Timestamp::now()), Received::Refused(Refusal::Signature));
    assert_eq!(standin.counters().of("/webhooks-api/v201907/subscriptions/{id}/…"), 4, "activated, a key looked for, made, and fetched");
    assert_eq!(receiver.receive(header, b"{}", Timestamp::now()), Received::Refused(Refusal::Signature));
    assert_eq!(standin.counters().of("/webhooks-api/v201907/subscriptions/{id}/…"), 4, "and not again for every stranger");
    let shaken = receiver.receive(|name| (name == "x-hook-secret").then_some("s"), b"", Timestamp::now());
    assert_eq!(shaken, Received::Handshake("s".into()));
}
