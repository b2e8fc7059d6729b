//! Problems of levers: each is reported at its line with the nearest valid word, all of them at once.

use adit::units::Severity;

use super::{CHAIN, read};

/// Levers, and for each problem what stands at the caret, a part of the message, a part of the label or help.
type Refusal = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

fn refused(cases: &[Refusal]) {
    for (levers, expected) in cases {
        let loaded = read(CHAIN, levers);
        let found: Vec<_> = loaded.problems.sorted().into_iter().filter(|problem| problem.severity == Severity::Error).collect();
        let said: Vec<String> = found
            .iter()
            .map(|problem| {
                let at = &loaded.files[problem.place.file].text[problem.place.start..problem.place.end];
                format!("{at} | {} | {} | {}", problem.message, problem.label, problem.help.as_deref().unwrap_or("-"))
            })
            .collect();
        assert_eq!(found.len(), expected.len(), "{levers}\n{said:#?}");
        for (at, message, told) in *expected {
            let fits = |said: &&String| said.starts_with(&format!("{at} |")) && said.contains(message) && said.contains(told);
            assert!(said.iter().any(|said| fits(&said)), "{levers}\nno problem at {at}: {message}, {told}\n{said:#?}");
        }
    }
}

#[test]
fn paths_and_kinds() {
    refused(&[
        ("[levers.a]\ncost = 1\nset.nodes.mien.capacity = 5\n", &[("mien", "no such path: `nodes.mien`", "did you mean `nodes.mine`?")]),
        ("[levers.a]\ncost = 1\nset.nodes.mine.capcity = 5\n", &[("capcity", "unknown key `capcity`", "did you mean `capacity`?")]),
        ("[levers.a]\ncost = 1\nset.node.mine.capacity = 5\n", &[("node", "unknown key `node`", "did you mean `nodes`?")]),
        ("[levers.a]\ncost = 1\nset.routes.outs.offtake = 0.5\n", &[("outs", "no such path: `routes.outs`", "did you mean `routes.out`?")]),
        ("[levers.a]\ncost = 1\nset.goals.half.share_of_demand = 0.1\n", &[("goals", "unknown key `goals`", "projects, nodes, routes")]),
        ("[levers.a]\ncost = 1\nset.nodes.mine.capacity = \"big\"\n", &[("\"big\"", "`nodes.mine.capacity` of lever `a` is a text", "\"@big\"")]),
        ("[levers.a]\ncost = 1\nset.nodes.mine.capacity = -5\n", &[("-5", "`nodes.mine.capacity` of lever `a` is -5", "0 or more")]),
        ("[levers.a]\ncost = 1\nset.nodes.mine.opens = 5\n", &[("5", "with lever `a`: `opens` of node `mine` is a number", "a month such as")]),
        (
            "[levers.a]\ncost = 1\nset.nodes.mine.opens = \"mine.constructio\"\n",
            &[("\"mine.constructio\"", "no stage", "did you mean `mine.construction`?")],
        ),
        ("[levers.a]\nset.nodes.mine.capacity = 5\n", &[("[levers.a]", "lever `a` has no `cost`", "USD")]),
        ("[levers.a]\ncost = -1\nset.nodes.mine.capacity = 5\n", &[("-1", "`cost` of lever `a` is -1", "0 or more")]),
        ("[levers.a]\ncost = \"@nobody\"\nset.nodes.mine.capacity = 5\n", &[("\"@nobody\"", "there is no driver `nobody`", "")]),
        ("[levers.a]\ncost = { value = 1, source = \"yearbook\" }\nset.nodes.mine.capacity = 5\n", &[("\"yearbook\"", "there is no source", "")]),
        ("[levers.a]\ncost = 1\nadd.nodes.mine.capacity = 5\n", &[("capacity", "`nodes.mine.capacity` is there already", "[levers.NAME.set]")]),
        ("[levers.a]\ncost = 1\nadd.nodes.other.lag = 1\n", &[("other", "no route passes node `other`", "")]),
    ]);
}

#[test]
fn all_at_once() {
    refused(&[(
        "[levers.a]\ncots = 1\nset.nodes.mien.capacity = 5\n[levers.b]\ncost = 1\nset.nodes.mien.lag = 2\nset.projects.mine.stages.permit.duration = 3\n",
        &[
            ("cots", "unknown key `cots`", "did you mean `cost`?"),
            ("[levers.a]", "has no `cost`", ""),
            ("mien", "with lever `a`", "did you mean `nodes.mine`?"),
            ("mien", "with lever `b`", "did you mean `nodes.mine`?"),
            ("permit", "with lever `b`", "did you mean `projects.mine.stages.permits`?"),
        ],
    )]);
}

#[test]
fn what_cannot_wait() {
    refused(&[
        (
            "[levers.a]\ncost = 1\nlead_time = 6\nset.minerals.antimony.demand = 5\n",
            &[("demand", "`minerals.antimony.demand` cannot wait", "regime that changes its state after 6 months")],
        ),
        (
            "[levers.a]\ncost = 1\nlead_time = 6\nset.minerals.antimony.inventory = 5\n",
            &[("inventory", "cannot wait for the lead time", "leave out lead_time")],
        ),
        (
            "[levers.a]\ncost = 1\nlead_time = { pert = [1, 2, 3] }\nset.nodes.mine.capacity = 5\n",
            &[("{ pert = [1, 2, 3] }", "`lead_time` of lever `a` is a table", "write whole months")],
        ),
        (
            "[levers.a]\ncost = 1\nlead_time = 1.5\nset.projects.mine.stages.permits.duration = 5\n",
            &[("1.5", "`lead_time` of lever `a` is 1.5", "a whole number")],
        ),
        (
            "[levers.a]\ncost = 1\nlead_time = 6\nadd.routes = [{ mineral = \"antimony\", via = [\"mine\"], origin = \"Iran\" }]\n",
            &[(
                "{ mineral = \"antimony\", via = [\"mine\"], origin = \"Iran\" }",
                "would carry from the first month",
                "pass a node that the lever adds",
            )],
        ),
        (
            "[levers.a]\ncost = 1\nlead_time = 6\nadd.nodes.mine.expansions = [{ opens = \"mine.permits\", capacity = 5 }]\n",
            &[("\"mine.permits\"", "opens with stage `mine.permits`, which may end before its lead time", "let the lever add a stage after")],
        ),
    ]);
}
