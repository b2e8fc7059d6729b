//! Conditions on rows of a table: `column=value`, `!=`, `~` (contains), `!~`, `>=` and `<=`, with `|` between alternative values.

use crate::units::{CsvCell, CsvTable, Problems};

/// One condition on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    column: String,
    relation: Relation,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Equal,
    Differs,
    Contains,
    Lacks,
    AtLeast,
    AtMost,
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// Where the text is not a condition, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let signs = [
            ("!=", Relation::Differs),
            ("!~", Relation::Lacks),
            (">=", Relation::AtLeast),
            ("<=", Relation::AtMost),
            ("=", Relation::Equal),
            ("~", Relation::Contains),
        ];
        let first =
            signs.iter().filter_map(|&(sign, relation)| Some((text.find(sign)?, sign, relation))).min_by_key(|&(at, sign, _)| (at, 2 - sign.len()));
        let Some((at, sign, relation)) = first.filter(|&(at, ..)| at > 0) else {
            return Err("expected column=value, column!=value, column~part, column!~part, column>=number or column<=number".to_owned());
        };
        let values: Vec<String> = text[at + sign.len()..].split('|').map(|value| value.trim().to_owned()).collect();
        if matches!(relation, Relation::AtLeast | Relation::AtMost) && !(values.len() == 1 && values[0].parse::<f64>().is_ok_and(f64::is_finite)) {
            return Err(format!("expected a number after {sign}"));
        }
        Ok(Self { column: text[..at].trim().to_owned(), relation, values })
    }

    /// Sign of the relation.
    fn sign(&self) -> &'static str {
        match self.relation {
            Relation::Equal => "=",
            Relation::Differs => "!=",
            Relation::Contains => "~",
            Relation::Lacks => "!~",
            Relation::AtLeast => ">=",
            Relation::AtMost => "<=",
        }
    }

    fn holds(&self, cell: &CsvCell) -> bool {
        let is = |value: &String| cell.text == *value;
        let has = |value: &String| cell.text.contains(value.as_str());
        let number = || Some((cell.text.parse::<f64>().ok()?, self.values.first()?.parse::<f64>().ok()?));
        match self.relation {
            Relation::Equal => self.values.iter().any(is),
            Relation::Differs => !self.values.iter().any(is),
            Relation::Contains => self.values.iter().any(has),
            Relation::Lacks => !self.values.iter().any(has),
            Relation::AtLeast => number().is_some_and(|(cell, bound)| cell >= bound),
            Relation::AtMost => number().is_some_and(|(cell, bound)| cell <= bound),
        }
    }
}

impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}{}", self.column, self.sign(), self.values.join("|"))
    }
}

/// Rows for which all conditions hold; a column that does not exist is an error, and so is a table without any row left.
pub(super) fn select(mut table: CsvTable, conditions: &[Condition], problems: &mut Problems) -> CsvTable {
    let columns: Vec<Option<usize>> = conditions.iter().map(|condition| table.column(&condition.column, problems)).collect();
    let place = table.rows.first().and_then(|row| row.first()).map(|cell| cell.place);
    table.rows.retain(|row| conditions.iter().zip(&columns).all(|(condition, column)| column.is_none_or(|column| condition.holds(&row[column]))));
    if let Some(place) = place.filter(|_| table.rows.is_empty()) {
        problems.error(place, "no row is left", "all conditions of --where must hold for a row to count", None);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_choose_rows() {
        let mut problems = Problems::default();
        let table = CsvTable::read("p,d\nB,3\nK,5\nS,\n", 0, &mut problems).expect("a table");
        for (text, left) in [("p=B|S", 2), ("p!=B", 2), ("d>=3", 2), ("d<=3", 1), ("p~B", 1), ("p!~B|K", 1), ("d!=", 2)] {
            let chosen = select(table.clone(), &[Condition::parse(text).expect("a condition")], &mut problems);
            assert_eq!(chosen.rows.len(), left, "{text}");
        }
        assert!(problems.sorted().is_empty());
        assert!(Condition::parse("p").is_err() && Condition::parse("=x").is_err() && Condition::parse("d>=x").is_err());
        select(table, &[Condition::parse("q=1").expect("a condition")], &mut problems);
        assert!(problems.any_error());
    }
}
