//! The choices of a field as an enum: names for its variants, and the enum's items.

use super::tokens::{docs, ident, int};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use restwright_schema::link::{Graph, ModelId};
use restwright_schema::model::{Field, FieldType, Literal, Model};

/// An enum that stands for the choices of a field of a resource.
pub(super) struct Enum {
    /// `BookStatus`.
    pub(super) name: Ident,
    /// The field's choices.
    pub(super) choices: &'static [(Literal, &'static str)],
    field: &'static str,
    variants: Vec<Ident>,
    /// The variant for the empty text, where the field may be blank and the text is none of the choices.
    blank: Option<Ident>,
    /// The variant for every other value.
    other: Ident,
    number: bool,
}

/// What generated code calls its other types of a resource, behind the resource's name.
const TAKEN: &[&str] = &["", "Columns", "FilterSet", "Hooks", "Input", "Serializer", "ViewSet"];

/// The enums of a resource's own fields. Only texts and whole numbers have one: choices of other types keep their type.
pub(super) fn enums(model: &Model) -> Vec<Enum> {
    let mut taken: Vec<String> = TAKEN.iter().map(|suffix| format!("{}{suffix}", model.name)).collect();
    let mut out = Vec::new();
    for field in model.fields.iter().filter(|f| has_enum(f)) {
        let base = format!("{}{}", model.name, joined(field.name));
        let name = unique([base.clone(), format!("{base}Choices")], &base, &taken);
        taken.push(name.clone());
        out.push(one(field, &ident(&name)));
    }
    out
}

