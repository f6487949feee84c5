//! What generated code would otherwise spell out: the table of a resource's hooks, its typed input and its typed filters.

/// Makes `static HOOKS`. Generated code calls it as `rw::hooks!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __hooks {
    (
        $viewset:ident: $hooks:ident for $row:ident;
        $(fields { $($field:literal: $validate:ident),* $(,)? })?
        $(permissions { $($permission:literal: $permit:ident, $permit_object:ident);* $(;)? })?
        $(methods { $($method:literal: $get:ident),* $(,)? })?
        $(actions { $($action:literal: $kind:ident $handle:ident),* $(,)? })?
        $(hooks { $($named:ident),* $(,)? })?
    ) => {
        static HOOKS: $crate::__gen::Hooks = $crate::__gen::Hooks::new()
            $($(.$named($crate::__hook!($named $viewset $hooks)))*)?
            $(.validate_fields(&[$(($field, |cx, row, item| $crate::__gen::boxed(async move {
                let (row, value) = ($crate::__gen::row(row)?, cx.value(item)?);
                let value = <$viewset as $hooks>::$validate(cx, row.as_ref(), value).await?;
                cx.item::<$row, _>($field, value)
            }))),*]))?
            $(.permissions(&[$((
                $permission,
                |cx| $crate::__gen::boxed(<$viewset as $hooks>::$permit(cx)),
                |cx, row| $crate::__gen::boxed(async move {
                    let row = $crate::__gen::Model::from_row(row)?;
                    <$viewset as $hooks>::$permit_object(cx, &row).await
                }),
            )),*]))?
            $(.methods(&[$(($method, |cx, rows| $crate::__gen::boxed(async move {
                let rows = $crate::__gen::rows(rows)?;
                <$viewset as $hooks>::$get(cx, &rows).await
            }))),*]))?
            $(.actions(&[$(($action, $crate::__hook!($kind $handle $viewset $hooks))),*]))?;
    };
}

/// Makes `static HOOKS` of an API as a whole. Generated code calls it as `rw::api_hooks!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __api_hooks {
    ($holder:ident: $hooks:ident; permissions { $($permission:literal: $permit:ident),* $(,)? }) => {
        static HOOKS: $crate::__gen::Hooks = $crate::__gen::Hooks::new().permissions(&[$((
            $permission,
            |cx| $crate::__gen::boxed(<$holder as $hooks>::$permit(cx)),
            |_, _| $crate::__gen::boxed(async { Ok(true) }),
        )),*]);
    };
}

/// One hook as a function pointer.
#[doc(hidden)]
#[macro_export]
macro_rules! __hook {
    (validate $viewset:ident $hooks:ident) => {
        |cx, row, input| {
            $crate::__gen::boxed(async move {
                let (row, mut typed) = ($crate::__gen::row(row)?, cx.input(input)?);
                <$viewset as $hooks>::validate(cx, row.as_ref(), &mut typed).await?;
                cx.keep(input, typed)
            })
        }
    };
    (perform_create $viewset:ident $hooks:ident) => {
        |cx, input| {
            $crate::__gen::boxed(async move {
                let typed = cx.input(input)?;
                Ok($crate::__gen::Model::key(&<$viewset as $hooks>::perform_create(cx, typed).await?))
            })
        }
    };
    (perform_update $viewset:ident $hooks:ident) => {
        |cx, row, input| {
            $crate::__gen::boxed(async move {
                let (row, typed) = ($crate::__gen::Model::from_row(row)?, cx.input(input)?);
                Ok($crate::__gen::Model::key(&<$viewset as $hooks>::perform_update(cx, &row, typed).await?))
            })
        }
    };
    (perform_destroy $viewset:ident $hooks:ident) => {
        |cx, row| {
            $crate::__gen::boxed(async move {
                let row = $crate::__gen::Model::from_row(row)?;
                <$viewset as $hooks>::perform_destroy(cx, &row).await
            })
        }
    };
    (get_queryset $viewset:ident $hooks:ident) => {
        |cx, rows| $crate::__gen::boxed(<$viewset as $hooks>::get_queryset(cx, rows))
    };
    (has_permission $viewset:ident $hooks:ident) => {
        |cx| $crate::__gen::boxed(<$viewset as $hooks>::has_permission(cx))
    };
    (has_object_permission $viewset:ident $hooks:ident) => {
        |cx, row| {
            $crate::__gen::boxed(async move {
                let row = $crate::__gen::Model::from_row(row)?;
                <$viewset as $hooks>::has_object_permission(cx, &row).await
            })
        }
    };
    // An action that is replaced.
    ($action:ident $viewset:ident $hooks:ident) => {
        |cx| $crate::__gen::boxed(<$viewset as $hooks>::$action(cx))
    };
    (detail $handle:ident $viewset:ident $hooks:ident) => {
        |cx, row| {
            $crate::__gen::boxed(async move {
                let row = $crate::__gen::object(row)?;
                <$viewset as $hooks>::$handle(cx, &row).await
            })
        }
    };
    (list $handle:ident $viewset:ident $hooks:ident) => {
        |cx, _| $crate::__gen::boxed(<$viewset as $hooks>::$handle(cx))
    };
}

