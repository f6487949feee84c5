//! The words that keys take, each list in the order of the documentation.

use restwright_schema::lookup::Lookup;
use restwright_schema::model::FieldType;

use crate::spec::{
    Action, AuthenticationClass, BulkAction, DeclaredKind, ErrorsFormat, FieldKind, FilterBackend, FilterType, OnDelete, PaginationClass,
    Parser, PermissionClass, Protocol, Renderer, RouterKind, ThrottleKind, ThrottleStore, VersioningKind,
};

pub(super) const ROUTERS: &[(&str, RouterKind)] = &[("default", RouterKind::Default), ("simple", RouterKind::Simple)];

pub(super) const PAGINATIONS: &[(&str, PaginationClass)] = &[
    ("page_number", PaginationClass::PageNumber),
    ("limit_offset", PaginationClass::LimitOffset),
    ("cursor", PaginationClass::Cursor),
    ("none", PaginationClass::None),
];

pub(super) const AUTHENTICATIONS: &[(&str, AuthenticationClass)] = &[
    ("session", AuthenticationClass::Session),
    ("basic", AuthenticationClass::Basic),
    ("token", AuthenticationClass::Token),
    ("auth_header", AuthenticationClass::AuthHeader),
    ("auth_token", AuthenticationClass::AuthToken),
    ("jwt", AuthenticationClass::Jwt),
];

pub(super) const PERMISSIONS: &[(&str, PermissionClass)] = &[
    ("allow_any", PermissionClass::AllowAny),
    ("is_authenticated", PermissionClass::IsAuthenticated),
    ("is_admin_user", PermissionClass::IsAdminUser),
    ("is_authenticated_or_read_only", PermissionClass::IsAuthenticatedOrReadOnly),
    ("model_permissions", PermissionClass::ModelPermissions),
    ("model_permissions_or_anon_read_only", PermissionClass::ModelPermissionsOrAnonReadOnly),
    ("object_permissions", PermissionClass::ObjectPermissions),
];

pub(super) const THROTTLES: &[(&str, ThrottleKind)] =
    &[("anon", ThrottleKind::Anon), ("user", ThrottleKind::User), ("scoped", ThrottleKind::Scoped)];

/// Python's `decimal`.
pub(super) const ROUNDINGS: &[(&str, &str)] = &[
    ("ROUND_HALF_EVEN", "ROUND_HALF_EVEN"),
    ("ROUND_HALF_UP", "ROUND_HALF_UP"),
    ("ROUND_HALF_DOWN", "ROUND_HALF_DOWN"),
    ("ROUND_UP", "ROUND_UP"),
    ("ROUND_DOWN", "ROUND_DOWN"),
    ("ROUND_CEILING", "ROUND_CEILING"),
    ("ROUND_FLOOR", "ROUND_FLOOR"),
    ("ROUND_05UP", "ROUND_05UP"),
];

pub(super) const STORES: &[(&str, ThrottleStore)] = &[("memory", ThrottleStore::Memory), ("redis", ThrottleStore::Redis)];

pub(super) const VERSIONINGS: &[(&str, VersioningKind)] = &[
    ("none", VersioningKind::None),
    ("url_path", VersioningKind::UrlPath),
    ("namespace", VersioningKind::Namespace),
    ("accept_header", VersioningKind::AcceptHeader),
    ("query_parameter", VersioningKind::QueryParameter),
    ("host_name", VersioningKind::HostName),
];

pub(super) const RENDERERS: &[(&str, Renderer)] = &[("json", Renderer::Json), ("browsable", Renderer::Browsable)];

pub(super) const PARSERS: &[(&str, Parser)] = &[("json", Parser::Json), ("form", Parser::Form), ("multipart", Parser::Multipart)];

pub(super) const BACKENDS: &[(&str, FilterBackend)] =
    &[("filterset", FilterBackend::FilterSet), ("search", FilterBackend::Search), ("ordering", FilterBackend::Ordering)];

pub(super) const ERROR_FORMATS: &[(&str, ErrorsFormat)] = &[("drf", ErrorsFormat::Drf), ("envelope", ErrorsFormat::Envelope)];

pub(super) const ON_DELETE: &[(&str, OnDelete)] = &[
    ("cascade", OnDelete::Cascade),
    ("protect", OnDelete::Protect),
    ("restrict", OnDelete::Restrict),
    ("set_null", OnDelete::SetNull),
    ("set_default", OnDelete::SetDefault),
    ("do_nothing", OnDelete::DoNothing),
];

pub(super) const PROTOCOLS: &[(&str, Protocol)] = &[("both", Protocol::Both), ("ipv4", Protocol::Ipv4), ("ipv6", Protocol::Ipv6)];

pub(super) const ACTIONS: &[(&str, Action)] = &[
    ("list", Action::List),
    ("create", Action::Create),
    ("retrieve", Action::Retrieve),
    ("update", Action::Update),
    ("partial_update", Action::PartialUpdate),
    ("destroy", Action::Destroy),
];

pub(super) const BULK: &[(&str, BulkAction)] =
    &[("create", BulkAction::Create), ("update", BulkAction::Update), ("destroy", BulkAction::Destroy)];

pub(super) const FILTER_TYPES: &[(&str, FilterType)] = &[("ordering", FilterType::Ordering)];

