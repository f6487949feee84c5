//! Django's `User.has_perm`, for hooks.

use crate::hooks::Context;
use crate::{ApiError, Value};

const HAS: &str = "SELECT 1 FROM auth_permission p INNER JOIN django_content_type c ON c.id = p.content_type_id \
    WHERE c.app_label = ? AND p.codename = ? AND (p.id IN (SELECT permission_id FROM auth_user_user_permissions WHERE user_id = ?) \
    OR p.id IN (SELECT g.permission_id FROM auth_group_permissions g INNER JOIN auth_user_groups u ON u.group_id = g.group_id WHERE u.user_id = ?)) \
    LIMIT 1";

impl Context<'_> {
    /// Whether the request's user has a permission, of their own or by a group: Django's `user.has_perm("shop.add_book")`. Superusers have all, and
    /// an anonymous request has none. One statement, unless the answer needs none.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub async fn has_perm(&mut self, permission: &str) -> Result<bool, ApiError> {
        let Some(user) = self.user() else { return Ok(false) };
        if user.is_superuser {
            return Ok(true);
        }
        let Some((label, codename)) = permission.split_once('.') else { return Ok(false) };
        let text = |text: &str| Value::Text(text.to_owned());
        let values = [text(label), text(codename), Value::Int(user.id), Value::Int(user.id)];
        Ok(self.connection().fetch_one(HAS, &values).await?.is_some())
    }
}
