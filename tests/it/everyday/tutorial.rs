//! The tutorial is followed word for word: its files are written and changed, its commands run, and their output is that of the page.
//!
//! `ADIT_WRITE_MANUAL=1` writes the outputs into the page.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/tutorial.md");

/// A block of code: the words after the fence, its lines, and the number of its first line in the page.
struct Block<'a> {
    words: &'a str,
    lines: Vec<&'a str>,
    first: usize,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (i, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(words)) => open = Some(Block { words, lines: Vec::new(), first: i + 1 }),
            (Some(_), Some("")) => found.extend(open.take()),
            (Some(block), _) => block.lines.push(line),
            (None, None) => {}
        }
    }
    found
}

/// What a command prints, run by a shell that finds the program.
fn run(command: &str, place: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_adit")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let run = Command::new("sh").args(["-c", command]).env("PATH", path).env("NO_COLOR", "1").current_dir(place).output().unwrap();
    String::from_utf8(run.stdout).unwrap()
}

/// Changes a file as the lines of a diff say: each run of `-` lines must stand in it once and becomes the `+` lines.
fn change(file: &Path, lines: &[&str]) {
    let side = |sign: char| lines.iter().filter_map(|line| line.strip_prefix(sign)).fold(String::new(), |text, line| text + line + "\n");
    let (old, new) = (side('-'), side('+'));
    let text = fs::read_to_string(file).unwrap();
    assert_eq!(text.matches(&old).count(), 1, "the lines to change stand once in the file:\n{old}");
    fs::write(file, text.replace(&old, &new)).unwrap();
}

#[test]
fn the_tutorial_is_true() {
    let page = fs::read_to_string(PAGE).unwrap();
    let place = tempfile::tempdir().unwrap();
    let mut made: Vec<String> = page.lines().map(str::to_owned).collect();
    let mut commands = 0;
    for block in &blocks(&page) {
        match block.words.split_once(' ') {
            Some(("toml", file)) => {
                let before = fs::read_to_string(place.path().join(file)).unwrap_or_default();
                fs::write(place.path().join(file), before + &block.lines.join("\n") + "\n").unwrap();
            }
            Some(("diff", file)) => change(&place.path().join(file), &block.lines),
            _ if block.words == "console" => {
                let mut output = String::new();
                for command in block.lines.iter().filter_map(|line| line.strip_prefix("$ ")) {
                    let _ = writeln!(output, "$ {command}\n{}", run(command, place.path()).trim_end());
                    commands += 1;
                }
                let output = output.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
                made[block.first] = output;
                for line in &mut made[block.first + 1..block.first + block.lines.len()] {
                    "\u{0}".clone_into(line);
                }
            }
            _ => panic!("a block that the test does not know: {}", block.words),
        }
    }
    let made = made.into_iter().filter(|line| line != "\u{0}").fold(String::new(), |text, line| text + line.trim_end() + "\n");
    assert!(commands > 10, "{commands} commands");
    if std::env::var_os("ADIT_WRITE_MANUAL").is_some() {
        fs::write(PAGE, &made).unwrap();
        return;
    }
    for (line, (kept, made)) in page.lines().zip(made.lines()).enumerate() {
        assert_eq!(kept, made, "line {}; ADIT_WRITE_MANUAL=1 writes the outputs again", line + 1);
    }
    assert_eq!(page.lines().count(), made.lines().count());
}

#[test]
fn every_link_of_the_pages_for_newcomers_leads_somewhere() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for name in ["README.md", "tutorial.md", "reading-dates.md", "limits.md", "which-command.md", "data.md", "fit.md"] {
        let text = fs::read_to_string(docs.join(name)).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { docs.join(name) } else { docs.join(file) };
            let found = fs::read_to_string(&target).unwrap_or_else(|_| panic!("{name} links to {link}"));
            let slug = |heading: &str| {
                heading
                    .trim_start_matches('#')
                    .trim()
                    .to_lowercase()
                    .replace(' ', "-")
                    .replace(['`', '?', ',', ':', '.', '“', '”', '"', '(', ')', '\''], "")
            };
            let known = anchor.is_empty() || found.lines().filter(|line| line.starts_with('#')).any(|heading| slug(heading) == anchor);
            assert!(known, "{name} links to {link}");
        }
    }
}

#[test]
fn every_command_has_a_question_or_a_page() {
    let help = Command::new(env!("CARGO_BIN_EXE_adit")).arg("help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let text = ["which-command.md", "README.md"].map(|name| fs::read_to_string(docs.join(name)).unwrap()).concat();
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1).take_while(|line| !line.is_empty());
    for name in listed.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
        assert!(text.contains(&format!("`adit {name}")), "{name}");
    }
}
