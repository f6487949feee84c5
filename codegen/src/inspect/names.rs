//! Names of resources and fields, from those of tables and columns.

use restwright_schema::naming;

/// `OrderLines`, `order-lines` and `order_lines` are all `order_lines`.
pub(super) fn snake(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<String> = plain.split_whitespace().map(|word| naming::words(word).replace(' ', "_")).collect();
    words.join("_")
}

/// Words of which the ending says nothing.
const AS_THEY_ARE: &[&str] = &["news", "series", "species", "sms", "gps", "analysis", "basis", "status", "bus", "gas", "lens", "address"];
/// Words in `-ie` whose plural looks like that of a word in `-y`.
const IN_IE: &[&str] =
    &["brownies", "calories", "cookies", "genies", "lies", "movies", "pies", "prairies", "rookies", "selfies", "ties", "zombies"];

/// One of many, where that is plainly right: the plural of what is given back is the word itself.
fn singular(word: &str) -> String {
    let drop = |n: usize| word.get(..word.len().saturating_sub(n)).unwrap_or(word).to_owned();
    let kept =
        AS_THEY_ARE.contains(&word) || !word.is_ascii() || word.len() < 4 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    let one = if kept {
        return word.to_owned();
    } else if IN_IE.contains(&word) {
        return drop(1);
    } else if word.ends_with("ies") {
        drop(3) + "y"
    } else if ["sses", "xes", "zes", "ches", "shes"].iter().any(|end| word.ends_with(end)) {
        drop(2)
    } else if word.ends_with('s') {
        drop(1)
    } else {
        return word.to_owned();
    };
    if naming::plural(&one) == word { one } else { word.to_owned() }
}

/// The resource of a table, in snake_case: the name of its file.
pub(super) fn resource(table: &str, prefix: &str) -> String {
    let whole = snake(table);
    let rest = whole.strip_prefix(prefix).unwrap_or(&whole);
    let ascii: Vec<String> = rest
        .split('_')
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    let mut words = ascii;
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    let mut name = words.join("_");
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name = format!("table_{name}").trim_end_matches('_').to_owned();
    }
    // `api.toml` is no resource's file.
    if name == "api" { "api_row".to_owned() } else { name }
}

/// What the names of all tables begin with, up to an underscore; empty if they don't agree.
pub(super) fn prefix<'a>(tables: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = tables.map(snake).collect();
    let Some((first, rest)) = names.split_first().filter(|(_, rest)| !rest.is_empty()) else { return String::new() };
    let Some((word, _)) = first.split_once('_') else { return String::new() };
    let prefix = format!("{word}_");
    let fits = |name: &String| name.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    if fits(first) && rest.iter().all(fits) { prefix } else { String::new() }
}

/// The field of a column: Django's rules for names, without its `_` at the end.
pub(super) fn field(column: &str) -> String {
    let mut name = snake(column).to_lowercase();
    if name.is_empty() {
        name = "column".to_owned();
    }
    if name.starts_with(|c: char| c.is_numeric()) {
        name = format!("n_{name}");
    }
    match name.as_str() {
        "pk" | "check" | "objects" => name + "_value",
        _ => name,
    }
}

/// The first of `name`, `name_2`, `name_3` … that nobody has.
pub(super) fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let mut n = 2_usize;
    loop {
        let other = format!("{name}_{n}");
        if !taken(&other) {
            return other;
        }
        n += 1;
    }
}

/// The name of the API and of its crate.
pub(super) fn api(database: &str) -> String {
    let name = resource_words(database);
    if crate::check::is_api_name(&name) { name } else { format!("{name}_api") }
}

fn resource_words(text: &str) -> String {
    let name: String = snake(text).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let words: Vec<&str> = name.split('_').filter(|w| !w.is_empty()).collect();
    let name = words.join("_").to_ascii_lowercase();
    if name.starts_with(|c: char| c.is_ascii_lowercase()) { name } else { format!("database_{name}").trim_end_matches('_').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_many_only_where_it_is_plain() {
        let cases = [
            ("books", "book"),
            ("categories", "category"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("addresses", "address"),
            ("houses", "house"),
            ("movies", "movie"),
            ("status", "status"),
            ("series", "series"),
            ("glass", "glass"),
            ("data", "data"),
        ];
        for (many, one) in cases {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn names_of_any_shape() {
        for (table, name) in [("OrderLines", "order_line"), ("T 1-x", "t_1_x"), ("1st", "table_1st"), ("api", "api_row"), ("é", "table")] {
            assert_eq!(resource(table, ""), name);
        }
        for (column, name) in
            [("FirstName", "first_name"), ("a__b_", "a_b"), ("2nd", "n_2nd"), ("check", "check_value"), ("Straße", "straße")]
        {
            assert_eq!(field(column), name);
        }
        assert_eq!(prefix(["shop_thing", "shop_order"].into_iter()), "shop_");
        assert_eq!(prefix(["shop_thing", "thing"].into_iter()), "");
        assert_eq!(prefix(["shop_thing"].into_iter()), "");
    }
}
