//! Messages that were untrue, or that did not say what to do.

use super::{SMALL, changed, place, put, said};

#[test]
fn numbers_on_the_command_line_say_what_to_write() {
    let place = place();
    put(&place, "s.toml", SMALL);
    for (words, expected) in [
        (["--trials", "1_000"], "write 1000"),
        (["--trials", "1e3"], "write 1000"),
        (["--trials", "1,000"], "expected a whole number from 1 to 1000000000"),
        (["--trials", "0"], "expected a whole number from 1 to 1000000000"),
        (["--trials", "2000000000"], "expected a whole number from 1 to 1000000000"),
        (["--seed", "18446744073709551616"], "expected a whole number from 0 to 18446744073709551615"),
        (["--seed", "-1"], "expected a whole number from 0"),
    ] {
        let words = [&["run", "s.toml"], &words[..]].concat();
        let text = said(&place, 2, &words);
        assert!(text.contains(expected) || words[3] == "-1", "{words:?}: {text}");
    }
    let text = said(&place, 2, &["check", "s.toml", "--set", "seed=18446744073709551616"]);
    assert!(text.contains("at most 18446744073709551615"), "{text}");
    let text = said(&place, 2, &["sweep", "s.toml", "--vary", "nodes.mine.capacity=0..1/20000"]);
    assert!(text.contains("from 2 to 10000"), "{text}");
}

/// Three ranks of which some joint distribution exists, but no normal copula.
#[test]
fn ranks_that_the_normal_copula_does_not_have_are_told_as_such() {
    let drivers = "[drivers]\na = { uniform = [0, 1] }\nb = { uniform = [0, 1] }\nc = { uniform = [0, 1] }\n\
        [[correlations]]\nbetween = [\"a\", \"b\"]\nrank = 0.8\n[[correlations]]\nbetween = [\"b\", \"c\"]\nrank = 0.74\n\
        [[correlations]]\nbetween = [\"a\", \"c\"]\nrank = 0.2\n[minerals.antimony]\n";
    let place = place();
    put(&place, "s.toml", &changed(SMALL, &[("[minerals.antimony]\n", drivers)]));
    let text = said(&place, 2, &["check", "s.toml"]);
    assert!(text.contains("no normal copula has all these rank correlations") && text.contains("write a rank between -0.465 and 0.784"), "{text}");
}

/// A cycle of stages with a way in could start; it is refused because it waits for itself.
#[test]
fn a_cycle_with_a_way_in_is_told_as_it_is() {
    let place = place();
    let stages = "permits      = { duration = 3, after_any = [\"construction\", \"talks\"] }\ntalks = { duration = 1 }";
    let text = changed(SMALL, &[("permits      = { duration = { pert = [6, 12, 30] }, cancels = 0.2 }", stages)]);
    put(&place, "s.toml", &text);
    let text = said(&place, 2, &["check", "s.toml"]);
    assert!(text.contains("stages wait for each other") && !text.contains("can never start"), "{text}");
}

/// The limit of the size of files stands for a full disk: the system's own words are told, whichever encoder met it.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_as_such() {
    let place = place();
    put(&place, "s.toml", SMALL);
    let command = format!("ulimit -f 8; exec '{}' run s.toml --part 1/2 --trials 2000 --out x.part", env!("CARGO_BIN_EXE_adit"));
    let run = std::process::Command::new("sh").args(["-c", &command]).current_dir(place.path()).output().expect("the program");
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert!(told.contains("File too large") && !told.contains("buffer"), "{told}");
}

/// Letters that the typeface of the figures lacks are named, with the remedy.
#[test]
fn letters_that_figures_lack_are_named() {
    let place = place();
    put(&place, "s.toml", &SMALL.replace("\"Pakistan\"", "\"پاکستان\""));
    let text = said(&place, 0, &["run", "s.toml", "--trials", "16", "--figures", "arrival", "--out", "o"]);
    assert!(text.contains("the typeface lacks") && text.contains("title"), "{text}");
    put(&place, "s.toml", SMALL);
    let text = said(&place, 0, &["run", "s.toml", "--trials", "16", "--figures", "arrival", "--out", "o"]);
    assert!(!text.contains("typeface"), "{text}");
}
