//! "Did you mean …?"

/// The valid name that somebody most likely meant, if one is near enough: a slip or two of the fingers, a part left out, or
/// another way to write the same words.
pub fn nearest<'a>(written: &str, valid: &'a [String]) -> Option<&'a str> {
    let plain = |s: &str| s.to_lowercase().replace(['-', '_', ' '], "");
    let target = plain(written);
    if target.is_empty() {
        return None;
    }
    valid
        .iter()
        .filter_map(|name| {
            let candidate = plain(name);
            let distance = strsim::damerau_levenshtein(&target, &candidate);
            let allowed = (target.chars().count().max(candidate.chars().count()) / 3).max(1);
            let begins = target.len() >= 3 && candidate.starts_with(&target);
            let part = target.len() >= 4 && candidate.len() >= 4 && (candidate.contains(&target) || target.contains(&candidate));
            let near = distance <= allowed || begins || part || strsim::jaro_winkler(&target, &candidate) >= 0.9;
            near.then_some((distance, name))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.as_str())
}

/// The one valid name that a written one is a slip of the fingers for: a letter or two, or other hyphens and capitals.
#[cfg(feature = "toml")]
pub(crate) fn slip<'a>(written: &str, valid: &[&'a str]) -> Option<&'a str> {
    let plain = |s: &str| s.to_lowercase().replace(['-', '_', ' '], "");
    let target = plain(written);
    let allowed = if target.chars().count() < 5 { 1 } else { 2 };
    let distance = |name: &str| strsim::damerau_levenshtein(&target, &plain(name));
    let mut near: Vec<(usize, &'a str)> = valid.iter().map(|name| (distance(name), *name)).filter(|(far, _)| *far <= allowed).collect();
    near.sort_unstable();
    match near.as_slice() {
        [(_, name)] => Some(name),
        [(first, name), (second, _), ..] if first < second => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_one_that_a_finger_may_have_missed() {
        let names = ["title", "max_length", "BookCopy", "id"].map(String::from);
        for (written, expected) in [
            ("titel", Some("title")),
            ("maxlength", Some("max_length")),
            ("book_copy", Some("BookCopy")),
            ("length", Some("max_length")),
            ("author", None),
        ] {
            assert_eq!(nearest(written, &names), expected, "{written}");
        }
    }
}
