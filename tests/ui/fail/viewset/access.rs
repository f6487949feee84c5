use restwright::Resource;

#[derive(Resource)]
#[viewset(
    permissions = [model_permissions(perms(GET = ["view"], POST = ["ad"])), model_permissions(viw)],
    permissions_by_action(list = [allow_any], publish = [is_admin_user], destroy = [any(model_permissions(view), "is_admin_usr")]),
    throttles = ["ano"],
    renderers = [],
)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
}

fn main() {}
