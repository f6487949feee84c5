//! Diagnostics for people (underlined text on a terminal) and for editors (JSON).

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::source::{Origin, Source, Sources};
use crate::spec::write_json_string;

/// All diagnostics as text, one blank line between two. `colours` adds ANSI escapes.
pub fn text(diagnostics: &[Diagnostic], sources: &Sources, colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&one(diagnostic, sources, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.id)
        .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    if let Some((source, range)) = place(sources, diagnostic.origin) {
        let mut snippet = Snippet::source(source.text.as_str())
            .path(source.path.as_str())
            .annotation(AnnotationKind::Primary.span(range).label(diagnostic.label.as_str()));
        let mut other = None;
        if let Some((origin, label)) = &diagnostic.also
            && let Some((second, range)) = place(sources, *origin)
        {
            let note = AnnotationKind::Context.span(range).label(label.as_str());
            if second.path == source.path {
                snippet = snippet.annotation(note);
            } else {
                other = Some(Snippet::source(second.text.as_str()).path(second.path.as_str()).annotation(note));
            }
        }
        group = group.element(snippet);
        if let Some(other) = other {
            group = group.element(other);
        }
    }
    if !diagnostic.help.is_empty() {
        group = group.element(Level::HELP.message(diagnostic.help.as_str()));
    }
    let groups: [Group<'_>; 1] = [group];
    renderer.render(&groups)
}

/// The file and the bytes of an origin; `None` for tokens, which the compiler shows itself.
fn place(sources: &Sources, origin: Origin) -> Option<(&Source, std::ops::Range<usize>)> {
    let Origin::Toml { file, start, end } = origin else { return None };
    let source = sources.get(file)?;
    let length = source.text.len();
    let start = (start as usize).min(length);
    Some((source, start..(end as usize).clamp(start, length)))
}

/// Each diagnostic as a JSON object: `code`, `severity`, `message`, `label`, `help`, `nearest` (or null), `file`, `line`, `column`,
/// `end_line`, `end_column` (counted from 1, columns in characters) and `also` (a second place, or null).
pub fn json_objects(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<String> {
    diagnostics.iter().map(|diagnostic| json_object(diagnostic, sources)).collect()
}

/// JSON objects as one array, an object a line.
pub fn json_array(objects: &[String]) -> String {
    if objects.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", objects.join(",\n")) }
}

fn json_object(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut out = String::from("{");
    member(&mut out, "code", Some(diagnostic.code.id));
    member(&mut out, "severity", Some(severity));
    member(&mut out, "message", Some(&diagnostic.message));
    member(&mut out, "label", Some(&diagnostic.label));
    member(&mut out, "help", Some(&diagnostic.help));
    member(&mut out, "nearest", diagnostic.nearest.as_deref());
    position(&mut out, sources, diagnostic.origin);
    out.push_str(",\"also\":");
    match &diagnostic.also {
        None => out.push_str("null"),
        Some((origin, label)) => {
            out.push('{');
            member(&mut out, "label", Some(label));
            position(&mut out, sources, *origin);
            out.push('}');
        }
    }
    out.push('}');
    out
}

fn member(out: &mut String, key: &str, value: Option<&str>) {
    if !out.ends_with('{') {
        out.push(',');
    }
    write_json_string(key, out);
    out.push(':');
    match value {
        Some(value) => write_json_string(value, out),
        None => out.push_str("null"),
    }
}

fn position(out: &mut String, sources: &Sources, origin: Origin) {
    let Some((source, range)) = place(sources, origin) else {
        return member(out, "file", None);
    };
    let byte = |n: usize| source.position(u32::try_from(n).unwrap_or(u32::MAX));
    let ((line, column), (end_line, end_column)) = (byte(range.start), byte(range.end));
    member(out, "file", Some(&source.path));
    out.push_str(&format!(",\"line\":{line},\"column\":{column},\"end_line\":{end_line},\"end_column\":{end_column}"));
}