/// The enum of a field, with the module that has it if it is not the one of `here`.
pub(super) fn path(graph: &Graph, here: ModelId, owner: ModelId, field: &Field) -> Option<TokenStream> {
    if !has_enum(field) {
        return None;
    }
    let model = graph.models[owner].model;
    let found = enums(model).into_iter().find(|e| e.field == field.name)?;
    let name = found.name;
    if owner == here {
        return Some(name.to_token_stream());
    }
    let module = ident(&super::module_name(model.snake));
    Some(quote!(super::#module::#name))
}

fn has_enum(field: &Field) -> bool {
    let kind = field.kind.is_text() || (field.kind.is_integer() && field.kind != FieldType::Auto);
    let constants = |value: &Literal| match value {
        Literal::Str(_) => field.kind.is_text(),
        Literal::Int(_) => field.kind.is_integer(),
        _ => false,
    };
    kind && !field.choices.is_empty()
        && super::tokens::rust_enum(field.choices).is_none()
        && field.choices.iter().all(|(value, _)| constants(value))
}

fn one(field: &Field, name: &Ident) -> Enum {
    let mut taken: Vec<String> = Vec::new();
    let mut variants = Vec::new();
    for (value, label) in field.choices {
        let variant = variant(value, label);
        let variant = unique([variant.clone()], &variant, &taken);
        variants.push(ident(&variant));
        taken.push(variant);
    }
    let number = field.kind.is_integer();
    let empty = field.choices.iter().any(|(value, _)| *value == Literal::Str(""));
    let mut further = |names: [&str; 2]| {
        let name = unique(names.map(str::to_owned), names[0], &taken);
        taken.push(name.clone());
        ident(&name)
    };
    let blank = (field.blank && !number && !empty).then(|| further(["Blank", "Empty"]));
    let other = further(["Other", "Unlisted"]);
    Enum { name: name.clone(), choices: field.choices, field: field.name, variants, blank, other, number }
}

/// The first of the names that is not taken, or the base with a number.
fn unique(names: impl IntoIterator<Item = String>, base: &str, taken: &[String]) -> String {
    let free = |name: &String| !taken.contains(name);
    names.into_iter().find(free).or_else(|| (2..).map(|n| format!("{base}{n}")).find(free)).unwrap_or_default()
}

/// The name of a variant: the value's words, else the label's, else the value's characters spelled out (`ValueMinus1`).
fn variant(value: &Literal, label: &str) -> String {
    let text = restwright_schema::link::literal_text(value);
    let name =
        |words: String| (words.starts_with(char::is_alphabetic) && syn::parse_str::<Ident>(&format!("{words}_")).is_ok()).then_some(words);
    let spelled = || {
        let words: String = text.chars().map(|c| if is_word(c) { c.to_string() } else { format!(" {} ", sign(c)) }).collect();
        if text.is_empty() { "Empty".to_owned() } else { format!("Value{}", joined(&words)) }
    };
    name(joined(&text)).or_else(|| name(joined(label))).unwrap_or_else(spelled)
}

/// Words in PascalCase: a word is a run of letters and digits, and a word in capitals alone counts as written in small ones.
fn joined(text: &str) -> String {
    let mut out = String::new();
    for word in text.split(|c| !is_word(c)).filter(|w| !w.is_empty()) {
        let capitals = !word.chars().any(char::is_lowercase);
        let mut characters = word.chars();
        // Two numbers in a row keep the sign between them.
        if out.ends_with(|c: char| c.is_numeric()) && word.starts_with(char::is_numeric) {
            out.push('_');
        }
        out.extend(characters.next().into_iter().flat_map(char::to_uppercase));
        let rest = characters.as_str();
        out.push_str(&if capitals { rest.to_lowercase() } else { rest.to_owned() });
    }
    out
}

/// Whether an identifier may have a character behind its first one, underscores aside.
fn is_word(c: char) -> bool {
    c != '_' && c.is_alphanumeric() && (c.is_ascii() || syn::parse_str::<Ident>(&format!("x{c}")).is_ok())
}

/// A character that no identifier has, in words.
fn sign(c: char) -> String {
    let word = match c {
        '+' => "Plus",
        '-' => "Minus",
        '<' => "Less",
        '>' => "Greater",
        '=' => "Equal",
        '!' => "Not",
        '*' => "Star",
        '/' => "Slash",
        '%' => "Percent",
        '&' => "And",
        '|' => "Or",
        '.' => "Point",
        '?' => "Question",
        '#' => "Hash",
        '$' => "Dollar",
        '€' => "Euro",
        _ => return format!("U{:x}", u32::from(c)),
    };
    word.to_owned()
}

/// ```text
/// rw::choices! {
///     /// The choices of `status`.
///     pub enum BookStatus { Draft = ("draft", "Draft"), #[other] Other(String) }
/// }
/// ```
pub(super) fn item(one: &Enum) -> TokenStream {
    let Enum { name, choices, field, variants, blank, other, number } = one;
    let doc = docs(&format!("The choices of `{field}`."));
    let variants = choices.iter().zip(variants).map(|((value, label), variant)| {
        let value = match value {
            Literal::Int(n) => int(*n),
            value => restwright_schema::link::literal_text(value).to_token_stream(),
        };
        quote!(#variant = (#value, #label))
    });
    let blank = blank.as_ref().map(|blank| quote!(#[blank] #blank,));
    let held = if *number { quote!(i64) } else { quote!(String) };
    quote!(rw::choices! { #doc pub enum #name { #(#variants,)* #blank #[other] #other(#held) } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_called_after_values() {
        let text = |value: &'static str, label: &str| variant(&Literal::Str(value), label);
        for (value, label, expected) in [
            ("draft", "Draft", "Draft"),
            ("in-review", "In review", "InReview"),
            ("IN_REVIEW", "", "InReview"),
            ("camelCase", "", "CamelCase"),
            ("USA", "", "Usa"),
            ("größe", "", "Größe"),
            ("1st", "First", "First"),
            ("1st", "1st", "Value1st"),
            ("", "None", "None"),
            ("", "", "Empty"),
            ("+", "+", "ValuePlus"),
            ("1.0", "1.0", "Value1Point0"),
            ("★", "★", "ValueU2605"),
            ("Self", "", "Self"),
        ] {
            assert_eq!(text(value, label), expected, "{value}");
        }
        let number = |value, label| variant(&Literal::Int(value), label);
        assert_eq!(number(1, "Low"), "Low");
        assert_eq!(number(1, "1"), "Value1");
        assert_eq!(number(-1, "-1"), "ValueMinus1");
    }

    #[test]
    fn enums_have_names_of_their_own() {
        const STATUS: &[(Literal, &str)] = &[(Literal::Str("a-b"), ""), (Literal::Str("a_b"), ""), (Literal::Str("other"), "")];
        const FIELDS: &[Field] =
            &[Field::string("status").choices(STATUS).blank(), Field::string("input").choices(STATUS), Field::integer("plain")];
        let model = Model::new("Book", "book", "book").fields(FIELDS);
        let found = enums(&model);
        let names: Vec<String> = found.iter().map(|e| e.name.to_string()).collect();
        assert_eq!(names, ["BookStatus", "BookInputChoices"]);
        let variants: Vec<String> = found[0].variants.iter().map(ToString::to_string).collect();
        assert_eq!(variants, ["AB", "AB2", "Other"]);
        assert_eq!(found[0].blank.as_ref().map(ToString::to_string).as_deref(), Some("Blank"));
        assert_eq!(found[0].other.to_string(), "Unlisted");
    }
}
