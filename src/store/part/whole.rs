//! Parts put together: each read, all of the same work, none missing, none twice; or all that is wrong, at once.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::{PartHeader, read_part, verified};
use crate::store::PartError;

/// A part that was read, without its payload: of many parts only one is in memory at a time.
#[derive(Clone, Debug)]
pub struct FoundPart {
    /// Where it stands.
    pub path: PathBuf,
    /// What it says of itself.
    pub header: PartHeader,
}

impl FoundPart {
    /// Reads a part and checks its hash; its payload is not kept.
    ///
    /// # Errors
    /// Where it cannot be read, is no part, or is damaged.
    pub fn read(path: &Path) -> Result<Self, PartError> {
        let bytes = fs::read(path)?;
        let (header, _) = verified(&bytes)?;
        Ok(Self { path: path.to_path_buf(), header })
    }

    /// Its payload.
    ///
    /// # Errors
    /// As of [`read_part`], and where another part has come to stand there.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, PartError> {
        let (header, payload) = read_part(&self.path)?;
        if header == self.header { Ok(payload) } else { Err(PartError::Unreadable("it was replaced while it was read".to_owned())) }
    }
}

/// All parts of one work, in order.
#[derive(Clone, Debug)]
pub struct Parts {
    parts: Vec<FoundPart>,
}

impl Parts {
    /// Reads and checks all parts of one work, given in any order.
    ///
    /// # Errors
    /// All that is wrong, a line each: what cannot be read, is damaged, belongs to other work, is there twice, is missing.
    pub fn read(paths: &[PathBuf]) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut found: Vec<FoundPart> = Vec::new();
        for path in paths {
            match FoundPart::read(path) {
                Ok(part) => found.push(part),
                Err(error) => problems.push(format!("{}: {error}", path.display())),
            }
        }
        let Some(first) = commonest(&found) else { return Err(problems) };
        let (mut own, foreign): (Vec<FoundPart>, Vec<FoundPart>) = found.into_iter().partition(|part| part.header.foreign_to(&first).is_none());
        problems.extend(foreign.iter().map(|part| {
            let why = part.header.foreign_to(&first).unwrap_or_default();
            format!("{}: it is a part of something else than the others: {why}", part.path.display())
        }));
        own.sort_by_key(|part| part.header.part);
        for part in &own {
            let (header, due) = (&part.header, part.header.cut().range(part.header.part));
            if header.part == 0 || header.part > header.parts {
                problems.push(format!("{}: there is no part {} of {}", part.path.display(), header.part, header.parts));
            } else if header.done != due {
                let (from, to) = (header.done.start, header.done.end);
                problems.push(format!("{}: it holds {from} to {to}, part {} is {} to {}", part.path.display(), header.part, due.start, due.end));
            }
        }
        for pair in own.windows(2) {
            if let [one, two] = pair
                && one.header.part == two.header.part
            {
                let which = format!("part {} of {}", one.header.part, one.header.parts);
                problems.push(format!("{} and {}: both are {which}", one.path.display(), two.path.display()));
            }
        }
        problems.extend(missing(&own, first.parts));
        if problems.is_empty() { Ok(Self { parts: own }) } else { Err(problems) }
    }

    /// What all are parts of, as the first says it.
    #[must_use]
    pub fn header(&self) -> &PartHeader {
        &self.parts[0].header // there is one at least
    }

    /// The parts in order, all of them.
    #[must_use]
    pub fn parts(&self) -> &[FoundPart] {
        &self.parts
    }
}

/// What most parts are of; of as many, what comes first.
fn commonest(found: &[FoundPart]) -> Option<PartHeader> {
    let mut works: Vec<(&PartHeader, usize)> = Vec::new();
    for part in found {
        match works.iter_mut().find(|(header, _)| part.header.foreign_to(header).is_none()) {
            Some((_, count)) => *count += 1,
            None => works.push((&part.header, 1)),
        }
    }
    works.into_iter().rev().max_by_key(|&(_, count)| count).map(|(header, _)| header.clone())
}

/// `parts 3, 5 to 9 of 16 are missing`.
fn missing(own: &[FoundPart], parts: u64) -> Option<String> {
    let mut spans: Vec<(u64, u64)> = Vec::new();
    let mut next = 1;
    for part in own.iter().map(|part| part.header.part).filter(|&part| part <= parts).chain([parts.saturating_add(1)]) {
        if part > next {
            spans.push((next, part - 1));
        }
        next = next.max(part.saturating_add(1));
    }
    let each: Vec<String> = spans.iter().map(|&(from, to)| if from == to { from.to_string() } else { format!("{from} to {to}") }).collect();
    match spans.as_slice() {
        [] => None,
        [(from, to)] if from == to => Some(format!("part {from} of {parts} is missing")),
        _ => Some(format!("parts {} of {parts} are missing", each.join(", "))),
    }
}
