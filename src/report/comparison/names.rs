//! What scenarios that are compared are called on a page.

/// Names of scenarios without what all begin with, up to a hyphen or an underscore.
pub(in crate::report) fn short_names(names: &[String]) -> Vec<String> {
    let common = |end: usize| names.iter().all(|name| name.len() > end && name.get(..end) == names[0].get(..end));
    let shared =
        names.first().map_or(0, |first| first.match_indices(['-', '_']).map(|(i, _)| i + 1).take_while(|&end| common(end)).last().unwrap_or(0));
    names.iter().map(|name| name[shared..].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Vec<String> {
        short_names(&names.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn names_lose_what_all_begin_with() {
        assert_eq!(of(&["pakistan-baseline", "pakistan-stress"]), ["baseline", "stress"]);
        assert_eq!(of(&["mine", "mine-2"]), ["mine", "mine-2"]);
        assert_eq!(of(&["a-b-c", "a-b-d"]), ["c", "d"]);
        assert_eq!(of(&["a-", "a-b"]), ["a-", "a-b"]);
        assert_eq!(of(&["one-refinery", "refinery"]), ["one-refinery", "refinery"]);
    }
}
