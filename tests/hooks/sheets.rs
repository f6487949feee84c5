//! What is written with others, and hooks that write.

use crate::{Tag, TagInput, open};
use restwright::hooks::prelude as rw;
use restwright::uuid::Uuid;
use restwright::{ManyToMany, Resource};

/// What is written with others: lines are replaced, slips are told to point here, tags are paired.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "name", "lines", "slips", "tags"])]
#[serializer(declared(
    lines(nested, to = "Line", many, required = false),
    slips(primary_key_related, to = "Slip", many, required = false),
))]
#[viewset(endpoint = "sheets")]
pub struct Sheet {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub name: String,
    #[field(blank, related_name = "sheets")]
    pub tags: ManyToMany<Tag>,
}

/// A line of a sheet.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "text", "secret", "sheet"])]
#[viewset(endpoint = "lines", hooks = ["get_queryset", "validate_text", "validate"])]
pub struct Line {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub text: String,
    #[field(default = false)]
    pub secret: bool,
    #[field(foreign_key = "Sheet", on_delete = "cascade", related_name = "lines")]
    pub sheet: i64,
}

impl LineHooks for LineViewSet {
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(open(cx, rows))
    }

    async fn validate_text(_cx: &mut rw::Context<'_>, _: Option<&Line>, text: String) -> rw::Result<String> {
        if text == "bad" { Err(rw::ApiError::validation("Not this.")) } else { Ok(text.to_lowercase()) }
    }

    async fn validate(_cx: &mut rw::Context<'_>, _: Option<&Line>, line: &mut LineInput) -> rw::Result<()> {
        let known = line.text.as_deref() == Some("known");
        if known && line.secret == Some(true) { Err(rw::ApiError::validation("A known secret.")) } else { Ok(()) }
    }
}

/// What lies in a sheet, or nowhere.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "secret", "sheet"])]
#[viewset(
    endpoint = "slips",
    hooks = ["get_queryset", "validate_sheet", "validate", "perform_create", "perform_update", "perform_destroy"],
    extra_actions = [
        { name = "cross", detail = false, methods = ["post"] },
        { name = "swallow", detail = false, methods = ["post"] },
        { name = "dangle", detail = false, methods = ["post"] },
    ],
)]
pub struct Slip {
    #[field(primary_key)]
    pub id: i64,
    #[field(default = false)]
    pub secret: bool,
    #[field(foreign_key = "Sheet", on_delete = "set_null", blank, related_name = "slips")]
    pub sheet: Option<i64>,
}

/// Every hook leaves a tag behind, and the header names the one that then refuses.
async fn leave(cx: &mut rw::Context<'_>, hook: &str) -> rw::Result<()> {
    let label = format!("{hook}-{}", Uuid::new_v4().simple()).chars().take(20).collect();
    Tag::create(&mut *cx, TagInput { label: Some(label), ..TagInput::default() }).await?;
    let refused = cx.request.headers.get("x-refuse").is_some_and(|name| name == hook);
    if refused { Err(rw::ApiError::detail(rw::StatusCode::CONFLICT, hook)) } else { Ok(()) }
}

impl SlipHooks for SlipViewSet {
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(open(cx, rows))
    }

    async fn validate_sheet(cx: &mut rw::Context<'_>, _: Option<&Slip>, sheet: Option<i64>) -> rw::Result<Option<i64>> {
        leave(cx, "field").await?;
        Ok(sheet)
    }

    async fn validate(cx: &mut rw::Context<'_>, _: Option<&Slip>, _: &mut SlipInput) -> rw::Result<()> {
        leave(cx, "validate").await
    }

    async fn perform_create(cx: &mut rw::Context<'_>, input: SlipInput) -> rw::Result<Slip> {
        leave(cx, "before").await?;
        let slip = cx.create(input).await?;
        leave(cx, "after").await?;
        Ok(slip)
    }

    async fn perform_update(cx: &mut rw::Context<'_>, slip: &Slip, input: SlipInput) -> rw::Result<Slip> {
        leave(cx, "before").await?;
        let slip = cx.update(slip, input).await?;
        leave(cx, "after").await?;
        Ok(slip)
    }

    async fn perform_destroy(cx: &mut rw::Context<'_>, slip: &Slip) -> rw::Result<()> {
        leave(cx, "before").await?;
        cx.delete(slip).await?;
        leave(cx, "after").await
    }

    /// Turns slips in the order that the body says: two of these at once, in two orders, are in each other's way. Where the body says so it does
    /// not look whether it was done, as a hook should.
    async fn cross(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        let data = cx.data()?;
        for id in data["order"].as_array().into_iter().flatten().filter_map(rw::Json::as_i64) {
            let turned = cx.connection().execute("UPDATE library_slip SET secret = NOT secret WHERE id = ?", &[id.into()]).await;
            if turned.is_err() && data["careless"] == false {
                turned?;
            }
            // Long enough for the other to have taken its first.
            tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        }
        Ok(rw::Answer::json(&data))
    }

    /// Goes on after a refusal of the database, as a hook should not.
    async fn swallow(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        cx.create::<Slip>(SlipInput::default()).await?;
        let taken = cx.create::<Tag>(TagInput { label: Some("good".to_owned()), ..TagInput::default() }).await;
        Ok(rw::Answer::json(&taken.is_err().into()))
    }

    /// A key that leads nowhere, which some databases find out at the end.
    async fn dangle(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        let slip = cx.create::<Slip>(SlipInput { sheet: Some(Some(999)), ..SlipInput::default() }).await?;
        Ok(rw::Answer::json(&slip.id.into()))
    }
}
