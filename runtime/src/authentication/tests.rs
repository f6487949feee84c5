#![allow(clippy::unwrap_used)]

mod logins;

use super::*;
use crate::error::ErrorBody;
use crate::hooks::{Context, Scopes};
use crate::request::UrlStyle;
use crate::schema::viewset::{Permission, ViewSet};
use crate::schema::{Api, Field, FieldType, Model, Resource, Serializer};
use crate::server::{NewUser, create_user, migrate};
use crate::{App, Database, Settings, permissions, refusals};
use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, LOCATION, SET_COOKIE, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use http_body_util::BodyExt as _;

static ITEM: Model =
    Model::new("StockItem", "stock_item", "shop_stock_item").fields(&[Field::auto("id"), Field::new("title", "title", FieldType::Text)]);
static SERIALIZER: Serializer = Serializer::new(&[]);
static VIEWSET: ViewSet = ViewSet::new("stock-items", "stockitem");
static RESOURCES: [Resource; 1] = [Resource { model: &ITEM, serializer: &SERIALIZER, filterset: None, viewset: &VIEWSET }];
static API: Api = Api { resources: &RESOURCES, ..Api::new("shop", "Shop") };

const ALL: &[Authentication] = &[Authentication::Session, Authentication::Basic, Authentication::Token];
const TOKEN_FIRST: &[Authentication] = &[Authentication::Token, Authentication::Basic];
const SECRET: &str = "abcdefghijklmnopqrstuvwxyz012345";

async fn app() -> App {
    app_with(Settings::default()).await
}

async fn app_with(settings: Settings) -> App {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    migrate(&db, &API, &[]).await.unwrap();
    for (name, active, superuser, permissions) in
        [("anna", true, false, vec!["add_stockitem"]), ("gone", false, false, vec![]), ("root", true, true, vec![])]
    {
        let user = NewUser {
            username: name.to_owned(),
            email: String::new(),
            password: format!("{name}-pw é"),
            staff: superuser,
            superuser,
            active,
            token: Some(format!("token-of-{name}")),
            permissions: permissions.into_iter().map(str::to_owned).collect(),
        };
        create_user(&db, &API, user).await.unwrap();
    }
    App::new(&API, db, settings).unwrap()
}

fn request(method: Method, headers: &[(&str, &str)], body: &str) -> Request {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    Request {
        method,
        path: "/api/stock-items/".to_owned(),
        query_string: String::new(),
        query: Vec::new(),
        headers: map,
        body: Bytes::copy_from_slice(body.as_bytes()),
        urls: UrlStyle { base: "http://shop.test".to_owned(), ..UrlStyle::default() },
        lookup: None,
        parent: None,
        user: None,
        version: None,
        peer: None,
        above: None,
        action: None,
    }
}

fn authorization(value: &str) -> Request {
    request(Method::GET, &[("authorization", value)], "")
}

/// Who is found, or status and text.
async fn ask(app: &App, classes: &[Authentication], req: &Request) -> Result<Option<String>, (u16, String)> {
    match authenticate(&app.authenticator, classes, req).await {
        Ok(found) => Ok(found.map(|identity| identity.user.username)),
        Err(ApiError { status, body: ErrorBody::Detail(text), .. }) => Err((status.as_u16(), text)),
        Err(other) => Err((0, other.to_string())),
    }
}

fn refused<T>(status: u16, text: &str) -> Result<T, (u16, String)> {
    Err((status, text.to_owned()))
}

fn found(name: &str) -> Result<Option<String>, (u16, String)> {
    Ok(Some(name.to_owned()))
}

#[tokio::test]
async fn tokens() {
    let app = app().await;
    for (header, expected) in [
        ("Token token-of-anna", found("anna")),
        ("tOKEN   token-of-anna", found("anna")),
        ("Bearer token-of-anna", Ok(None)),
        ("", Ok(None)),
        ("Token", refused(401, "Invalid token header. No credentials provided.")),
        ("Token a b", refused(401, "Invalid token header. Token string should not contain spaces.")),
        ("Token nonsense", refused(401, "Invalid token.")),
        ("Token token-of-gone", refused(401, "User inactive or deleted.")),
    ] {
        assert_eq!(ask(&app, TOKEN_FIRST, &authorization(header)).await, expected, "{header}");
    }
    let mut bytes = authorization("");
    bytes.headers.insert(AUTHORIZATION, HeaderValue::from_bytes(b"Token \xff").unwrap());
    let text = "Invalid token header. Token string should not contain invalid characters.";
    assert_eq!(ask(&app, TOKEN_FIRST, &bytes).await, refused(401, text));
    // Session first: there is no challenge, and every 401 is a 403.
    assert_eq!(ask(&app, ALL, &authorization("Token nonsense")).await, refused(403, "Invalid token."));
    let error = authenticate(&app.authenticator, TOKEN_FIRST, &authorization("Token nonsense")).await.unwrap_err();
    assert_eq!(error.headers, [(WWW_AUTHENTICATE, "Token".to_owned())]);
    assert_eq!(refusals::challenge(&[Authentication::Basic]), Some("Basic realm=\"api\""));
    assert_eq!(refusals::challenge(&[]), None);
}

