//! Rules of texts in `api.toml`, asked by the generator's checks, which know the place, and by [`link`](crate::link), which every router runs.

/// A rate as DRF's `parse_rate` reads it (`100/day`): how many requests in how many seconds. Of the period only the first letter counts.
pub fn rate(text: &str) -> Option<(u32, u64)> {
    let (number, period) = text.split_once('/')?;
    let digits = !number.is_empty() && number.len() <= 9 && number.bytes().all(|b| b.is_ascii_digit());
    if !digits || !period.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let seconds = match period.chars().next()? {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    Some((number.parse().ok()?, seconds))
}

/// Whether a text can be the path where all URLs begin: it begins and ends with one slash.
pub fn is_prefix(text: &str) -> bool {
    text.starts_with('/') && text.ends_with('/') && !text.contains("//")
}

/// Whether a text can be a path below the prefix: it has no slash in front, and no segment is empty.
pub fn is_below_prefix(text: &str) -> bool {
    !text.starts_with('/') && !text.contains("//")
}

/// Whether an API can have this name, after which tables are called: it is in snake_case.
pub fn is_api_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates() {
        for (text, expected) in [("10/min", (10, 60)), ("1/s", (1, 1)), ("5/hour", (5, 3600)), ("100/day", (100, 86_400)), ("0/m", (0, 60))]
        {
            assert_eq!(rate(text), Some(expected), "{text}");
        }
        for text in ["", "10", "/min", "ten/min", "10/", "10/x", "-1/min", "1000000000/s", "1/m2", "1 /min"] {
            assert_eq!(rate(text), None, "{text}");
        }
    }

    #[test]
    fn paths_and_names() {
        assert!(is_prefix("/") && is_prefix("/api/") && !is_prefix("/api") && !is_prefix("api/") && !is_prefix("/a//b/"));
        assert!(is_below_prefix("docs/") && is_below_prefix("") && !is_below_prefix("/docs/") && !is_below_prefix("a//b"));
        assert!(is_api_name("my_plugin2") && !is_api_name("2x") && !is_api_name("Shop") && !is_api_name(""));
    }
}
