//! Expressions: the tree of a spec's text, as constants.

use super::tokens::{literal, variant};
use proc_macro2::TokenStream;
use quote::quote;
use restwright_schema::expression::{ColumnRef, Expression};

/// ```text
/// rw::expression::Expression::Arithmetic(rw::expression::Operator::Multiply, &…, &…)
/// ```
pub(super) fn expression(tree: &Expression) -> TokenStream {
    let list = |parts: &[Expression]| {
        let parts = parts.iter().map(expression);
        quote!(&[#(#parts),*])
    };
    let tree = match tree {
        Expression::Column(ColumnRef { field, kind, null }) => {
            let kind = variant(kind);
            quote!(Column(rw::expression::ColumnRef { field: #field, kind: rw::FieldType::#kind, null: #null }))
        }
        Expression::Constant(value, kind) => {
            let (value, kind) = (literal(*value), variant(kind));
            quote!(Constant(#value, rw::FieldType::#kind))
        }
        Expression::Now => quote!(Now),
        Expression::Negative(of) => {
            let of = expression(of);
            quote!(Negative(&#of))
        }
        Expression::Arithmetic(operator, left, right) => {
            let (operator, left, right) = (variant(operator), expression(left), expression(right));
            quote!(Arithmetic(rw::expression::Operator::#operator, &#left, &#right))
        }
        Expression::Call(function, arguments) => {
            let (function, arguments) = (variant(function), list(arguments));
            quote!(Call(rw::expression::Function::#function, #arguments))
        }
        Expression::Compare(comparison, left, right) => {
            let (comparison, left, right) = (variant(comparison), expression(left), expression(right));
            quote!(Compare(rw::expression::Comparison::#comparison, &#left, &#right))
        }
        Expression::IsNull(of) => {
            let of = expression(of);
            quote!(IsNull(&#of))
        }
        Expression::In(of, values) => {
            let (of, values) = (expression(of), list(values));
            quote!(In(&#of, #values))
        }
        Expression::Not(of) => {
            let of = expression(of);
            quote!(Not(&#of))
        }
        Expression::And(parts) => {
            let parts = list(parts);
            quote!(And(#parts))
        }
        Expression::Or(parts) => {
            let parts = list(parts);
            quote!(Or(#parts))
        }
    };
    quote!(rw::expression::Expression::#tree)
}