#[tokio::test]
async fn passwords() {
    use base64::Engine as _;
    let app = app().await;
    let basic = |bytes: &[u8]| authorization(&format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(bytes)));
    let no = "Invalid username/password.";
    let classes = &[Authentication::Basic];
    assert_eq!(ask(&app, classes, &basic("anna:anna-pw é".as_bytes())).await, found("anna"));
    assert_eq!(ask(&app, classes, &basic(b"anna:anna-pw \xe9")).await, found("anna"), "Latin-1");
    assert_eq!(ask(&app, classes, &basic(b"anna:wrong")).await, refused(401, no));
    assert_eq!(ask(&app, classes, &basic(b"nobody:wrong")).await, refused(401, no));
    assert_eq!(ask(&app, classes, &basic("gone:gone-pw é".as_bytes())).await, refused(401, no));
    let malformed = "Invalid basic header. Credentials not correctly base64 encoded.";
    assert_eq!(ask(&app, classes, &basic(b"anna")).await, refused(401, malformed));
    assert_eq!(ask(&app, classes, &authorization("Basic x")).await, refused(401, malformed));
    assert_eq!(ask(&app, classes, &authorization("basic")).await, refused(401, "Invalid basic header. No credentials provided."));
    let spaces = "Invalid basic header. Credentials string should not contain spaces.";
    assert_eq!(ask(&app, classes, &authorization("Basic a b")).await, refused(401, spaces));
}

