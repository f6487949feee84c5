//! Several processes before one database.

use super::*;

/// Three processes before one database, which made its tables when they started together.
fn three(kind: Kind, url: &str) -> Vec<Server> {
    let start = |number: usize| {
        let mut options = options(&format!("process-{number}.{}", kind.feature()));
        // Each test is a client of its own by this header.
        options.flags.extend(["--migrate", "--num-proxies", "all", "--allowed-hosts", "*"].map(str::to_owned));
        must("a process", ledger().spawn(url, &options))
    };
    let mut servers: Vec<Server> = (0..3).map(start).collect();
    for server in &mut servers {
        must("a process that starts with others", server.listens());
    }
    servers
}

#[test]
fn several_processes_answer_as_one() {
    let _turn = turn();
    for kind in [Kind::Postgres, Kind::MySql].into_iter().filter(|kind| kind.is_there("several processes")) {
        let database = must("a database", ledger().fresh(kind));
        let servers = three(kind, &database.url);
        must("a user", ledger().prepare(&database.url, &[user()]));
        let addresses: Vec<&str> = servers.iter().map(Server::address).collect();
        what_one_writes_all_read(&addresses);
        one_of_many_writes_wins(&addresses);
        a_login_holds_everywhere(&addresses);
        a_cursor_needs_no_memory(&addresses);
        throttles_count_together(&addresses);

        let what = format!("three servers, one killed, {kind}");
        let load = Load::start(&addresses, TOKEN, 6);
        must(&what, load.acknowledges(300, PATIENCE));
        let begun = Instant::now();
        let addresses: Vec<String> = addresses.into_iter().map(str::to_owned).collect();
        let mut servers = servers;
        drop(servers.pop());
        must(&what, load.acknowledges(1, PATIENCE));
        let back = begun.elapsed();
        must(&what, load.acknowledges(300, PATIENCE));
        let written = load.stop();
        let found = must(&what, written.find(&addresses[0], TOKEN));
        whole(&what, &written, &found);
        figure(&what, &written, &found, 1, back);
    }
}

/// The same bodies, whoever is asked, as soon as one was written.
fn what_one_writes_all_read(addresses: &[&str]) {
    for (number, address) in addresses.iter().cycle().take(9).enumerate() {
        let body = json!({ "name": format!("account {number}"), "balance": number });
        let made = must("an account", send(&mut Client::new(address), "POST", "/api/accounts/", TOKEN, Some(&body)));
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
        let path = format!("/api/accounts/{}/", read(&made)["id"]);
        for other in addresses {
            assert_eq!(get(other, &path).body, made.body, "{path}");
        }
    }
}

