//! Parts (`--part I/N`): a command computes one of N parts, on any machine, and writes it to a file for `adit merge`.

use std::ops::Range;
use std::path::Path;

use clap::Args;
use serde::Serialize;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::interrupt::{InterruptMessage, remove_at_interrupt};
use super::{Failure, output};
use crate::store::{FoundPart, PartError, PartHeader, Parts, check_place, write_part};
use crate::study::Cut;

/// Largest number of parts.
const MOST: u64 = 1_000_000;

/// Option of every command that can be computed in parts.
#[derive(Debug, Args)]
pub struct PartArgs {
    /// Compute part I of N only and write it to the file of --out, for `adit merge`
    #[arg(long, value_name = "I/N", requires = "out", value_parser = PartOf::parse)]
    pub part: Option<PartOf>,
}

/// Number of a part and number of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartOf {
    /// Number of the part, from 1.
    pub part: u64,
    /// Number of parts.
    pub parts: u64,
}

impl PartOf {
    /// Reads `3/16`.
    fn parse(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(part, parts)| Some((part.parse().ok()?, parts.parse().ok()?)));
        match numbers {
            Some((part, parts)) if (1..=parts).contains(&part) && parts <= MOST => Ok(Self { part, parts }),
            Some((_, parts)) if parts > MOST => Err(format!("at most {MOST} parts")),
            _ => Err("expected the number of the part and the number of parts, such as 1/16".to_owned()),
        }
    }
}

/// Part that is being computed; that its file can be written is checked first.
pub struct Leaving<'a> {
    path: &'a Path,
    header: PartHeader,
}

impl<'a> Leaving<'a> {
    /// Part `which` of a request, to be written to `path`.
    ///
    /// # Errors
    /// Where the file cannot be written, or is not a part.
    pub fn open(path: &'a Path, which: PartOf, work: PartHeader) -> Result<Self, Failure> {
        let cut = Cut { parts: which.parts, ..work.cut() };
        let leaving = Self { path, header: work.part(which.part, cut) };
        check_place(path).map_err(|error| leaving.refused(&error))?;
        remove_at_interrupt(InterruptMessage::default());
        Ok(leaving)
    }

    /// Range of work units (for most commands trials) of this part.
    #[must_use]
    pub fn units(&self) -> Range<u64> {
        self.header.done.clone()
    }

    /// Writes the part.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write<T: Serialize>(self, payload: &T) -> Result<(), Failure> {
        write_part(self.path, &self.header, payload).map_err(|error| self.refused(&error))?;
        output::note(&format!("part {} of {} in {}", self.header.part, self.header.parts, self.path.display()));
        Ok(())
    }

    fn refused(&self, error: &PartError) -> Failure {
        match error {
            PartError::Foreign => Failure::Input(format!("{}: {error}; choose another with --out", self.path.display())),
            error => Failure::Machine(format!("cannot write {}: {error}", self.path.display())),
        }
    }
}

/// Options of a command as data for the header of a part.
#[must_use]
pub fn written(options: &impl Serialize) -> Value {
    serde_json::to_value(options).unwrap_or_default() // plain fields, which JSON can say
}

/// Options that the parts were computed with.
///
/// # Errors
/// Where they are not options of the command.
pub fn options<T: DeserializeOwned>(parts: &Parts) -> Result<T, Failure> {
    serde_json::from_value(parts.header().options.clone())
        .map_err(|error| Failure::Input(format!("the options in the parts are not those of this version: {error}")))
}

/// Reads the payload of each part in order, one at a time; `take` returns `None` where the payload belongs to another scenario.
///
/// # Errors
/// Where a payload cannot be read, or belongs to another scenario.
pub fn each<T: DeserializeOwned>(parts: &Parts, mut take: impl FnMut(&FoundPart, T) -> Option<()>) -> Result<(), Failure> {
    parts.parts().iter().try_for_each(|part| {
        let refused = |why: &dyn std::fmt::Display| Failure::Input(format!("{}: {why}", part.path.display()));
        let payload = part.payload().map_err(|error| refused(&error))?;
        take(part, payload).ok_or_else(|| refused(&"its counts are not those of this scenario"))
    })
}

/// Payload of each part in order, read one at a time.
pub fn payloads<T: DeserializeOwned>(parts: &Parts) -> impl Iterator<Item = Result<T, Failure>> {
    parts.parts().iter().map(|part| part.payload().map_err(|error| Failure::Input(format!("{}: {error}", part.path.display()))))
}

/// Error where the threads cannot be started.
#[must_use]
pub fn no_threads(error: impl std::fmt::Display) -> Failure {
    Failure::Machine(format!("cannot start the threads: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_one_of_so_many() {
        assert_eq!(PartOf::parse("3/16"), Ok(PartOf { part: 3, parts: 16 }));
        for wrong in ["", "3", "0/3", "4/3", "3/", "/3", "1/0", "-1/3", "1/1000001", "1/2/3", "a/b"] {
            assert!(PartOf::parse(wrong).is_err(), "{wrong}");
        }
    }
}