/// Logs in as anna; gives the session's cookie.
async fn log_in(app: &App) -> String {
    let headers = [("cookie", &*format!("csrftoken={SECRET}")), ("content-type", "application/x-www-form-urlencoded")];
    let body = format!("csrfmiddlewaretoken={SECRET}&username=anna&password=anna-pw+%C3%A9&next=%2Fapi%2F%3Fa%3Db");
    let response = pages::answer(&app.authenticator, pages::LOGIN, &request(Method::POST, &headers, &body)).await;
    assert_eq!(response.status(), StatusCode::FOUND);
    assert_eq!(response.headers()[LOCATION], "/api/?a=b");
    let cookies: Vec<&str> = response.headers().get_all(SET_COOKIE).iter().map(|v| v.to_str().unwrap()).collect();
    assert!(cookies[0].starts_with("csrftoken=") && !cookies[0].contains(SECRET), "rotated: {cookies:?}");
    assert!(cookies[1].contains("; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax"), "{cookies:?}");
    cookies[1].split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn sessions_and_their_csrf_rules() {
    let app = app().await;
    let session = log_in(&app).await;
    let classes = &[Authentication::Session];
    assert_eq!(ask(&app, classes, &request(Method::GET, &[("cookie", &session)], "")).await, found("anna"));
    assert_eq!(ask(&app, classes, &request(Method::GET, &[("cookie", "sessionid=00000000000000000000000000000000")], "")).await, Ok(None));

    let both = format!("{session}; csrftoken={SECRET}");
    let cookie = |text: &str| format!("{session}; csrftoken={text}");
    let other = "0".repeat(32);
    for (headers, body, expected) in [
        (vec![("cookie", session.clone())], "", "CSRF cookie not set."),
        (vec![("cookie", both.clone())], "", "CSRF token missing."),
        (vec![("cookie", cookie("short"))], "", "CSRF cookie has incorrect length."),
        (vec![("cookie", cookie(&"!".repeat(32)))], "", "CSRF cookie has invalid characters."),
        (
            vec![("cookie", both.clone()), ("x-csrftoken", "x".into())],
            "",
            "CSRF token from the 'X-Csrftoken' HTTP header has incorrect length.",
        ),
        (vec![("cookie", both.clone()), ("x-csrftoken", other.clone())], "", "CSRF token from the 'X-Csrftoken' HTTP header incorrect."),
        (vec![("cookie", both.clone())], "csrfmiddlewaretoken=x", "CSRF token from POST has incorrect length."),
        (
            vec![("cookie", both.clone()), ("x-csrftoken", SECRET.into()), ("origin", "http://evil.test".into())],
            "",
            "Origin checking failed - http://evil.test does not match any trusted origins.",
        ),
    ] {
        let mut headers: Vec<(&str, &str)> = headers.iter().map(|(k, v)| (*k, v.as_str())).collect();
        headers.push(("content-type", "application/x-www-form-urlencoded"));
        let asked = ask(&app, classes, &request(Method::POST, &headers, body)).await;
        assert_eq!(asked, refused(403, &format!("CSRF Failed: {expected}")));
    }
    let (masked, _) = csrf::token(&app.settings, &request(Method::GET, &[("cookie", &both)], ""));
    let with_header = [("cookie", both.as_str()), ("x-csrftoken", &masked), ("origin", "http://shop.test")];
    assert_eq!(ask(&app, classes, &request(Method::PATCH, &with_header, "")).await, found("anna"));
    let form = format!("csrfmiddlewaretoken={masked}");
    let typed = [("cookie", both.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(ask(&app, classes, &request(Method::POST, &typed, &form)).await, found("anna"));
    // The form field counts in a POST only.
    assert_eq!(ask(&app, classes, &request(Method::PUT, &typed, &form)).await, refused(403, "CSRF Failed: CSRF token missing."));

    // Over TLS the referer is asked for.
    for (referer, expected) in [
        (None, "Referer checking failed - no Referer."),
        (Some("nothing"), "Referer checking failed - Referer is malformed."),
        (Some("http://shop.test/"), "Referer checking failed - Referer is insecure while host is secure."),
        (Some("https://evil.test/a"), "Referer checking failed - https://evil.test/a does not match any trusted origins."),
        (Some("https://shop.test/a"), "CSRF token missing."),
    ] {
        let mut req = request(Method::POST, &typed, "");
        req.urls.base = "https://shop.test".to_owned();
        if let Some(referer) = referer {
            req.headers.insert(http::header::REFERER, HeaderValue::from_str(referer).unwrap());
        }
        assert_eq!(ask(&app, classes, &req).await, refused(403, &format!("CSRF Failed: {expected}")));
    }

    let logout = pages::answer(&app.authenticator, pages::LOGOUT, &request(Method::POST, &typed, &form)).await;
    assert_eq!(logout.status(), StatusCode::OK);
    assert!(
        logout.headers()[SET_COOKIE].to_str().unwrap().starts_with("sessionid=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0;")
    );
    assert_eq!(ask(&app, classes, &request(Method::GET, &[("cookie", &session)], "")).await, Ok(None));
}

#[tokio::test]
async fn a_new_password_ends_sessions() {
    let app = app().await;
    let session = log_in(&app).await;
    app.db.write().await.unwrap().execute("UPDATE auth_user SET password = 'argon2$x' WHERE username = 'anna'", &[]).await.unwrap();
    assert_eq!(ask(&app, &[Authentication::Session], &request(Method::GET, &[("cookie", &session)], "")).await, Ok(None));
}

#[tokio::test]
async fn the_login_page() {
    let app = app().await;
    let mut req = request(Method::GET, &[], "");
    req.query_string = "next=/api/%22%3E".to_owned();
    let response = pages::answer(&app.authenticator, pages::LOGIN, &req).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().contains_key(SET_COOKIE));
    let text = String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
    assert!(text.contains("name=\"next\" value=\"/api/&quot;&gt;\""), "{text}");

    let typed = ("content-type", "application/x-www-form-urlencoded");
    let cookie = format!("csrftoken={SECRET}");
    let post = |body: String| request(Method::POST, &[typed, ("cookie", &cookie)], &body);
    let wrong =
        pages::answer(&app.authenticator, pages::LOGIN, &post(format!("csrfmiddlewaretoken={SECRET}&username=anna&password=x"))).await;
    assert_eq!(wrong.status(), StatusCode::OK);
    let text = String::from_utf8(wrong.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
    assert!(text.contains("Please enter a correct username and password. Note that both fields may be case-sensitive."), "{text}");
    let foreign = pages::answer(&app.authenticator, pages::LOGIN, &post("username=anna&password=x".to_owned())).await;
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    let got = pages::answer(&app.authenticator, pages::LOGOUT, &request(Method::GET, &[(COOKIE.as_str(), &cookie)], "")).await;
    assert_eq!(got.status(), StatusCode::METHOD_NOT_ALLOWED);
}

/// Who passes: anonymous, anna (who may add), root.
async fn pass(app: &App, permissions: &[Permission], method: Method, object: bool) -> [Result<bool, u16>; 3] {
    let mut out = Vec::new();
    for token in ["", "Token token-of-anna", "Token token-of-root"] {
        let mut req = authorization(token);
        req.user = authenticate(&app.authenticator, TOKEN_FIRST, &req).await.unwrap().map(|i| i.user);
        req.method = method.clone();
        let scopes = Scopes::default();
        let scoped = app.scoped(&req, &scopes);
        let passed = if object {
            let mut conn = app.db.read().await.unwrap();
            permissions::check_object(&mut Context::new(&scoped, &mut conn, None), permissions, 0, None).await
        } else {
            permissions::check(&scoped, &app.db, permissions, Some(0)).await
        };
        out.push(passed.map_err(|e| e.status.as_u16()));
    }
    out.try_into().unwrap()
}

#[tokio::test]
async fn permissions_and_their_composition() {
    use Permission::*;
    let app = app().await;
    let yes = |who: [bool; 3]| who.map(Ok);
    for (permissions, method, expected) in [
        (&[AllowAny][..], Method::DELETE, [true, true, true]),
        (&[], Method::DELETE, [true, true, true]),
        (&[IsAuthenticated], Method::GET, [false, true, true]),
        (&[IsAdminUser], Method::GET, [false, false, true]),
        (&[IsAuthenticatedOrReadOnly], Method::HEAD, [true, true, true]),
        (&[IsAuthenticatedOrReadOnly], Method::PUT, [false, true, true]),
        (&[ModelPermissions], Method::GET, [false, true, true]),
        (&[ModelPermissions], Method::POST, [false, true, true]),
        (&[ModelPermissions], Method::PATCH, [false, false, true]),
        (&[ModelPermissionsOrAnonReadOnly], Method::GET, [true, true, true]),
        (&[ModelPermissionsOrAnonReadOnly], Method::POST, [false, true, true]),
        (&[ObjectPermissions], Method::DELETE, [false, false, true]),
        (&[Any(&[IsAdminUser, ModelPermissions])], Method::POST, [false, true, true]),
        (&[All(&[IsAuthenticated, Not(&IsAdminUser)])], Method::POST, [false, true, false]),
        (&[IsAuthenticated, Not(&ModelPermissions)], Method::PUT, [false, true, false]),
    ] {
        assert_eq!(pass(&app, permissions, method.clone(), false).await, yes(expected), "{permissions:?} {method}");
    }
    // A method that model permissions don't know, for whoever gets so far.
    assert_eq!(pass(&app, &[ModelPermissions], Method::TRACE, false).await, [Ok(false), Err(405), Err(405)]);
    for (permissions, method, expected) in [
        (&[IsAdminUser][..], Method::PUT, [true, true, true]),
        // NOT turns round the answer about the object too, and a plain permission's is always yes.
        (&[Not(&IsAdminUser)], Method::PUT, [false, false, false]),
        (&[Any(&[IsAdminUser, ModelPermissions])], Method::POST, [false, true, true]),
        (&[ObjectPermissions], Method::GET, [true, true, true]),
        (&[ObjectPermissions], Method::POST, [false, false, true]),
    ] {
        assert_eq!(pass(&app, permissions, method.clone(), true).await, yes(expected), "object: {permissions:?} {method}");
    }
}

#[tokio::test]
async fn permissions_of_groups_cost_one_statement() {
    let app = app().await;
    let script = "INSERT INTO auth_group (id, name) VALUES (1, 'clerks'); INSERT INTO auth_user_groups (user_id, group_id) VALUES (1, 1); \
        INSERT INTO auth_group_permissions (group_id, permission_id) SELECT 1, id FROM auth_permission WHERE codename = 'change_stockitem';";
    app.db.write().await.unwrap().script(script).await.unwrap();
    assert_eq!(pass(&app, &[Permission::ModelPermissions], Method::PUT, false).await, [Ok(false), Ok(true), Ok(true)]);
    let mut req = authorization("Token token-of-anna");
    req.user = authenticate(&app.authenticator, TOKEN_FIRST, &req).await.unwrap().map(|i| i.user);
    let before = app.db.statements();
    assert!(permissions::check(&app.scoped(&req, &Scopes::default()), &app.db, &[Permission::ModelPermissions], Some(0)).await.unwrap());
    assert_eq!(app.db.statements() - before, 0, "reading needs no permission");
    req.method = Method::PUT;
    assert!(
        permissions::check(
            &app.scoped(&req, &Scopes::default()),
            &app.db,
            &[Permission::ModelPermissions, Permission::ModelPermissions],
            Some(0)
        )
        .await
        .unwrap()
    );
    assert_eq!(app.db.statements() - before, 1);
}

#[test]
fn refusals() {
    let text = |error: ApiError| (error.status.as_u16(), error.body, error.headers.len());
    let missing = || ErrorBody::Detail("Authentication credentials were not provided.".to_owned());
    let forbidden = || ErrorBody::Detail("You do not have permission to perform this action.".to_owned());
    assert_eq!(text(refusals::denied(TOKEN_FIRST, false)), (401, missing(), 1));
    assert_eq!(text(refusals::denied(ALL, false)), (403, missing(), 0));
    assert_eq!(text(refusals::denied(TOKEN_FIRST, true)), (403, forbidden(), 0));
    assert_eq!(text(refusals::denied(&[], false)), (403, forbidden(), 0));
}
