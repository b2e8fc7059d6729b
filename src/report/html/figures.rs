//! The figures of a run, of which each section of its page takes its own.

use super::data;
use crate::report::charts::Figure;
use crate::report::page::Picture;
use crate::report::words;
use crate::study::Findings;

/// The figures of a run, of which each section takes its own.
pub(super) struct Placed<'a> {
    findings: &'a Findings,
    left: Vec<&'a Figure>,
}

impl<'a> Placed<'a> {
    /// All of them.
    pub fn new(findings: &'a Findings, figures: &'a [Figure]) -> Self {
        Self { findings, left: figures.iter().collect() }
    }

    /// Those of one kind.
    pub fn take_kind(&mut self, kind: &str) -> Vec<Picture> {
        self.take(|figure| figure.kind() == kind)
    }

    /// Those of several kinds, kind by kind.
    pub fn take_kinds(&mut self, kinds: &[&str]) -> Vec<Picture> {
        kinds.iter().flat_map(|kind| self.take_kind(kind)).collect()
    }

    /// Those that show one mineral; those that show a goal over several where none is named.
    pub fn take_mineral(&mut self, mineral: Option<&str>) -> Vec<Picture> {
        let findings = self.findings;
        self.take(|figure| {
            let about = data::about(findings, figure);
            match mineral {
                Some(_) => about.mineral.map(|found| found.name.as_str()) == mineral,
                None => about.mineral.is_none() && about.goal.is_some(),
            }
        })
    }

    /// What nobody took.
    pub fn rest(mut self) -> Vec<Picture> {
        self.take(|_| true)
    }

    fn take(&mut self, ours: impl Fn(&Figure) -> bool) -> Vec<Picture> {
        let (taken, left) = self.left.iter().partition(|figure| ours(figure));
        self.left = left;
        let taken: Vec<&Figure> = taken;
        taken.into_iter().map(|figure| picture(self.findings, figure)).collect()
    }
}

fn picture(findings: &Findings, figure: &Figure) -> Picture {
    Picture::new(&figure.name, figure, Some((format!("{}.csv", words::slug(&figure.name)), data::of(findings, figure).text())))
}
