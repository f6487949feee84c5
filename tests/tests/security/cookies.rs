//! Sessions, their cookies, and requests that other sites forge.

use super::raw::exchange;
use super::*;

/// A browser: it keeps cookies, and sends them back.
struct Browser<'s> {
    server: &'s Server,
    host: &'static str,
    cookies: Vec<(String, String)>,
}

impl<'s> Browser<'s> {
    fn new(server: &'s Server, host: &'static str) -> Self {
        Self { server, host, cookies: Vec::new() }
    }

    fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    fn send(&mut self, line: &str, head: &str, form: &str) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = if cookies.is_empty() { String::new() } else { format!("Cookie: {}\r\n", cookies.join("; ")) };
        let body = if form.is_empty() { String::new() } else { "Content-Type: application/x-www-form-urlencoded\r\n".to_owned() };
        let (host, length) = (self.host, form.len());
        let answer = exchange(
            self.server,
            format!("{line} HTTP/1.1\r\nHost: {host}\r\n{cookies}{head}{body}Content-Length: {length}\r\nConnection: close\r\n\r\n{form}"),
        );
        for (_, value) in answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")) {
            let (name, rest) = value.split_once('=').unwrap();
            self.cookies.retain(|(n, _)| n != name);
            self.cookies.push((name.to_owned(), rest.split(';').next().unwrap().to_owned()));
        }
        answer
    }

    /// Logs in as ann, with these headers; gives the answer to the form.
    fn login(&mut self, csrf: &str, head: &str) -> Answer {
        assert_eq!(self.send("GET /api-auth/login/", "", "").status, 200);
        let token = self.cookie(csrf).unwrap().to_owned();
        let form = format!("csrfmiddlewaretoken={token}&username=admin&password={}", PASSWORD.replace(' ', "+"));
        self.send("POST /api-auth/login/", head, &form)
    }
}

fn set_cookie<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let mut set = answer.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case("set-cookie")).map(|(_, value)| value.as_str());
    set.find(|value| value.starts_with(&format!("{name}="))).unwrap_or_else(|| panic!("no {name}: {:?}", answer.headers))
}

#[test]
fn cookies_are_djangos() {
    let server = start("cookies-http");
    let login = Browser::new(&server, "localhost").login("csrftoken", "");
    assert_eq!(login.status, 302);
    let session = set_cookie(&login, "sessionid");
    assert!(session.ends_with("; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax") && !session.contains("Domain"), "{session}");
    let csrf = set_cookie(&login, "csrftoken");
    assert!(csrf.ends_with("; Max-Age=31449600; Path=/; SameSite=Lax") && !csrf.contains("HttpOnly"), "{csrf}");
}

