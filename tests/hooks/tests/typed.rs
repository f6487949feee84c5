//! Rows, inputs and filters of generated code are typed, on SQLite, PostgreSQL and MariaDB.

use restwright::hooks::prelude::*;
use restwright::test::Client;
use restwright_hooks::cinema;
use restwright_hooks::cinema::resources::disc::{Disc, DiscInput};
use restwright_hooks::cinema::resources::ticket::{Ticket, TicketColumns, TicketFilterSet, TicketInput, TicketLevel, TicketState};
use restwright_tests::databases::Kind;
use std::path::Path;

/// Runs a test on every database.
fn each(name: &str, test: impl Fn(Kind, &Client)) {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there(name)) {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hooks-typed-{name}"));
        let database = kind.fresh(&place).unwrap_or_else(|error| panic!("{kind}: {error}"));
        test(kind, &Client::over(&database.url, cinema::router::urls(), cinema::MIGRATIONS));
    }
}

/// Runs typed access.
#[track_caller]
fn run<T>(kind: Kind, client: &Client, work: impl Future<Output = Result<T>>) -> T {
    client.run(work).unwrap_or_else(|error| panic!("{kind}: {error}"))
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 5, day).unwrap_or_default()
}

fn moment(hour: u32) -> DateTime<Utc> {
    day(7).and_hms_micro_opt(hour, 30, 0, 250).unwrap_or_default().and_utc()
}

fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(0x1234_5678 << 64 | n)
}

fn full(n: u128) -> TicketInput {
    TicketInput::default()
        .code(uuid(n))
        .state(TicketState::First)
        .level(TicketLevel::Balcony)
        .price(decimal!("9.50"))
        .fee(decimal!("1.5"))
        .day(day(7))
        .hour(NaiveTime::from_hms_opt(12, 30, 0))
        .at(moment(10))
        .lasts(TimeDelta::minutes(90))
        .extra(json!({ "a": [1.5, null, "x"] }))
        .from(IpAddr::from([10, 0, 0, 1]))
        .weight(2.5)
        .open(false)
        .note("it's")
}

#[test]
fn every_column_comes_as_it_went() {
    each("columns", |kind, client| {
        let app = client.app();
        let row = run(kind, client, async {
            let disc = Disc::create(app, DiscInput::default().title("Doors").tracks(3)).await?;
            let first = Ticket::create(app, full(1).media(disc.media_ptr)).await?;
            Ticket::create(app, TicketInput::default().code(uuid(2)).price(3).friends([first.code])).await?;
            Ticket::get(app, uuid(1)).await
        });
        assert_eq!((row.code, row.state.clone(), row.level), (uuid(1), TicketState::First, Some(TicketLevel::Balcony)), "{kind}");
        assert_eq!(
            (row.price.clone(), row.fee.clone(), row.weight, row.open),
            (decimal!("9.5"), Some(decimal!("1.5")), 2.5, false),
            "{kind}"
        );
        assert_eq!(row.price.to_string(), "9.50", "{kind}");
        // The hook adds an hour, and puts the document into a list.
        assert_eq!((row.day, row.hour, row.at), (Some(day(7)), NaiveTime::from_hms_opt(12, 30, 0), Some(moment(11))), "{kind}");
        assert_eq!((row.lasts, row.from), (Some(TimeDelta::minutes(90)), Some(IpAddr::from([10, 0, 0, 1]))), "{kind}");
        assert_eq!((row.extra.clone(), row.note.as_deref(), row.media), (Some(json!([{ "a": [1.5, null, "x"] }])), Some("it's"), Some(1)));
        let [plain, none] = run(kind, client, async {
            // Null is set, and what is not given stays.
            let input = TicketInput { state: Some(TicketState::Blank), ..TicketInput::default() };
            let none = input.level(None).fee(None).day(None).hour(None).at(None).lasts(None).extra(None).from(None).note(None).media(None);
            Ok([Ticket::get(app, uuid(2)).await?, row.update(app, none).await?])
        });
        assert_eq!((plain.fee, plain.level, plain.extra, plain.weight), (Some(decimal!("0.5")), None, None, 1.0), "{kind}");
        assert_eq!((none.state.as_str(), none.level, none.fee, none.day, none.hour, none.at), ("", None, None, None, None, None), "{kind}");
        assert_eq!((none.lasts, none.extra, none.from, none.note, none.media), (None, None, None, None, None), "{kind}");
        assert_eq!((none.price, none.weight), (decimal!("9.50"), 2.5), "{kind}");
    });
}

#[test]
fn hooks_get_what_clients_sent() {
    each("hooks", |kind, client| {
        let body = json!({
            "state": "1st", "level": -1, "price": "1.00", "at": "2024-05-07T10:30:00.000250Z", "extra": { "b": 1 }, "from": "::ffff:10.0.0.1",
        });
        let made = client.post("/api/tickets/", body);
        made.assert_status(201).assert_contains(json!({
            "state": "1st", "level": null, "price": "2.50", "at": "2024-05-07T11:30:00.000250Z", "extra": [{ "b": 1 }], "fee": "0.5",
        }));
        let wrong = client.post("/api/tickets/", json!({ "state": "sold-out", "price": "3", "from": "::1" }));
        wrong.assert_status(400).assert_json(json!({ "state": ["Sold out (sold-out)"], "from": ["From here."] }));
        let blank = client.post("/api/tickets/", json!({ "state": "", "price": 3, "extra": null }));
        blank.assert_status(201).assert_contains(json!({ "state": "", "extra": null, "from": null }));
        assert_eq!(client.get("/api/tickets/?page=1").at("/count"), 2, "{kind}");
    });
}

