//! A master and its details as structs, with hooks.

use crate::open;
use restwright::hooks::prelude as rw;
use restwright::schema::viewset::Pagination;
use restwright::{Api, Resource};

/// What is on. Its hooks are those of its details.
#[derive(Clone, Debug, Resource)]
#[meta(master, ordering = ["id"])]
#[serializer(fields = ["id", "type", "title", "secret", "shout"], declared(shout(method)))]
#[filterset(fields = ["title"])]
#[viewset(
    endpoint = "shows",
    hooks = ["get_queryset", "validate_title", "validate", "perform_create", "perform_update", "perform_destroy", "has_object_permission"],
    permissions = [custom("is_open")],
    extra_actions = [{ name = "rename", detail = true, methods = ["post"] }, { name = "titles", detail = false }],
)]
pub struct Show {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub title: String,
    #[field(default = false)]
    pub secret: bool,
}

impl ShowHooks for ShowViewSet {
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(open(cx, rows))
    }

    async fn validate_title(_cx: &mut rw::Context<'_>, show: Option<&Show>, value: String) -> rw::Result<String> {
        let now = show.map(|show| &show.title);
        if value == "none" { Err(rw::ApiError::validation(format!("A show has a title ({now:?})."))) } else { Ok(value) }
    }

    async fn validate(_cx: &mut rw::Context<'_>, _show: Option<&Show>, input: &mut ShowInput) -> rw::Result<()> {
        input.title = input.title.take().map(|title| title.trim_end_matches('.').to_owned());
        Ok(())
    }

    /// What is saved is the detail, though this knows the master's columns alone.
    async fn perform_create(cx: &mut rw::Context<'_>, input: ShowInput) -> rw::Result<Show> {
        let show = cx.create::<Show>(input).await?;
        if show.title.len() > 20 { Err(rw::ApiError::validation("Too long.")) } else { Ok(show) }
    }

    async fn perform_update(cx: &mut rw::Context<'_>, show: &Show, mut input: ShowInput) -> rw::Result<Show> {
        input.title = Some(format!("{}!", input.title.as_ref().unwrap_or(&show.title)));
        let show = cx.update(show, input).await?;
        if show.title.len() > 20 { Err(rw::ApiError::validation("Too loud.")) } else { Ok(show) }
    }

    async fn perform_destroy(cx: &mut rw::Context<'_>, show: &Show) -> rw::Result<()> {
        cx.delete(show).await?;
        if show.title == "Hamlet" { Err(rw::ApiError::forbidden()) } else { Ok(()) }
    }

    async fn has_object_permission(cx: &mut rw::Context<'_>, show: &Show) -> rw::Result<bool> {
        Ok(cx.request.method.is_safe() || show.title != "Locked")
    }

    async fn is_open(cx: &mut rw::Context<'_>) -> rw::Result<bool> {
        Ok(!cx.request.headers.contains_key("x-closed"))
    }

    async fn get_shout(_cx: &mut rw::Context<'_>, shows: &[Show]) -> rw::Result<rw::JsonValues> {
        Ok(shows.iter().map(|show| show.title.to_uppercase().into()).collect())
    }

    async fn rename(cx: &mut rw::Context<'_>, show: &Show) -> rw::Result<rw::Answer> {
        let show = cx.update(show, ShowInput { title: Some("Renamed".to_owned()), ..ShowInput::default() }).await?;
        cx.render(&show).await
    }

    /// The request's own list, and the titles of all that it may know of.
    async fn titles(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        if cx.request.param("list").is_some() {
            return cx.render_list::<Show>(rw::Rows::default().filter("title__gte", "H")).await;
        }
        let titles: Vec<String> = cx.objects::<Show>().all().await?.into_iter().map(|show| show.title).collect();
        Ok(rw::Answer::json(&rw::json!(titles)))
    }
}

/// Spoken. It names nothing, so that it has all hooks of its master.
#[derive(Clone, Debug, Resource)]
#[meta(extends = "Show")]
#[serializer(fields = ["acts"])]
#[viewset(endpoint = "plays")]
pub struct Play {
    pub acts: i32,
}