/// Makes a typed input: a struct whose fields are `Option`s of these types, and a setter for each. Generated code calls it as `rw::input!`.
///
/// `#[whole]` is the input of a detail's master, which is no `Option`, and `#[name = "…"]` the name of a field that Rust cannot call so.
#[doc(hidden)]
#[macro_export]
macro_rules! __input {
    (
        $(#[$doc:meta])* $vis:vis struct $name:ident {
            $(#[whole] $whole_vis:vis $whole:ident: $whole_type:ty,)?
            $($(#[name = $text:literal])? $field_vis:vis $field:ident: $rust:ty),* $(,)?
        }
    ) => {
        $(#[$doc])*
        #[allow(missing_docs, non_snake_case)]
        #[derive(Default)]
        $vis struct $name {
            $($whole_vis $whole: $whole_type,)?
            $($field_vis $field: ::core::option::Option<$rust>,)*
        }

        #[allow(non_snake_case, dead_code)]
        impl $name {
            $($crate::__setter! { $vis $field: $rust })*
        }

        impl $crate::__gen::Input for $name {
            fn fields(&mut self, fields: &mut $crate::__gen::Fields<'_>) -> $crate::__gen::Result<()> {
                $($crate::__gen::Input::fields(&mut self.$whole, fields)?;)?
                $(fields.field($crate::__name!($field $($text)?), &mut self.$field)?;)*
                Ok(())
            }
        }
    };
}

/// The setter of an input's field. A field called `default` has `default_`, since `default()` makes the input.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ($vis:vis default: $rust:ty) => {
        /// Sets `default`.
        #[must_use]
        $vis fn default_(mut self, value: impl $crate::__gen::IntoField<$rust>) -> Self {
            self.default = ::core::option::Option::Some(value.into_field());
            self
        }
    };
    ($vis:vis $field:ident: $rust:ty) => {
        #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
        #[must_use]
        $vis fn $field(mut self, value: impl $crate::__gen::IntoField<$rust>) -> Self {
            self.$field = ::core::option::Option::Some(value.into_field());
            self
        }
    };
}

/// Makes the typed filters of a filterset: a struct whose fields are `Option`s of these types. Generated code calls it as `rw::filters!`; the
/// attributes are [`__input`]'s.
#[doc(hidden)]
#[macro_export]
macro_rules! __filters {
    (
        $(#[$doc:meta])* $vis:vis struct $name:ident {
            $(#[whole] $whole_vis:vis $whole:ident: $whole_type:ty,)?
            $($(#[name = $text:literal])? $field_vis:vis $field:ident: $rust:ty),* $(,)?
        }
    ) => {
        $(#[$doc])*
        #[allow(missing_docs, non_snake_case)]
        #[derive(Default)]
        $vis struct $name {
            $($whole_vis $whole: $whole_type,)?
            $($field_vis $field: ::core::option::Option<$rust>,)*
        }

        impl $crate::__gen::FilterValues for $name {
            #[allow(unused_mut)]
            fn given(self) -> $crate::__gen::Given {
                let mut given = $crate::__gen::Given::default();
                $(given.extend($crate::__gen::FilterValues::given(self.$whole));)?
                $(given.add($crate::__name!($field $($text)?), self.$field);)*
                given
            }
        }
    };
}

/// The name of a field.
#[doc(hidden)]
#[macro_export]
macro_rules! __name {
    ($field:ident) => {
        ::core::stringify!($field)
    };
    ($field:ident $text:literal) => {
        $text
    };
}
