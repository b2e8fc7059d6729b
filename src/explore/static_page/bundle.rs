//! Bundle of modules of the page: one script that a file without a server can contain.
//!
//! It covers the forms that the modules use: an import on one line, and functions that are exported.

use std::fmt::Write;

/// One script of modules, each after those that it imports.
#[must_use]
pub fn bundle(modules: &[(&str, &str)]) -> String {
    modules.iter().fold("\"use strict\";\nconst modules = {};\n".to_owned(), |script, (name, text)| script + &module(name, text))
}

fn module(name: &str, text: &str) -> String {
    let (mut body, mut exported) = (String::new(), Vec::new());
    for line in text.lines() {
        let import = line.strip_prefix("import ").and_then(|rest| rest.trim_end_matches(';').split_once(" from "));
        if let Some((names, from)) = import {
            let _ = writeln!(body, "const {} = modules[{from}];", names.trim_start_matches("* as "));
            continue;
        }
        let function = line.strip_prefix("export ");
        if let Some((declared, _)) = function.and_then(|line| line.split_once('(')) {
            exported.push(declared.rsplit(' ').next().unwrap_or_default());
        }
        let _ = writeln!(body, "{}", function.unwrap_or(line));
    }
    format!("modules[\"./{name}\"] = (() => {{\n{body}return {{ {} }};\n}})();\n", exported.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_and_exports_become_properties() {
        let text = "import { a, b } from \"./x.js\";\nimport * as y from \"./y.js\";\nexport async function c(d) {\n}\nfunction e() {}\n";
        let expected = "modules[\"./z.js\"] = (() => {\nconst { a, b } = modules[\"./x.js\"];\nconst y = modules[\"./y.js\"];\nasync function c(d) {\n}\n\
                        function e() {}\nreturn { c };\n})();\n";
        assert_eq!(module("z.js", text), expected);
    }
}
