//! Conditions on rows of a table: expressions as of `adit trials --where`, and the short forms `column=value`, `!=`, `~` (contains), `!~`, `>=` and `<=`,
//! with `|` between alternative values.

use super::row_expression::RowExpression;
use crate::units::{CsvCell, CsvTable, Problems};

/// One condition on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// In the language of `adit trials --where`.
    Expression(RowExpression),
    /// In a short form.
    Short(ShortCondition),
}

/// One column against alternative values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortCondition {
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
        if RowExpression::is_one(text) { RowExpression::parse(text).map(Self::Expression) } else { ShortCondition::parse(text).map(Self::Short) }
    }

    fn columns(&self) -> Vec<&str> {
        match self {
            Self::Expression(expression) => expression.columns.iter().map(String::as_str).collect(),
            Self::Short(condition) => vec![&condition.column],
        }
    }

    fn holds(&self, cells: &[&CsvCell]) -> bool {
        match self {
            Self::Expression(expression) => expression.holds(cells),
            Self::Short(condition) => cells.iter().all(|cell| condition.holds(cell)),
        }
    }
}

impl ShortCondition {
    fn parse(text: &str) -> Result<Self, String> {
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
            return Err("expected an expression such as kind == \"storm\", or column=value, column!=value, column~part, column!~part, column>=number or column<=number".to_owned());
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
        match self {
            Self::Expression(expression) => expression.fmt(f),
            Self::Short(condition) => write!(f, "{}{}{}", condition.column, condition.sign(), condition.values.join("|")),
        }
    }
}

/// Rows for which all conditions hold; a column that does not exist is an error, and so is a table without any row left.
pub(super) fn select(mut table: CsvTable, conditions: &[Condition], problems: &mut Problems) -> CsvTable {
    let columns: Vec<Option<Vec<usize>>> =
        conditions.iter().map(|condition| condition.columns().into_iter().map(|column| table.column(column, problems)).collect()).collect();
    let place = table.rows.first().and_then(|row| row.first()).map(|cell| cell.place);
    let holds =
        |row: &[CsvCell], condition: &Condition, columns: &[usize]| condition.holds(&columns.iter().map(|&column| &row[column]).collect::<Vec<_>>());
    table.rows.retain(|row| conditions.iter().zip(&columns).all(|(condition, columns)| columns.as_ref().is_none_or(|at| holds(row, condition, at))));
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
        for (text, left) in [("p == \"B\"", 1), ("p in [\"B\", \"S\"]", 2), ("not p == 'B' and d > 3", 1), ("d >= 3 or p == \"S\"", 3), ("d<4", 1)] {
            let chosen = select(table.clone(), &[Condition::parse(text).expect("a condition")], &mut problems);
            assert_eq!(chosen.rows.len(), left, "{text}");
        }
        assert!(problems.sorted().is_empty());
        assert!(Condition::parse("p").is_err() && Condition::parse("=x").is_err() && Condition::parse("d>=x").is_err());
        assert!(Condition::parse("p == ").is_err() && Condition::parse("1 == 1").is_err());
        assert_eq!(Condition::parse("p=in or out").map(|condition| condition.to_string()), Ok("p=in or out".to_owned()));
        select(table, &[Condition::parse("q=1").expect("a condition")], &mut problems);
        assert!(problems.any_error());
    }
}
