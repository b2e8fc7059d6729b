//! Age of a source, from its date as written in the scenario.

use crate::units::{Date, MonthGrid};

/// Months from a date as written to the start of the scenario; a year alone counts from its middle. `None` where no year can be read.
pub(super) fn months_old(written: &str, grid: MonthGrid) -> Option<f64> {
    self::written(written).map(|date| -grid.offset(date))
}

/// Reads a date as written: `2026-02`, `2026-02-15`, `2019`, `about 2019`. Without a month it is the middle of the year.
fn written(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| bytes.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let alone = |at: usize| (at == 0 || !bytes[at - 1].is_ascii_digit()) && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit);
    let at = (0..bytes.len()).find(|&at| digits(at, at + 4) && alone(at))?;
    let year = text.get(at..at + 4)?;
    let month = text.get(at..at + 7).filter(|_| bytes.get(at + 4) == Some(&b'-') && digits(at + 5, at + 7));
    month.and_then(|month| Date::parse(month).ok()).or_else(|| Date::parse(&format!("{year}-07")).ok())
}

/// Rank of a word of confidence, the lowest confidence first; other words come last.
pub(super) fn rank(word: &str) -> usize {
    ["low", "medium", "high"].iter().position(|known| known.eq_ignore_ascii_case(word)).unwrap_or(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let read = |text: &str| written(text).map(|date| date.to_string());
        assert_eq!(read("2026-02").as_deref(), Some("2026-02"));
        assert_eq!(read("2025-11-09").as_deref(), Some("2025-11"));
        assert_eq!(read("about 2019").as_deref(), Some("2019-07"));
        assert_eq!([read("last year"), read("123456"), read("")], [None, None, None]);
        let grid = MonthGrid::new(Date::parse("2026-11").unwrap(), Date::parse("2027-01").unwrap()).unwrap();
        assert_eq!(months_old("2021", grid).map(f64::to_bits), Some(64_f64.to_bits()));
    }
}