#[test]
fn over_https_cookies_are_secure_and_pages_of_the_site_only_may_change_things() {
    let env = [
        ("HTTPS", "true"),
        ("ALLOWED_HOSTS", "shop.example"),
        ("CSRF_TRUSTED_ORIGINS", "https://app.example.org,https://*.trusted.example"),
    ];
    let server = start_with("cookies-https", Kind::Sqlite, &[], &env);
    let mut browser = Browser::new(&server, "shop.example");
    // No Origin, no Referer: not a page of this site that anybody could know of.
    assert_eq!(browser.login("csrftoken", "").status, 403);
    assert_eq!(browser.login("csrftoken", "Origin: http://shop.example\r\n").status, 403);
    let login = browser.login("csrftoken", "Origin: https://shop.example\r\n");
    assert_eq!(login.status, 302);
    for name in ["sessionid", "csrftoken"] {
        let cookie = set_cookie(&login, name);
        assert!(cookie.ends_with("; SameSite=Lax; Secure"), "{cookie}");
    }
    let token = browser.cookie("csrftoken").unwrap().to_owned();
    let proof = format!("X-CSRFToken: {token}\r\nContent-Type: application/json\r\n");
    let mut delete = |head: &str| browser.send("DELETE /api/books/77/", &format!("{proof}{head}"), "").status;
    for (head, expected) in [
        ("Origin: https://shop.example\r\n", 404),
        ("Origin: https://app.example.org\r\n", 404),
        ("Origin: https://a.trusted.example\r\n", 404),
        ("Origin: https://trusted.example\r\n", 404),
        ("Referer: https://shop.example/books/?x=https://evil.example\r\n", 404),
        ("Referer: https://app.example.org/\r\n", 404),
        ("Referer: https://a.b.trusted.example/\r\n", 404),
        ("", 403),
        ("Origin: null\r\n", 403),
        ("Origin: http://shop.example\r\n", 403),
        ("Origin: https://shop.example:8443\r\n", 403),
        ("Origin: https://shop.example.evil.example\r\n", 403),
        ("Origin: https://eviltrusted.example\r\n", 403),
        ("Origin: http://a.trusted.example\r\n", 403),
        ("Origin: https://evil.example/.trusted.example\r\n", 403),
        ("Origin: https://evil.example\\.trusted.example\r\n", 403),
        ("Origin: https://shop.example\r\nOrigin: https://evil.example\r\n", 403),
        ("Origin: https://shop.example, https://shop.example\r\n", 403),
        ("Referer: http://shop.example/\r\n", 403),
        ("Referer: https://evil.example/https://shop.example/\r\n", 403),
        ("Referer: https://shop.example.evil.example/\r\n", 403),
        ("Referer: https://shop.example@evil.example/\r\n", 403),
        ("Referer: https://evil.example#.trusted.example/\r\n", 403),
        ("Referer: https://evil.example\\.trusted.example/\r\n", 403),
        ("Referer: shop.example\r\n", 403),
        ("Referer: \r\n", 403),
        ("Referer: https://shop.example/\r\nReferer: https://evil.example/\r\n", 404),
        ("Origin: https://shop.example\r\nReferer: https://evil.example/\r\n", 404),
    ] {
        assert_eq!(delete(head), expected, "{head}");
    }
    let out = browser.send("POST /api-auth/logout/", "Origin: https://shop.example\r\n", &format!("csrfmiddlewaretoken={token}"));
    assert!(set_cookie(&out, "sessionid").contains("Max-Age=0"), "{out:?}");
}

#[test]
fn names_domains_and_ages_are_the_operators() {
    let env = [
        ("HTTPS", "true"),
        ("ALLOWED_HOSTS", ".example.org"),
        ("SESSION_COOKIE_NAME", "__Secure-sid"),
        ("SESSION_COOKIE_DOMAIN", ".example.org"),
        ("SESSION_COOKIE_AGE", "2"),
        ("SESSION_COOKIE_SAMESITE", "Strict"),
        ("SESSION_COOKIE_PATH", "/"),
        ("CSRF_COOKIE_NAME", "token"),
        ("CSRF_COOKIE_DOMAIN", ".example.org"),
        ("CSRF_COOKIE_AGE", "none"),
        ("CSRF_COOKIE_SECURE", "false"),
        ("CSRF_HEADER_NAME", "X-Token"),
    ];
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("cookies-named")) {
        let server = start_with("cookies-named", kind, &[], &env);
        let mut browser = Browser::new(&server, "api.example.org");
        // Every host that shares the cookie may use it.
        let login = browser.login("token", "Referer: https://www.example.org/\r\n");
        assert_eq!(login.status, 302, "{kind}");
        let session = set_cookie(&login, "__Secure-sid");
        assert!(
            session.contains("; Domain=.example.org; ") && session.ends_with("; HttpOnly; Max-Age=2; Path=/; SameSite=Strict; Secure"),
            "{session}"
        );
        let csrf = set_cookie(&login, "token");
        assert!(csrf.ends_with("; Domain=.example.org; Path=/; SameSite=Lax"), "{csrf}");
        let token = browser.cookie("token").unwrap().to_owned();
        let from = "Origin: https://api.example.org\r\n";
        let missing = browser.send("DELETE /api/books/77/", &format!("{from}X-CSRFToken: {token}\r\n"), "");
        assert!(missing.status == 403 && text(&missing).contains("CSRF token missing."), "{}", text(&missing));
        let short = browser.send("DELETE /api/books/77/", &format!("{from}X-Token: x\r\n"), "");
        assert!(text(&short).contains("CSRF token from the 'X-Token' HTTP header has incorrect length."), "{}", text(&short));
        assert_eq!(browser.send("DELETE /api/books/77/", &format!("{from}X-Token: {token}\r\n"), "").status, 404, "{kind}");
        // The session ends with its cookie, whatever a client keeps.
        std::thread::sleep(std::time::Duration::from_millis(2100));
        let late = browser.send("DELETE /api/books/77/", &format!("{from}X-Token: {token}\r\n"), "");
        assert_eq!(late.status, 403, "{kind}");
        assert!(text(&late).contains("Authentication credentials were not provided."), "{}", text(&late));
    }
}

