//! Projects: stages, what they wait for, what they take and what can go wrong.

use super::model::{Named, Project, Risk, Stage};
use super::reader::{Fields, Reader};

impl Reader<'_> {
    /// `[projects]`.
    pub fn projects(&mut self, fields: &Fields) -> Vec<Named<Project>> {
        self.named(fields, "projects", |reader, _, project| {
            let stages = reader.named(project, "stages", |reader, _, stage| reader.stage(stage));
            if stages.is_empty() && project.get("stages").is_none_or(|value| value.table().is_some()) {
                reader.missing(project, "stages", "write at least one stage: [projects.NAME.stages.STAGE] with its duration");
            }
            Project { exposure: reader.inputs(project, "exposure"), stages, group: reader.name(project, "group") }
        })
    }

    fn stage(&mut self, stage: &Fields) -> Stage {
        if stage.get("duration").is_none() && stage.get("done").is_none() {
            self.missing(stage, "duration", "months of undisturbed work, such as duration = { pert = [12, 18, 36] }, or done = \"2025-09\"");
        }
        Stage {
            after: self.names(stage, "after"),
            after_any: self.names(stage, "after_any"),
            not_before: self.date(stage, "not_before"),
            duration: self.input(stage, "duration"),
            progress: self.input(stage, "progress"),
            risks: self.named(stage, "risks", |reader, _, risk| Risk {
                probability: reader.needed(risk, "probability", "chance that it comes true, such as probability = 0.3"),
                delay: reader.needed(risk, "delay", "months of work that it then adds, such as delay = 6"),
                group: reader.name(risk, "group"),
            }),
            pace: self.factors(stage, "pace"),
            exposure: self.inputs(stage, "exposure"),
            done: self.date(stage, "done"),
            cancels: self.input(stage, "cancels"),
            jobs: self.input(stage, "jobs"),
            group: self.name(stage, "group"),
        }
    }
}
