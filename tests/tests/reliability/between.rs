//! What may stand beside a database, and before it: a standby that is read, a pooler.

use super::*;

#[test]
fn reads_go_to_the_replica_and_elsewhere_while_it_is_away() {
    let _turn = turn();
    if !Cluster::can_be_made("a read replica") {
        return;
    }
    let primary = must("a cluster", Cluster::start());
    let url = must("a database", primary.database("ledger"));
    must("a user", ledger().prepare(&url, &[user()]));
    let mut standby = must("a standby", primary.standby());
    let mut options = options("replica");
    options.flags.extend(["--replica-url".to_owned(), standby.url("ledger")]);
    let server = must("a server", ledger().serve(&url, &options));
    let mut client = Client::new(server.address());
    let mut make = |name: &str| {
        let made = must(name, send(&mut client, "POST", "/api/accounts/", TOKEN, Some(&json!({ "name": name }))));
        assert_eq!(made.status, 201, "{name}: {}", String::from_utf8_lossy(&made.body));
        format!("/api/accounts/{}/", read(&made)["id"])
    };
    let path = make("before");
    let begun = Instant::now();
    while get(server.address(), &path).status == 404 {
        assert!(begun.elapsed() < PATIENCE, "the standby does not follow");
        thread::sleep(Duration::from_millis(5));
    }
    // What the standby has not got yet, readers do not see: they are answered from it. Writers are not.
    must("a pause", standby.ask("postgres", "SELECT pg_wal_replay_pause()"));
    let late = make("late");
    assert_eq!(get(server.address(), &late).status, 404);
    let change = |balance: i64| send(&mut Client::new(server.address()), "PATCH", &late, TOKEN, Some(&json!({ "balance": balance })));
    assert_eq!(must("a PATCH", change(7)).status, 200);
    must("no pause", standby.ask("postgres", "SELECT pg_wal_replay_resume()"));
    let begun = Instant::now();
    while read(&get(server.address(), &late))["balance"] != 7 {
        assert!(begun.elapsed() < PATIENCE, "the standby does not follow");
        thread::sleep(Duration::from_millis(5));
    }
    standby.kill();
    assert_eq!(must("a PATCH", change(8)).status, 200);
    // One answer may be that a connection went; the next ones come from the database itself.
    let _ = get(server.address(), &late);
    let answer = get(server.address(), &late);
    assert_eq!((answer.status, &read(&answer)["balance"]), (200, &Value::from(8)));
    must("the standby", standby.restart());
    let begun = Instant::now();
    while must("connections", standby.ask("ledger", "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'restwright'")) == "0" {
        assert_eq!(get(server.address(), &late).status, 200);
        assert!(begun.elapsed() < PATIENCE, "the standby is not read again");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn pgbouncer_in_transaction_mode_changes_no_answer() {
    let _turn = turn();
    let what = "PgBouncer in transaction mode";
    if !Cluster::can_be_made(what) || !Pooler::can_be_made(what) {
        return;
    }
    let cluster = must(what, Cluster::start());
    let pooler = must(what, Pooler::start(&cluster, 3));
    let through = |mut options: Serve| {
        options.flags.extend(["--unprepared", "--pool-size", "20"].map(str::to_owned));
        options
    };

    // A conversation that was recorded without a pooler.
    let case = here().join("conformance/market");
    let (direct, users) = (must(what, cluster.database("market")), must(what, transcript::read_users(&case.join("users.json"))));
    must(what, built()[1].prepare(&direct, &users));
    let server = must(what, built()[1].serve(&pooler.url("market"), &through(Serve { log: "pooler".to_owned(), ..Serve::default() })));
    let report = must(what, replay(&case.join("transcripts.postgres.jsonl"), &server.base_url));
    assert!(report.is_perfect(), "{report}");
    drop(server);

    // More clients than connections, of two servers, which make their tables through it.
    let (direct, url) = (must(what, cluster.database("ledger")), pooler.url("ledger"));
    let mut servers = [1, 2].map(|number| {
        let mut options = through(options(&format!("pooler-{number}")));
        options.flags.push("--migrate".to_owned());
        must(what, ledger().spawn(&url, &options))
    });
    for server in &mut servers {
        must(what, server.listens());
    }
    must(what, ledger().prepare(&direct, &[user()]));
    let load = Load::start(&[servers[0].address(), servers[1].address()], TOKEN, 16);
    must(what, load.acknowledges(400, PATIENCE));
    let written = load.stop();
    assert_eq!((written.unanswered, written.statuses.get(&503)), (0, None), "{written}");
    let found = must(what, written.find(servers[0].address(), TOKEN));
    whole(what, &written, &found);
    assert_eq!(found.rows, found.acknowledged);
    let connections = must(
        what,
        cluster.ask("ledger", "SELECT count(*) FROM pg_stat_activity WHERE datname = 'ledger' AND backend_type = 'client backend'"),
    );
    let connections: u32 = connections.parse().unwrap();
    // One of them is the question's own.
    assert!(connections <= 4, "{connections}");
}
