//! A post office whose viewset replaces every action.

use restwright::hooks::prelude as rw;
use restwright::schema::viewset::Pagination;
use restwright::{Api, Resource};

/// Where letters lie.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[viewset(endpoint = "boxes")]
pub struct Mailbox {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 20)]
    pub name: String,
}

/// What is posted. Every answer names the action that gave it.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[filterset(fields = ["to"])]
#[viewset(
    endpoint = "letters",
    parent(resource = "Mailbox", field = "mailbox"),
    hooks = ["list", "create", "retrieve", "update", "partial_update", "destroy", "perform_create", "get_queryset"],
)]
pub struct Letter {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Mailbox", on_delete = "cascade", related_name = "letters")]
    pub mailbox: i64,
    #[field(max_length = 20)]
    pub to: String,
    #[field(default = false)]
    pub gone: bool,
    pub stamp: Option<i32>,
}

fn stamped(answer: rw::Answer, action: &str) -> rw::Result<rw::Answer> {
    let mut data = answer.data()?;
    data["action"] = action.into();
    Ok(answer.with_data(&data))
}

impl LetterHooks for LetterViewSet {
    async fn get_queryset(_cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(rows.exclude("gone", true))
    }

    async fn list(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        let narrowed = |cx: &rw::Context<'_>| cx.request.param("q").map(str::to_owned);
        let answer = match narrowed(cx).as_deref() {
            None => cx.super_list().await?,
            Some("no stamp or Ann's") => {
                cx.render_list::<Letter>(rw::Rows::default().filter_q(rw::Q::new("stamp", None::<i64>) | rw::Q::new("to", "Ann"))).await?
            }
            Some("not 5") => cx.render_list::<Letter>(rw::Rows::default().exclude("stamp", 5)).await?,
            Some("not in A") => cx.render_list::<Letter>(rw::Rows::default().exclude("mailbox__name", "A")).await?,
            Some("not (5 and Ann's)") => {
                let both = rw::Q::new("stamp", 5) & rw::Q::new("to", "Ann");
                cx.render_list::<Letter>(rw::Rows::default().filter_q(!both)).await?
            }
            Some("nothing of nothing") => {
                let none = rw::Q::any([]) | !rw::Q::all([]);
                cx.render_list::<Letter>(rw::Rows::default().filter_q(none)).await?
            }
            Some(_) => return Err(rw::ApiError::validation("What is that?")),
        };
        stamped(answer, "list")
    }

    async fn create(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        let answer = cx.super_create().await?;
        if answer.data()?["to"] == "Nobody" {
            // The row was saved, and the refusal takes it back.
            return Err(rw::ApiError::validation("Nobody gets no letters."));
        }
        stamped(answer, "create")
    }

    async fn perform_create(cx: &mut rw::Context<'_>, input: LetterInput) -> rw::Result<Letter> {
        let stamp = input.stamp.flatten().or(Some(1));
        cx.create(input.stamp(stamp)).await
    }

    async fn retrieve(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        stamped(cx.super_retrieve().await?, "retrieve")
    }

    async fn update(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        stamped(cx.super_update().await?, "update")
    }

    async fn partial_update(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        stamped(cx.super_partial_update().await?, "partial_update")
    }

    /// Letters are kept: a soft delete.
    async fn destroy(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        let letter = cx.get_object::<Letter>().await?;
        if letter.to == "King" && !cx.has_perm("post_office.delete_letter").await? {
            return Err(rw::ApiError::forbidden());
        }
        cx.update(&letter, LetterInput::default().gone(true)).await?;
        Ok(rw::Answer::no_content())
    }
}

/// The post office.
pub fn api() -> Api {
    Api::new("post_office")
        .pagination(Pagination::PageNumber { page_size: Some(20), page_size_query_param: "", max_page_size: None })
        .register::<Mailbox>()
        .register::<Letter>()
}
