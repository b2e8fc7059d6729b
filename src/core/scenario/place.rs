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

/// What to call something in texts and figures: its title, else its name with spaces in place of underscores.
#[must_use]
pub fn title_of(name: &str, title: Option<&str>) -> String {
    title.map_or_else(|| name.replace('_', " ").trim().to_owned(), str::to_owned)
}
