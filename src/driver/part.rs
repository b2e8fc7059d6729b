//! `--part I/N`: a command's work done in parts, on as many machines, each part left in a file for `adit merge`.

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

/// Most parts.
const MOST: u64 = 1_000_000;

/// The option of every command whose work can be cut.
#[derive(Debug, Args)]
pub struct PartArgs {
    /// Do part I of N only and leave it in the file that --out names, for `adit merge`
    #[arg(long, value_name = "I/N", requires = "out", value_parser = PartOf::parse)]
    pub part: Option<PartOf>,
}

/// Which part of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartOf {
    /// Its number, 1 first.
    pub part: u64,
    /// Parts in all.
    pub parts: u64,
}

impl PartOf {
    /// Reads `3/16`.
    fn parse(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(part, parts)| Some((part.parse().ok()?, parts.parse().ok()?)));
        match numbers {
            Some((part, parts)) if (1..=parts).contains(&part) && parts <= MOST => Ok(Self { part, parts }),
            Some((_, parts)) if parts > MOST => Err(format!("at most {MOST} parts")),
            _ => Err("expected a part and how many there are, such as 1/16 to 16/16".to_owned()),
        }
    }
}

/// A part about to be made: that it can be written is known before the long run.
pub struct Leaving<'a> {
    path: &'a Path,
    header: PartHeader,
}

impl<'a> Leaving<'a> {
    /// Part `which` of a work, to be left at `path`.
    ///
    /// # Errors
    /// Where nothing can be written there, or something stands there that is no part.
    pub fn open(path: &'a Path, which: PartOf, work: PartHeader) -> Result<Self, Failure> {
        let cut = Cut { parts: which.parts, ..work.cut() };
        let leaving = Self { path, header: work.part(which.part, cut) };
        check_place(path).map_err(|error| leaving.refused(&error))?;
        remove_at_interrupt(InterruptMessage::default());
        Ok(leaving)
    }

    /// What it is to do.
    #[must_use]
    pub fn units(&self) -> Range<u64> {
        self.header.done.clone()
    }

    /// Leaves it.
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

/// A command's own options, as the header of a part has them.
#[must_use]
pub fn written(options: &impl Serialize) -> Value {
    serde_json::to_value(options).unwrap_or_default() // plain fields, which JSON can say
}

/// The options that the parts were made with.
///
/// # Errors
/// Where they are not those of the command.
pub fn options<T: DeserializeOwned>(parts: &Parts) -> Result<T, Failure> {
    serde_json::from_value(parts.header().options.clone())
        .map_err(|error| Failure::Input(format!("the parts say what was asked in other words: {error}")))
}

/// Takes up the payload of each part in order, one in memory at a time; `take` gives `None` for counts of something else.
///
/// # Errors
/// Where one cannot be read, or holds something else.
pub fn each<T: DeserializeOwned>(parts: &Parts, mut take: impl FnMut(&FoundPart, T) -> Option<()>) -> Result<(), Failure> {
    parts.parts().iter().try_for_each(|part| {
        let refused = |why: &dyn std::fmt::Display| Failure::Input(format!("{}: {why}", part.path.display()));
        let payload = part.payload().map_err(|error| refused(&error))?;
        take(part, payload).ok_or_else(|| refused(&"its counts are not those of this scenario"))
    })
}

/// Why nothing can be run.
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
