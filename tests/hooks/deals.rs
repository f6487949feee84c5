//! What a scope can ask for, and what not.

use crate::insider;
use restwright::chrono::{DateTime, NaiveDate, Utc};
use restwright::hooks::prelude as rw;
use restwright::uuid::Uuid;
use restwright::{Decimal, Resource};

/// Whose scope asks for itself.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[viewset(endpoint = "loops", hooks = ["get_queryset"])]
pub struct Loop {
    #[field(primary_key)]
    pub id: i64,
}

impl LoopHooks for LoopViewSet {
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        // All rows may be asked for, those within the scope only by who knows it.
        let all = Loop::objects(&mut *cx).count().await?;
        let known = if insider(cx) { all } else { cx.objects::<Loop>().count().await? };
        Ok(if known == 0 { rows.none() } else { rows })
    }
}

/// Columns of all types, by which a scope may ask.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[viewset(endpoint = "deals", hooks = ["get_queryset"])]
pub struct Deal {
    #[field(primary_key, default = "uuid4()", editable = false)]
    pub id: Uuid,
    #[field(max_digits = 6, decimal_places = 2)]
    pub price: Decimal,
    pub day: NaiveDate,
    pub at: DateTime<Utc>,
    pub weight: f64,
    #[field(max_length = 20)]
    pub code: String,
    pub count: Option<i32>,
}

impl DealHooks for DealViewSet {
    /// The header names the lookups: `price__lte`.
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        let day = NaiveDate::from_ymd_opt(2026, 1, 2).unwrap_or_default();
        let asked = cx.request.headers.get("x-lookup").and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(match asked {
            "price" => rows.filter("price", "2.50"),
            "price__lte" => rows.filter("price__lte", "2.50"),
            "price__in" => rows.filter_in("price", ["2.50", "7.00"]),
            "day" => rows.filter("day", day),
            "day__gte" => rows.filter("day__gte", day),
            "at__date" => rows.filter("at__date", day),
            "at__year" => rows.filter("at__year", 2026),
            "at__lt" => rows.filter("at__lt", day.and_time(Default::default()).and_utc()),
            "weight__gt" => rows.filter("weight__gt", 1.5),
            "code__icontains" => rows.filter("code__icontains", "B"),
            "code__regex" => rows.filter("code__regex", "^b"),
            "count" => rows.filter("count", None::<i64>),
            "count__isnull" => rows.filter("count__isnull", false),
            "count__in" => rows.filter_in("count", [1, 2]),
            "count__in many" => rows.filter_in("count", 2..10_000),
            "code__in" => rows.filter_in("code", ["abc", "cde", "nothing"]),
            "id__in" => rows.filter_in("id", [Uuid::nil(), Uuid::max()]),
            "count__in nothing" => rows.filter_in("count", [0_i64; 0]),
            "none" => rows.none(),
            "any" => rows.any([("price__lte", "2.50".into()), ("day", day.into()), ("count", rw::Value::Null)]),
            "wrong" => rows.filter("nothing", 1),
            _ => rows,
        })
    }
}
