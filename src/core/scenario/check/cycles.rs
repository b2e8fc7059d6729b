//! Circles in a graph of names.

/// The circles that a depth-first walk meets, each once, as the vertices along it.
pub fn cycles(successors: &[Vec<usize>]) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Never,
        Open,
        Closed,
    }
    let mut seen = vec![Seen::Never; successors.len()];
    let mut found = Vec::new();
    for root in 0..successors.len() {
        if seen[root] != Seen::Never {
            continue;
        }
        seen[root] = Seen::Open;
        // The way from the root to here, each vertex with the number of its successors already followed.
        let mut way = vec![(root, 0)];
        while let Some((vertex, followed)) = way.last_mut() {
            let Some(&next) = successors[*vertex].get(*followed) else {
                seen[*vertex] = Seen::Closed;
                way.pop();
                continue;
            };
            *followed += 1;
            match seen[next] {
                Seen::Never => {
                    seen[next] = Seen::Open;
                    way.push((next, 0));
                }
                Seen::Open => {
                    let first = way.iter().position(|&(vertex, _)| vertex == next).unwrap_or(0);
                    found.push(way[first..].iter().map(|&(vertex, _)| vertex).collect());
                }
                Seen::Closed => {}
            }
        }
    }
    found
}

/// "a → b → a".
pub fn written<'n>(cycle: &[usize], name: impl Fn(usize) -> &'n str) -> String {
    let mut names: Vec<&str> = cycle.iter().map(|&vertex| name(vertex)).collect();
    names.extend(cycle.first().map(|&vertex| name(vertex)));
    names.join(" → ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_and_trees_have_none() {
        assert!(cycles(&[vec![1, 2], vec![2], vec![]]).is_empty());
        assert_eq!(cycles(&[vec![1], vec![2], vec![1], vec![3]]), [vec![1, 2], vec![3]]);
        assert_eq!(written(&[0, 1], |i| ["a", "b"][i]), "a → b → a");
    }
}
