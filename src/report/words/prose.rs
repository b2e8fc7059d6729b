//! Words put together: lines, lists, names of files.

use sha2::{Digest, Sha256};

/// Words cut into lines of at most `width` characters; a longer word stands alone.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// A key of the scenario as words: `rare_earths_heavy` becomes `rare earths heavy`.
#[must_use]
pub fn spaced(key: &str) -> String {
    key.replace('_', " ")
}

/// `a, b and c`.
#[must_use]
pub fn joined(parts: &[String]) -> String {
    listed(parts, "and")
}

/// `a, b or c`.
#[must_use]
pub fn either(parts: &[String]) -> String {
    listed(parts, "or")
}

fn listed(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// A text that begins with a capital.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Longest name for a file that [`slug`] gives, bytes.
const LONGEST_SLUG: usize = 100;

/// Several texts as one name for a file, each of them shortened by itself.
#[must_use]
pub fn slug_of(parts: &[&str]) -> String {
    let parts = parts.iter().filter(|part| part.chars().any(char::is_alphanumeric));
    let slugs: Vec<String> = parts.map(|part| slug(part)).collect();
    if slugs.is_empty() { slug("") } else { slugs.join("-") }
}

/// The same as a name for a file: small letters, digits and hyphens. What is too long for a name is cut, with the beginning of its hash in place of the
/// rest, so that different texts have different names.
#[must_use]
pub fn slug(text: &str) -> String {
    let slug = whole_slug(text);
    if slug.len() <= LONGEST_SLUG {
        return slug;
    }
    let hash = Sha256::digest(text.as_bytes()).iter().take(4).fold(String::from("-"), |hash, byte| format!("{hash}{byte:02x}"));
    let kept = (0..=LONGEST_SLUG - hash.len()).rev().find(|&at| slug.is_char_boundary(at)).unwrap_or(0);
    format!("{}{hash}", slug[..kept].trim_end_matches('-'))
}

fn whole_slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "unnamed".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_file_names() {
        assert_eq!(slug("Rare earths (heavy) / Pakistan"), "rare-earths-heavy-pakistan");
        assert_eq!(slug("…"), "unnamed");
        assert_eq!([slug_of(&["Heavy (a)", "Pakistan"]), slug_of(&["…", "x"]), slug_of(&["…"])], ["heavy-a-pakistan", "x", "unnamed"]);
    }

    #[test]
    fn long_names_are_cut_and_stay_different() {
        let (a, b) = (slug(&("y".repeat(255) + "a")), slug(&("y".repeat(255) + "b")));
        assert!(a.len() <= LONGEST_SLUG && b.len() <= LONGEST_SLUG && a != b);
        assert!(slug(&"三".repeat(90)).len() <= LONGEST_SLUG);
    }
}