/// Sung. It has hooks of its own, and its master's for the title.
#[derive(Clone, Debug, Resource)]
#[meta(extends = "Show")]
#[serializer(fields = ["arias", "full"], declared(full(method)))]
#[filterset(lookups(arias = ["gte"]))]
#[viewset(
    endpoint = "operas",
    hooks = ["get_queryset", "validate_title", "validate_arias", "validate", "perform_create", "perform_update", "perform_destroy", "has_object_permission"],
    extra_actions = [{ name = "encore", detail = true, methods = ["post"] }, { name = "counts", detail = false }],
)]
pub struct Opera {
    pub arias: i32,
}

impl OperaHooks for OperaViewSet {
    /// By columns of both tables.
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(open(cx, rows).filter("arias__lte", 99))
    }

    async fn validate_arias(_cx: &mut rw::Context<'_>, opera: Option<&OperaRow>, value: i32) -> rw::Result<i32> {
        match opera {
            Some(opera) if value < opera.arias => {
                Err(rw::ApiError::validation(format!("{} has {} arias.", opera.master.title, opera.arias)))
            }
            _ => Ok(value),
        }
    }

    async fn validate(_cx: &mut rw::Context<'_>, _opera: Option<&OperaRow>, input: &mut OperaInput) -> rw::Result<()> {
        if input.master.title.as_deref() == Some("Carmen") && input.arias == Some(0) {
            return Err(rw::ApiError::field("arias", "Carmen sings."));
        }
        Ok(())
    }

    async fn perform_create(cx: &mut rw::Context<'_>, mut input: OperaInput) -> rw::Result<OperaRow> {
        input.master.title = input.master.title.map(|title| format!("{title} (opera)"));
        cx.create(input).await
    }

    async fn perform_update(cx: &mut rw::Context<'_>, opera: &OperaRow, mut input: OperaInput) -> rw::Result<OperaRow> {
        input.arias = Some(input.arias.unwrap_or(opera.arias) + 1);
        let opera = cx.update(opera, input).await?;
        if opera.arias > 50 { Err(rw::ApiError::validation("Too many.")) } else { Ok(opera) }
    }

    async fn perform_destroy(cx: &mut rw::Context<'_>, opera: &OperaRow) -> rw::Result<()> {
        opera.delete(&mut *cx).await?;
        if opera.arias > 40 { Err(rw::ApiError::forbidden()) } else { Ok(()) }
    }

    async fn has_object_permission(cx: &mut rw::Context<'_>, opera: &OperaRow) -> rw::Result<bool> {
        Ok(cx.request.method.is_safe() || !opera.master.title.starts_with("Locked"))
    }

    async fn get_full(_cx: &mut rw::Context<'_>, operas: &[OperaRow]) -> rw::Result<rw::JsonValues> {
        Ok(operas.iter().map(|opera| format!("{}: {}", opera.master.title, opera.arias).into()).collect())
    }

    /// Typed access on the open transaction.
    async fn encore(cx: &mut rw::Context<'_>, opera: &OperaRow) -> rw::Result<rw::Answer> {
        let opera = opera.update(&mut *cx, OperaInput { arias: Some(opera.arias + 10), ..OperaInput::default() }).await?;
        cx.render(&opera).await
    }

    async fn counts(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        let many = OperaFilterSet { arias__gte: Some(10), ..OperaFilterSet::default() };
        let named = OperaFilterSet { master: ShowFilterSet { title: Some("Aida".into()) }, ..OperaFilterSet::default() };
        let titles = |rows: Vec<OperaRow>| rows.into_iter().map(|row| row.master.title).collect::<Vec<_>>();
        Ok(rw::Answer::json(&rw::json!({
            "all": titles(OperaRow::objects(&mut *cx).order_by(["-arias"]).all().await?),
            "known": titles(cx.objects::<OperaRow>().filter(many).all().await?),
            "named": titles(OperaRow::objects(&mut *cx).filter(named).all().await?),
        })))
    }
}

/// Of an opera, which is a detail.
#[derive(Clone, Debug, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "opera", "what"], declared(what(nested, to = "Opera", source = "opera", read_only)))]
#[viewset(endpoint = "tickets")]
pub struct Ticket {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Opera", on_delete = "cascade", related_name = "tickets")]
    pub opera: i64,
}

/// The API.
pub fn api() -> Api {
    Api::new("theatre")
        .pagination(Pagination::PageNumber { page_size: Some(20), page_size_query_param: "", max_page_size: None })
        .register::<Show>()
        .register::<Play>()
        .register::<Opera>()
        .register::<Ticket>()
}
