//! Values and names with the place in the file where they stand.

use crate::units::Place;

/// A value with the place where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct At<T> {
    /// The value itself.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// A name as it is written, with its place.
pub type Name = At<String>;

/// An entry of a table of named things: `[nodes.mine]` is `Named { name: "mine", item: Node { … } }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Named<T> {
    /// The key, with its place.
    pub name: Name,
    /// What stands under it.
    pub item: T,
}

/// What to call something in texts and figures: its title, else its name with spaces in place of underscores and abbreviations in capitals.
#[must_use]
pub fn title_of(name: &str, title: Option<&str>) -> String {
    title.map_or_else(|| words_of(name, str::to_owned), str::to_owned)
}

/// The same of what bears a proper name, such as a project: every word begins with a capital.
#[must_use]
pub fn proper_title_of(name: &str, title: Option<&str>) -> String {
    let capital = |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect();
    title.map_or_else(|| words_of(name, capital), str::to_owned)
}

/// The words of a name; one of two or three letters without a vowel is an abbreviation.
fn words_of(name: &str, written: impl Fn(&str) -> String) -> String {
    let is_abbreviation = |word: &str| (2..=3).contains(&word.len()) && word.chars().all(|c| c.is_ascii_lowercase() && !"aeiouy".contains(c));
    let words = name.split(['_', ' ']).filter(|word| !word.is_empty());
    words.map(|word| if is_abbreviation(word) { word.to_uppercase() } else { written(word) }).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_a_title_are_words() {
        assert_eq!(["kp_road", "rare_earths_heavy", "dry_port"].map(|name| title_of(name, None)), ["KP road", "rare earths heavy", "dry port"]);
        assert_eq!(["reko_diq", "mp_heavy"].map(|name| proper_title_of(name, None)), ["Reko Diq", "MP Heavy"]);
        assert_eq!(proper_title_of("x", Some("the x of y")), "the x of y");
    }
}
