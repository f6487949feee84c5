//! How names are made from names, by docs/spec.md's and Django's rules.

/// `book_copy` → `BookCopy`: the resource that a file holds.
pub fn pascal(snake: &str) -> String {
    let mut out = String::with_capacity(snake.len());
    for part in snake.split('_') {
        let mut chars = part.chars();
        if let Some(first) = chars.next() {
            out.extend(first.to_uppercase());
            out.push_str(&chars.as_str().to_lowercase());
        }
    }
    out
}

/// `BookCopy` → `book copy`: Django's `camel_case_to_spaces`, the default `verbose_name`.
pub fn words(pascal: &str) -> String {
    let chars: Vec<char> = pascal.chars().collect();
    let mut out = String::with_capacity(pascal.len() + 4);
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|j| chars.get(j)).copied();
        let after = chars.get(i + 1).copied();
        let lower_before = before.is_some_and(|b| b.is_lowercase() || b.is_ascii_digit());
        let new_word = c.is_uppercase()
            && before.is_some()
            && (lower_before || (before.is_some_and(char::is_uppercase) && after.is_some_and(char::is_lowercase)));
        if new_word {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// English plural by docs/spec.md's rule: y→ies after a consonant; s x z ch sh→es; else s.
pub fn plural(word: &str) -> String {
    let vowel_before_y = || word.chars().rev().nth(1).is_some_and(|c| "aeiou".contains(c));
    if word.ends_with('y') && word.len() > 1 && !vowel_before_y() {
        return format!("{}ies", &word[..word.len() - 1]);
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        return format!("{word}es");
    }
    format!("{word}s")
}

/// The default endpoint of a resource: its plural in kebab-case.
pub fn endpoint(snake: &str) -> String {
    plural(snake).replace('_', "-")
}

/// Python's `str.capitalize` on the first letter only (Django's `capfirst`).
pub fn capfirst(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The label that DRF gives a field: Python's `name.replace('_', ' ').capitalize()` (`Field.bind`).
pub fn field_label(name: &str) -> String {
    capfirst(&name.replace('_', " ").to_lowercase())
}

/// The path of the field whose label a source shows: `status` of `get_status_display`, `order.status` of `order.get_status_display`.
pub fn labelled(source: &str) -> Option<String> {
    let (before, last) = source.rsplit_once('.').map_or(("", source), |(before, last)| (before, last));
    let field = last.strip_prefix("get_")?.strip_suffix("_display").filter(|f| !f.is_empty())?;
    Some(if before.is_empty() { field.to_owned() } else { format!("{before}.{field}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_follow_the_spec() {
        let cases = [
            ("entry", "entries"),
            ("day", "days"),
            ("box", "boxes"),
            ("church", "churches"),
            ("dish", "dishes"),
            ("book", "books"),
            ("y", "ys"),
        ];
        for (one, many) in cases {
            assert_eq!(plural(one), many);
        }
    }

    #[test]
    fn labels_are_shown_by_their_method() {
        assert_eq!(labelled("get_status_display").as_deref(), Some("status"));
        assert_eq!(labelled("order.get_pay_state_display").as_deref(), Some("order.pay_state"));
        assert_eq!(labelled("get__display"), None);
        assert_eq!(labelled("status"), None);
    }

    #[test]
    fn names_follow_django() {
        assert_eq!(pascal("book_copy"), "BookCopy");
        assert_eq!(words("BookCopy"), "book copy");
        assert_eq!(words("HTTPServer"), "http server");
        assert_eq!(endpoint("book_copy"), "book-copies");
        assert_eq!(field_label("author_name"), "Author name");
    }
}