/// The types of `[fields]`.
pub(crate) const FIELD_KINDS: &[(&str, FieldKind)] = &[
    ("auto", FieldKind::Stored(FieldType::Auto)),
    ("integer", FieldKind::Stored(FieldType::Integer)),
    ("big_integer", FieldKind::Stored(FieldType::BigInteger)),
    ("small_integer", FieldKind::Stored(FieldType::SmallInteger)),
    ("positive_integer", FieldKind::Stored(FieldType::PositiveInteger)),
    ("positive_small_integer", FieldKind::Stored(FieldType::PositiveSmallInteger)),
    ("positive_big_integer", FieldKind::Stored(FieldType::PositiveBigInteger)),
    ("float", FieldKind::Stored(FieldType::Float)),
    ("decimal", FieldKind::Stored(FieldType::Decimal)),
    ("boolean", FieldKind::Stored(FieldType::Boolean)),
    ("string", FieldKind::Stored(FieldType::String)),
    ("text", FieldKind::Stored(FieldType::Text)),
    ("slug", FieldKind::Stored(FieldType::Slug)),
    ("email", FieldKind::Stored(FieldType::Email)),
    ("url", FieldKind::Stored(FieldType::Url)),
    ("uuid", FieldKind::Stored(FieldType::Uuid)),
    ("date", FieldKind::Stored(FieldType::Date)),
    ("time", FieldKind::Stored(FieldType::Time)),
    ("datetime", FieldKind::Stored(FieldType::DateTime)),
    ("duration", FieldKind::Stored(FieldType::Duration)),
    ("json", FieldKind::Stored(FieldType::Json)),
    ("ip_address", FieldKind::Stored(FieldType::IpAddress)),
    ("file", FieldKind::File),
    ("image", FieldKind::Image),
    ("foreign_key", FieldKind::Stored(FieldType::ForeignKey)),
    ("one_to_one", FieldKind::Stored(FieldType::OneToOne)),
    ("many_to_many", FieldKind::Stored(FieldType::ManyToMany)),
    ("attributes", FieldKind::Attributes),
];

/// The types of `[serializer.declared]` beyond those of fields.
const RELATED: &[(&str, DeclaredKind)] = &[
    ("hyperlinked_identity", DeclaredKind::HyperlinkedIdentity),
    ("hyperlinked_related", DeclaredKind::HyperlinkedRelated),
    ("primary_key_related", DeclaredKind::PrimaryKeyRelated),
    ("slug_related", DeclaredKind::SlugRelated),
    ("string_related", DeclaredKind::StringRelated),
    ("nested", DeclaredKind::Nested),
    ("method", DeclaredKind::Method),
    ("detail_identity", DeclaredKind::DetailIdentity),
    ("detail_related", DeclaredKind::DetailRelated),
    ("list", DeclaredKind::List),
    ("dict", DeclaredKind::Dict),
    ("multiple_choice", DeclaredKind::MultipleChoice),
    ("hidden", DeclaredKind::Hidden),
];

/// The types of `[serializer.declared]`.
pub(super) fn declared_kinds() -> Vec<(&'static str, DeclaredKind)> {
    let values = FIELD_KINDS.iter().filter(|(_, kind)| !kind.is_relation() && *kind != FieldKind::Attributes);
    RELATED.iter().copied().chain(values.map(|(name, kind)| (*name, DeclaredKind::Value(*kind)))).collect()
}

/// The lookups.
pub(super) fn lookups() -> Vec<(&'static str, Lookup)> {
    Lookup::ALL.iter().map(|l| (l.name(), *l)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    /// What `docs/spec.md` has between backticks, from one text to another.
    fn documented(from: &str, to: &str) -> Vec<String> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/spec.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("the reference does not say `{from}`"));
        let (part, _) = rest.split_once(to).unwrap_or_else(|| panic!("the reference does not say `{to}`"));
        part.split('`').skip(1).step_by(2).flat_map(str::split_whitespace).map(str::to_owned).collect()
    }

    fn names<T>(words: &[(&'static str, T)]) -> Vec<&'static str> {
        words.iter().map(|(name, _)| *name).collect()
    }

    #[test]
    fn the_reference_has_every_type_of_field() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/spec.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (_, table) = text.split_once("| type | Django | options of its own |\n").unwrap();
        let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
        let types: Vec<&str> =
            rows.flat_map(|row| row.split('|').nth(1).unwrap_or_default().split('`').skip(1).step_by(2).collect::<Vec<_>>()).collect();
        // Not built yet: `check` refuses them.
        let unbuilt = [FieldKind::File, FieldKind::Image, FieldKind::Attributes];
        let built: Vec<_> = FIELD_KINDS.iter().copied().filter(|(_, kind)| !unbuilt.contains(kind)).collect();
        assert_eq!(types, names(&built));
    }

    #[test]
    fn the_reference_has_every_word() {
        assert_eq!(documented("The lookups: ", ". "), names(&lookups()));
        assert_eq!(documented("\nPermissions are ", ", composed"), names(PERMISSIONS));
        assert_eq!(documented("`on_delete` is ", ". "), names(ON_DELETE));
        assert_eq!(documented("| `actions` |", "|\n"), names(ACTIONS));
        let related: Vec<_> = RELATED.iter().copied().filter(|(_, kind)| *kind != DeclaredKind::Method).collect();
        assert_eq!(documented("any type of `[fields]`, or ", ".\n"), names(&related));
    }
}