#[test]
fn odd_cookies_are_nobodys() {
    on_all("cookies-odd", |kind, mut server| {
        let long = "a".repeat(12_000);
        for cookie in [
            "sessionid=",
            "sessionid=\"\"",
            "sessionid='; DROP TABLE django_session; --",
            "sessionid=%00%00%00%00%00%00%00%00",
            "sessionid=\u{e9}\u{fc}\u{ff}\u{80}\u{e9}\u{fc}\u{ff}\u{80}",
            "sessionid=\t\t\t\t\t\t\t\t\t",
            "sessionid",
            "=;=;;;===",
            "sessionid=00000000000000000000000000000000; sessionid=11111111111111111111111111111111",
            &format!("sessionid={long}"),
            &format!("csrftoken={long}; sessionid={long}"),
            &"a=b; ".repeat(4000),
        ] {
            let headers = [("Cookie".to_owned(), cookie.to_owned()), ("Accept".to_owned(), "application/json".to_owned())];
            let answer = must(cookie, Client::new(server.address()).send("GET", "/api/books/", &headers, None));
            assert_eq!(answer.status, 200, "{kind}: {cookie:.60}");
            let login = must(cookie, Client::new(server.address()).send("GET", "/api-auth/login/", &headers, None));
            let set = set_cookie(&login, "csrftoken");
            let value = set.split(';').next().unwrap();
            assert!(value.len() == 42 && value[10..].bytes().all(|b| b.is_ascii_alphanumeric()), "{kind}: {set}");
        }
        is_healthy(&mut server);
    });
}

/// Where a login leads to is on this site, whatever `next` says.
#[test]
fn logins_lead_nowhere_else() {
    let server = start("cookies-next");
    for (next, location) in [
        ("%2Fapi%2Fbooks%2F", "/api/books/"),
        ("https%3A%2F%2Fevil.example%2F", "/api/"),
        ("%2F%2Fevil.example", "/api/"),
        ("%2F%5Cevil.example", "/api/"),
        ("%2Fapi%2F%0D%0ASet-Cookie%3A%20a%3Db", "/api/"),
        ("javascript%3Aalert(1)", "/api/"),
        ("http%3A%2F%2Flocalhost%40evil.example%2F", "/api/"),
    ] {
        let mut browser = Browser::new(&server, "localhost");
        browser.send("GET /api-auth/login/", "", "");
        let token = browser.cookie("csrftoken").unwrap().to_owned();
        let form = format!("csrfmiddlewaretoken={token}&username=admin&password={}&next={next}", PASSWORD.replace(' ', "+"));
        let login = browser.send("POST /api-auth/login/", "", &form);
        assert_eq!((login.status, login.header("Location").as_deref()), (302, Some(location)), "{next}");
    }
}