#[test]
fn filters_take_typed_values() {
    each("filters", |kind, client| {
        let app = client.app();
        run(kind, client, async {
            let disc = Disc::create(app, DiscInput::default().title("Doors").tracks(3)).await?;
            Ticket::create(app, full(1).media(disc.media_ptr)).await?;
            let second = full(2).price(decimal!("12.75")).state(TicketState::Sold).level(None).day(day(9)).open(true).note("a,b");
            Ticket::create(app, second.from(IpAddr::from([0, 0, 0, 0, 0, 0, 0, 2])).lasts(TimeDelta::days(2)).friends([uuid(1)])).await?;
            Ticket::create(app, TicketInput::default().code(uuid(3)).price(3).friends([uuid(1), uuid(2)])).await
        });
        let found = |filters: TicketFilterSet| -> Vec<u128> {
            let rows = run(kind, client, async { Ticket::objects(app).filter(filters).all().await });
            rows.iter().map(|row| row.code.as_u128() & 0xff).collect()
        };
        macro_rules! check {
            ($field:ident: $value:expr => $expected:expr) => {
                let expected: &[u128] = &$expected;
                assert_eq!(
                    found(TicketFilterSet { $field: Some($value), ..TicketFilterSet::default() }),
                    expected,
                    "{kind}: {}",
                    stringify!($field)
                );
            };
        }
        check!(state: TicketState::Sold => [2]);
        // The empty text of a blank field, which a URL cannot ask for.
        check!(state: TicketState::Blank => [3]);
        check!(state__in: vec![TicketState::Sold, TicketState::First, TicketState::Other("gone".to_owned())] => [1, 2]);
        check!(state__in: vec![] => []);
        check!(state__icontains: "S".to_owned() => [1, 2]);
        check!(price: decimal!("12.750") => [2]);
        check!(price__gte: decimal!("9.5") => [1, 2]);
        check!(price__in: vec![decimal!("3"), decimal!("9.50")] => [3, 1]);
        check!(price__range: decimal!("3")..=decimal!("10") => [3, 1]);
        check!(level: TicketLevel::Balcony => [1]);
        check!(level__in: vec![TicketLevel::Balcony, TicketLevel::Below] => [1]);
        check!(level__range: TicketLevel::Ground..=TicketLevel::Balcony => [1]);
        check!(level__isnull: true => [3, 2]);
        check!(day: day(9) => [2]);
        check!(day__lt: day(8) => [1]);
        check!(day__year: 2024 => [1, 2]);
        check!(hour: NaiveTime::from_hms_opt(12, 30, 0).unwrap_or_default() => [1, 2]);
        check!(at: moment(11) => [1, 2]);
        check!(at__date: day(7) => [1, 2]);
        check!(at__gt: moment(11) => []);
        check!(lasts: TimeDelta::minutes(90) => [1]);
        check!(lasts__lte: TimeDelta::days(3) => [1, 2]);
        check!(from: IpAddr::from([10, 0, 0, 1]) => [1]);
        check!(from__in: vec![IpAddr::from([10, 0, 0, 1]), IpAddr::from([0, 0, 0, 0, 0, 0, 0, 2])] => [1, 2]);
        check!(weight__lt: 2.0 => [3]);
        check!(open: false => [1]);
        check!(note__regex: "^a,".to_owned() => [2]);
        check!(note__isnull: true => [3]);
        check!(code: uuid(2) => [2]);
        check!(code__in: vec![uuid(3), uuid(2), uuid(7)] => [3, 2]);
        check!(media: 1 => [1]);
        check!(media: 99 => []);
        check!(media__title: "Doors".to_owned() => [1]);
        check!(friends: vec![uuid(1)] => [3, 2]);
        check!(friends: vec![uuid(1), uuid(2)] => [3, 2]);
        check!(when_after: day(8) => [2]);
        check!(when_before: day(8) => [1]);
        check!(cost_max: decimal!("9.49") => [3]);
        check!(o: vec!["-price"] => [2, 1, 3]);
        let between = TicketFilterSet { cost_min: Some(decimal!("4")), cost_max: Some(decimal!("10")), ..TicketFilterSet::default() };
        assert_eq!(found(between), [1], "{kind}");
        let both = TicketFilterSet { open: Some(true), price__gte: Some(4.into()), ..TicketFilterSet::default() };
        assert_eq!(found(both), [2], "{kind}");
        let wrong = |filters: TicketFilterSet| {
            client.run(async { Ticket::objects(app).filter(filters).count().await.map_err(|error| error.status.as_u16()) })
        };
        assert_eq!(wrong(TicketFilterSet { note__regex: Some("(".to_owned()), ..TicketFilterSet::default() }), Err(400), "{kind}");
        assert_eq!(wrong(TicketFilterSet { o: Some(vec!["level"]), ..TicketFilterSet::default() }), Err(400), "{kind}");
    });
}

#[test]
fn sql_with_the_names_of_generated_code() {
    each("sql", |kind, client| {
        let app = client.app();
        let count = run(kind, client, async {
            Ticket::create(app, full(1)).await?;
            let mut conn = app.db.read().await?;
            let (table, from) = (conn.dialect().quote(Ticket::TABLE), conn.dialect().quote(TicketColumns::FROM));
            let row =
                conn.fetch_one(&format!("SELECT COUNT(*) FROM {table} WHERE {from} = ?"), &[IpAddr::from([10, 0, 0, 1]).into()]).await?;
            Ok(row.and_then(|row| row.int(0)))
        });
        assert_eq!(count, Some(1), "{kind}");
    });
}
