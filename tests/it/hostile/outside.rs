//! Files that a scenario names: read below its folder and the current directory, elsewhere only where that is allowed.

use std::fs;

use predicates::prelude::*;
use predicates::str::contains;

use super::{adit, place, scenario};

#[test]
fn what_is_no_scenario_is_never_quoted() {
    let place = place();
    let secret = place.path().join("secret.txt");
    fs::write(&secret, "root:x:0:0:secret\nname = 1\n").unwrap();
    fs::create_dir(place.path().join("in")).unwrap();
    for name in ["../secret.txt".to_owned(), secret.display().to_string()] {
        fs::write(place.path().join("in/s.toml"), format!("extends = \"{name}\"\n")).unwrap();
        let run = || {
            let mut command = adit(&place);
            command.current_dir(place.path().join("in"));
            command
        };
        let refused = contains("no scenario that can be extended").and(contains("--allow-outside")).and(contains("root").not());
        run().args(["check", "s.toml"]).assert().code(2).stderr(refused);
        // Asked for, the problems are shown with their lines.
        run().args(["check", "s.toml", "--allow-outside"]).assert().code(2).stderr(contains("root"));
    }
}

#[test]
fn a_scenario_in_a_parent_folder_can_be_extended() {
    let place = place();
    scenario(&place, &[("capacity = 5_000", "capacity = { empirical = \"data.csv\", column = \"c\" }")]);
    fs::write(place.path().join("data.csv"), "c\n1\n2\n").unwrap();
    fs::create_dir(place.path().join("in")).unwrap();
    fs::write(place.path().join("in/over.toml"), "extends = \"../s.toml\"\n").unwrap();
    adit(&place).current_dir(place.path().join("in")).args(["check", "over.toml"]).assert().success();
}

#[test]
fn a_column_outside_is_read_only_where_that_is_allowed() {
    let place = place();
    scenario(&place, &[("capacity = 5_000", "capacity = { empirical = \"../data.csv\", column = \"c\" }")]);
    fs::create_dir(place.path().join("in")).unwrap();
    fs::rename(place.path().join("s.toml"), place.path().join("in/s.toml")).unwrap();
    fs::write(place.path().join("data.csv"), "c\n1\n2\n").unwrap();
    let run = || {
        let mut command = adit(&place);
        command.current_dir(place.path().join("in"));
        command
    };
    run().args(["check", "s.toml"]).assert().code(2).stderr(contains("outside").and(contains("--allow-outside")));
    run().args(["check", "s.toml", "--allow-outside"]).assert().success();
    // From the folder above, the table lies below the current directory.
    adit(&place).args(["check", "in/s.toml"]).assert().success();
}

#[cfg(unix)]
#[test]
fn devices_and_links_that_lead_away_are_not_read() {
    let place = place();
    for name in ["/dev/zero", "/dev/stdin"] {
        fs::write(place.path().join("s.toml"), format!("extends = \"{name}\"\n")).unwrap();
        adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(contains("not a regular file"));
    }
    std::os::unix::fs::symlink("/etc/passwd", place.path().join("base.toml")).unwrap();
    fs::write(place.path().join("s.toml"), "extends = \"base.toml\"\n").unwrap();
    adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(contains("--allow-outside").and(contains("root:").not()));
}
