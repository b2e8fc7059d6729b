//! The two job scripts: an array of which each task makes one part, and the merge that waits for it.

use std::fmt::Write;
use std::path::PathBuf;

/// What is asked of Slurm for every task.
#[derive(Clone, Debug, Default)]
pub struct ResourceRequest {
    /// Threads of a task, and so `--cpus-per-task`.
    pub cpus: u16,
    /// `--partition`.
    pub partition: Option<String>,
    /// `--time`, in Slurm's own notation.
    pub time: Option<String>,
    /// `--mem`, in Slurm's own notation.
    pub memory: Option<String>,
    /// Further options of sbatch, as typed.
    pub others: Vec<String>,
}

/// Everything that the two scripts say. Paths are absolute, but for those in `words`, which hold in `place`.
#[derive(Clone, Debug)]
pub struct Scripts {
    /// Name that the queue shows.
    pub name: String,
    /// The program itself.
    pub program: String,
    /// The command and its arguments without the part, as a single run would have them.
    pub words: Vec<String>,
    /// Number of parts.
    pub parts: u32,
    /// Folder that the scripts run in.
    pub place: String,
    /// Folder of the scripts, the parts and the logs.
    pub folder: String,
    /// The results folder.
    pub results: String,
    /// Format of the answer.
    pub format: &'static str,
    /// What is asked of Slurm.
    pub wishes: ResourceRequest,
}

impl Scripts {
    /// The script of the array: task `I` makes part `I`.
    ///
    /// A node that is lost is Slurm's to see (`--requeue`). A program that is killed alone, as for want of memory, leaves the node in order and
    /// would count as failed: the script then asks Slurm for the same, three times at most. A program that refuses its input fails at once.
    #[must_use]
    pub fn array(&self) -> String {
        let mut options = vec![format!("--job-name={}", self.name), format!("--array=1-{}", self.parts), "--requeue".to_owned()];
        options.push("--open-mode=append".to_owned()); // what a task said before it was requeued stays
        options.push(format!("--output={}/log/part-%a.txt", literal(&self.folder)));
        options.push(format!("--cpus-per-task={}", self.wishes.cpus));
        let words: String = self.words.iter().fold(quoted(&self.program), |line, word| line + " " + &quoted(word));
        let mut script = self.head(&options);
        let _ = write!(
            script,
            r#"status=0
{words} --threads {cpus} \
  --part "$SLURM_ARRAY_TASK_ID/{parts}" --out "$folder/parts/$SLURM_ARRAY_TASK_ID.part" || status=$?
# killed, not refused: back into the queue, as Slurm does with the tasks of a lost node
if [ "$status" -eq 137 ] && [ "${{SLURM_RESTART_COUNT:-0}}" -lt 3 ]; then
  scontrol requeue "$SLURM_JOB_ID" && sleep 60
fi
exit "$status"
"#,
            cpus = self.wishes.cpus,
            parts = self.parts,
        );
        script
    }

    /// The script of the merge; what it answers stands in `answer.txt` once the results folder is whole.
    #[must_use]
    pub fn merge(&self) -> String {
        let mut options = vec![format!("--job-name={}-merge", self.name), "--requeue".to_owned(), "--open-mode=append".to_owned()];
        options.push(format!("--output={}/log/merge.txt", literal(&self.folder)));
        options.push("--kill-on-invalid-dep=yes".to_owned()); // no merge waits for a part that will never come
        let mut script = self.head(&options);
        let _ = write!(
            script,
            r#"{program} merge "$folder"/parts/*.part --out {results} --format {format} >"$folder/.answer.unfinished"
mv "$folder/.answer.unfinished" "$folder/answer.txt"
"#,
            program = quoted(&self.program),
            results = quoted(&self.results),
            format = self.format,
        );
        script
    }

    /// First lines: the shell, what is asked of Slurm, and that an error ends the script.
    fn head(&self, options: &[String]) -> String {
        let ResourceRequest { partition, time, memory, others, .. } = &self.wishes;
        let named = [("partition", partition), ("time", time), ("mem", memory)];
        let wishes = named.into_iter().filter_map(|(name, value)| value.as_ref().map(|value| format!("--{name}={value}")));
        let place = std::iter::once(format!("--chdir={}", self.place));
        let mut script = "#!/bin/sh\n".to_owned();
        for option in options.iter().cloned().chain(place).chain(wishes).chain(others.iter().cloned()) {
            let _ = writeln!(script, "#SBATCH {}", directive(&option));
        }
        let _ = writeln!(script, "set -eu\nfolder={}", quoted(&self.folder));
        script
    }

    /// Path of the part with this number.
    #[must_use]
    pub fn part(&self, number: u32) -> PathBuf {
        PathBuf::from(&self.folder).join("parts").join(format!("{number}.part"))
    }
}

/// A word for the shell: as it is where nothing in it means anything to it, else in single quotes.
#[must_use]
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-=,:+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// An option for a line of `#SBATCH`, which knows double quotes and, in them, the backslash.
fn directive(option: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-=,:+@%".contains(c);
    if option.chars().all(is_plain) { option.to_owned() } else { format!("\"{}\"", option.replace('\\', r"\\").replace('"', "\\\"")) }
}

/// A path within a pattern of file names, in which `%` begins a replacement.
fn literal(path: &str) -> String {
    path.replace('%', "%%")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scripts() -> Scripts {
        Scripts {
            name: "mine".to_owned(),
            program: "/opt/adit".to_owned(),
            words: ["run", "it's mine.toml", "--set", "nodes.mine.capacity=4000"].map(str::to_owned).to_vec(),
            parts: 16,
            place: "/data/my runs".to_owned(),
            folder: "/data/my runs/100% of \"it\".slurm".to_owned(),
            results: "/data/my runs/it".to_owned(),
            format: "text",
            wishes: ResourceRequest { cpus: 2, partition: Some("main".to_owned()), time: Some("1:00:00".to_owned()), ..ResourceRequest::default() },
        }
    }

    #[test]
    fn the_array_quotes_for_slurm_and_for_the_shell() {
        let expected = r#"#!/bin/sh
#SBATCH --job-name=mine
#SBATCH --array=1-16
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH "--output=/data/my runs/100%% of \"it\".slurm/log/part-%a.txt"
#SBATCH --cpus-per-task=2
#SBATCH "--chdir=/data/my runs"
#SBATCH --partition=main
#SBATCH --time=1:00:00
set -eu
folder='/data/my runs/100% of "it".slurm'
status=0
/opt/adit run 'it'\''s mine.toml' --set nodes.mine.capacity=4000 --threads 2 \
  --part "$SLURM_ARRAY_TASK_ID/16" --out "$folder/parts/$SLURM_ARRAY_TASK_ID.part" || status=$?
# killed, not refused: back into the queue, as Slurm does with the tasks of a lost node
if [ "$status" -eq 137 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
  scontrol requeue "$SLURM_JOB_ID" && sleep 60
fi
exit "$status"
"#;
        assert_eq!(scripts().array(), expected);
    }

    #[test]
    fn the_merge_leaves_its_answer_whole() {
        let merge = scripts().merge();
        assert!(merge.contains("--kill-on-invalid-dep=yes"), "{merge}");
        let end = r#"set -eu
folder='/data/my runs/100% of "it".slurm'
/opt/adit merge "$folder"/parts/*.part --out '/data/my runs/it' --format text >"$folder/.answer.unfinished"
mv "$folder/.answer.unfinished" "$folder/answer.txt"
"#;
        assert!(merge.ends_with(end), "{merge}");
    }
}
