//! Dates of evidence: a day, a month (its first day) or a year (its first of July, the middle).

use super::table::CsvCell;
use crate::units::{Date, Problems};

/// Reads `2025`, `2025-07` or `2025-07-14`.
pub(super) fn date(text: &str) -> Option<Date> {
    let whole = if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) { format!("{text}-07") } else { text.to_owned() };
    Date::parse(&whole).ok()
}

/// The date that a cell holds, or an error.
pub(super) fn date_in(cell: &CsvCell, what: &str, problems: &mut Problems) -> Option<Date> {
    let found = date(&cell.text);
    if found.is_none() {
        cell.refuse(what, "expected a date such as 2025, 2025-07 or 2025-07-14", problems);
    }
    found
}