/// Of writes of the same unique value at the same time one is done; the others are told why not.
fn one_of_many_writes_wins(addresses: &[&str]) {
    for round in 0..15 {
        let body = transfer(&format!("race-{round}"), round);
        let answers: Vec<Answer> = thread::scope(|scope| {
            let send = |address: &&str| must("a race", send(&mut Client::new(address), "POST", "/api/transfers/", TOKEN, Some(&body)));
            let threads: Vec<_> = addresses.iter().chain(addresses).map(|address| scope.spawn(move || send(address))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let made = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(made, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        for answer in &answers {
            if answer.status == 201 {
                let path = format!("/api/transfers/{}/", read(answer)["id"]);
                let gone = must(&path, send(&mut Client::new(addresses[0]), "DELETE", &path, TOKEN, None));
                assert_eq!(gone.status, 204, "{path}");
                continue;
            }
            assert_eq!(answer.status, 400);
            assert_eq!(read(answer), json!({ "reference": ["transfer with this reference already exists."] }));
        }
    }
}

/// A session that one process began is known to the others, and ended by any of them.
fn a_login_holds_everywhere(addresses: &[&str]) {
    let cookie = |answer: &Answer, name: &str| {
        let set = answer.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case("set-cookie"));
        let mut values = set.filter_map(|(_, value)| value.split(';').next()?.strip_prefix(&format!("{name}=")));
        values.next().unwrap_or_else(|| panic!("no cookie {name}: {:?}", answer.headers)).to_owned()
    };
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let page = must("the login page", Client::new(addresses[0]).send("GET", "/api-auth/login/", &[header("Accept", "text/html")], None));
    let token = cookie(&page, "csrftoken");
    let hidden = Regex::new(r#"name="csrfmiddlewaretoken" value="([^"]+)""#).unwrap();
    let html = String::from_utf8_lossy(&page.body).into_owned();
    let hidden = &hidden.captures(&html).unwrap_or_else(|| panic!("{html}"))[1];
    let form = format!("username=ann&password={}&csrfmiddlewaretoken={hidden}", PASSWORD.replace(' ', "+"));
    let headers = [
        header("Cookie", &format!("csrftoken={token}")),
        header("Content-Type", "application/x-www-form-urlencoded"),
        header("Host", "api.example.org"),
    ];
    let login = must("the login", Client::new(addresses[1]).send("POST", "/api-auth/login/", &headers, Some(form.as_bytes())));
    assert_eq!(login.status, 302, "{}", String::from_utf8_lossy(&login.body));
    let session = cookie(&login, "sessionid");
    for address in addresses {
        let status =
            |cookie: &str| must("a list", Client::new(address).send("GET", "/api/accounts/", &[header("Cookie", cookie)], None)).status;
        assert_eq!((status(&format!("sessionid={session}")), status("sessionid=another")), (200, 401), "{address}");
    }
}

/// A walk whose pages come from other processes each time, while rows are written and the walk goes on, shows each row that was there once.
fn a_cursor_needs_no_memory(addresses: &[&str]) {
    let write = |address: &str, text: String| {
        let made = must("an entry", send(&mut Client::new(address), "POST", "/api/journals/", TOKEN, Some(&json!({ "text": text }))));
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
    };
    for number in 0..40 {
        write(addresses[number % addresses.len()], format!("old {number}"));
    }
    let (mut seen, mut path, mut turns) = (Vec::new(), "/api/journals/".to_owned(), addresses.iter().cycle());
    loop {
        let page = read(&get(turns.next().unwrap(), &path));
        seen.extend(page["results"].as_array().unwrap().iter().map(|row| row["text"].as_str().unwrap().to_owned()));
        write(turns.next().unwrap(), format!("new {}", seen.len()));
        let Some(next) = page["next"].as_str() else { break };
        path = next.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap();
    }
    let expected: Vec<String> = (0..40).rev().map(|number| format!("old {number}")).collect();
    assert_eq!(seen, expected);
}

/// A rate of 20 is 20 for all processes together, however the requests fall on them.
fn throttles_count_together(addresses: &[&str]) {
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    // Redis remembers for a day: a client that no earlier run has been.
    let headers = [("X-Forwarded-For".to_owned(), format!("reliability {nanos}"))];
    let statuses: Vec<u16> = thread::scope(|scope| {
        let headers = &headers;
        let ask = move |address: &str| -> Vec<u16> {
            let mut client = Client::new(address);
            (0..10).map(|_| must("a statement", client.send("GET", "/api/statements/", headers, None)).status).collect()
        };
        let threads: Vec<_> = addresses.iter().chain(addresses).map(|address| scope.spawn(move || ask(address))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let count = |status: u16| statuses.iter().filter(|one| **one == status).count();
    assert_eq!((count(200), count(429)), (20, 40), "{statuses:?}");
}

#[test]
fn writes_that_stand_in_each_others_way_are_tried_again() {
    let _turn = turn();
    for kind in [Kind::Postgres, Kind::MySql].into_iter().filter(|kind| kind.is_there("conflicts")) {
        let database = must("a database", ledger().fresh(kind));
        must("a user", ledger().prepare(&database.url, &[user()]));
        if kind == Kind::Postgres {
            // Every two transactions that touch the same rows are a conflict then.
            must("serializable", kind.run(&format!("ALTER DATABASE {} SET default_transaction_isolation = 'serializable'", database.name)));
        }
        let server = must("a server", ledger().serve(&database.url, &options(&format!("conflicts.{}", kind.feature()))));
        must("its log", fs::write(&server.log, ""));
        let made =
            must("a transfer", send(&mut Client::new(server.address()), "POST", "/api/transfers/", TOKEN, Some(&transfer("one", 1))));
        let path = format!("/api/transfers/{}/", read(&made)["id"]);
        let put = |number: i64| -> Vec<(i64, Answer)> {
            let mut client = Client::new(server.address());
            let amounts = (0..25).map(|count| 100 * number + count);
            amounts.map(|amount| (amount, must("a PUT", send(&mut client, "PUT", &path, TOKEN, Some(&transfer("one", amount)))))).collect()
        };
        let answers: Vec<(i64, Answer)> = thread::scope(|scope| {
            let put = &put;
            let threads: Vec<_> = (1..=2).map(|number| scope.spawn(move || put(number))).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        for (amount, answer) in &answers {
            let body = String::from_utf8_lossy(&answer.body);
            // Four tries may be too few: then nothing was written, and the client is told to come again.
            let told = answer.status == 503 && answer.header("retry-after").is_some();
            assert!(told || answer.status == 200, "{kind}: {} {body}", answer.status);
            assert!(told || read(answer)["total"] == 4 * amount, "{kind}: {body}");
        }
        let log = must("the log", fs::read_to_string(&server.log));
        // Without a conflict nothing would have been shown. MariaDB makes most of them wait.
        assert!(kind != Kind::Postgres || log.contains("tried again"), "{log}");
        let done = answers.iter().filter(|(_, answer)| answer.status == 200).count();
        assert!(done * 10 >= answers.len() * 9, "{kind}: {done} of {}", answers.len());
        let row = read(&get(server.address(), &path));
        assert_eq!(row["entries"].as_array().map(Vec::len), Some(4), "{kind}: {row}");
        let parts: i64 = row["entries"].as_array().unwrap().iter().map(|entry| entry["amount"].as_i64().unwrap()).sum();
        assert_eq!(row["total"], parts, "{kind}: {row}");
    }
}
