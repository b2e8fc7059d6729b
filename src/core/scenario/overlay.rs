//! Laying one scenario over another, key by key.
//!
//! Tables merge; anything else replaces. A figure is one thing: an overlay that gives a distribution replaces the whole figure, so
//! that no qualifier of the old one clings to the new; an overlay that gives qualifiers only keeps the distribution. Lists replace,
//! save the routes, which are laid over by name. What cannot stand beside a key of the overlay gives way to it.

use super::grammar::{DISTRIBUTIONS, Form, Plain, Shape, is_input_key};
use super::routes::route_names;
use super::table::Table as _;
use super::tables::{TiedChance, tied_chance};
use super::tree::{Key, Kind, Table, Value};

/// What stands under a key that a form does not have.
pub const NOTHING: Shape = Shape::Plain(Plain::Text);

/// Lays a table over another of the same form.
pub fn lay(base: &mut Table, overlay: Table, form: &'static Form) {
    let named: Vec<String> = overlay.names().map(str::to_owned).collect();
    for (key, value) in overlay.entries {
        for rival in form.rivals_of(&key.value) {
            if !named.iter().any(|name| name == rival) {
                base.remove(rival);
            }
        }
        let shape = form.shape(&key.value).unwrap_or(NOTHING);
        lay_entry(base, key, value, shape);
    }
}

fn lay_entry(base: &mut Table, key: Key, value: Value, shape: Shape) {
    match base.get_mut(&key.value) {
        Some(old) => lay_value(old, value, shape),
        None => base.entries.push((key, value)),
    }
}

/// Lays a value over another of the same shape.
pub fn lay_value(old: &mut Value, new: Value, shape: Shape) {
    match resolved(shape, &new) {
        Shape::Table(_) if matches!(shape, Shape::Chance) && !is_tied(old) => tie(old, new),
        Shape::Input(_) if matches!(shape, Shape::Chance) && is_tied(old) && !new.table().is_some_and(has_no_distribution) => *old = new,
        shape => lay_resolved(old, new, shape),
    }
}

/// Gives a probability a factor: it stays what it was unless the factor's table names another.
fn tie(old: &mut Value, new: Value) {
    let probability = std::mem::replace(old, new);
    if let Kind::Table(table) = &mut old.kind
        && table.get(tied_chance::probability.name).is_none()
    {
        table.entries.insert(0, (super::place::At { value: tied_chance::probability.name.to_owned(), place: probability.place }, probability));
    }
}

fn lay_resolved(old: &mut Value, new: Value, shape: Shape) {
    match shape {
        Shape::Chance | Shape::Plain(_) | Shape::Flat(_) | Shape::List(_) | Shape::Parts(_) => *old = new,
        Shape::Input(_) => lay_input(old, new),
        Shape::PerMineral(_) => {
            if by_mineral(old) && by_mineral(&new) {
                lay_entries(old, new, |_| shape_of_inputs(shape));
            } else {
                lay_input(old, new);
            }
        }
        Shape::Inputs(_) | Shape::Drivers | Shape::Weights | Shape::Factors(_) => lay_entries(old, new, |_| shape_of_inputs(shape)),
        Shape::Named(form) => lay_entries(old, new, |_| Shape::Table(form)),
        Shape::Table(form) => match (&mut old.kind, new.kind) {
            (Kind::Table(base), Kind::Table(overlay)) => lay(base, overlay, form),
            (_, kind) => *old = Value { place: new.place, kind },
        },
        Shape::Routes(form) => lay_routes(old, new, form),
    }
}

/// What stands under a name in a table of inputs, weights or factors.
pub fn shape_of_inputs(shape: Shape) -> Shape {
    match shape {
        Shape::Inputs(range) | Shape::PerMineral(range) => Shape::Input(range),
        Shape::Drivers => Shape::Input(super::grammar::Range::Any),
        Shape::Factors(range) => Shape::Inputs(range),
        _ => NOTHING,
    }
}

fn lay_entries(old: &mut Value, new: Value, shape: impl Fn(&str) -> Shape) {
    match (&mut old.kind, new.kind) {
        (Kind::Table(base), Kind::Table(overlay)) => {
            for (key, value) in overlay.entries {
                let shape = shape(&key.value);
                lay_entry(base, key, value, shape);
            }
        }
        (_, kind) => *old = Value { place: new.place, kind },
    }
}

/// Whether a capacity or yield is given mineral by mineral.
pub fn by_mineral(value: &Value) -> bool {
    value.table().is_some_and(|table| table.names().any(|name| !is_input_key(name)))
}

/// Whether a probability is written with the factor on which it depends.
pub fn is_tied(value: &Value) -> bool {
    value.table().is_some_and(|table| table.names().any(|name| TiedChance::FORM.shape(name).is_some()))
}

/// The shape of a probability as it is written, a number or a table with its factor; any other shape as it is.
pub fn resolved(shape: Shape, value: &Value) -> Shape {
    match shape {
        Shape::Chance if is_tied(value) => Shape::Table(TiedChance::FORM),
        Shape::Chance => Shape::Input(shape.range()),
        other => other,
    }
}

/// Whether a table qualifies a figure and gives none.
pub fn has_no_distribution(table: &Table) -> bool {
    !table.entries.is_empty() && table.names().all(is_input_key) && !table.names().any(|name| DISTRIBUTIONS.contains(&name))
}

/// A distribution replaces; qualifiers alone are added to what is there.
pub fn lay_input(old: &mut Value, new: Value) {
    match new.kind {
        Kind::Table(qualifiers) if has_no_distribution(&qualifiers) => {
            if old.table().is_none() {
                let value = Key { value: "value".to_owned(), place: old.place };
                let bare = std::mem::replace(&mut old.kind, Kind::Table(Table::default()));
                if let Kind::Table(table) = &mut old.kind {
                    table.set(value, Value { place: old.place, kind: bare });
                }
            }
            if let Kind::Table(table) = &mut old.kind {
                for (key, value) in qualifiers.entries {
                    table.set(key, value);
                }
            }
        }
        kind => *old = Value { place: new.place, kind },
    }
}

fn lay_routes(old: &mut Value, new: Value, form: &'static Form) {
    let (Kind::Array(base), Kind::Array(overlay)) = (&mut old.kind, &new.kind) else {
        *old = new;
        return;
    };
    let base_names = route_names(base);
    let overlay_names = route_names(overlay);
    for (route, name) in overlay.iter().zip(overlay_names) {
        let same = name.and_then(|name| base_names.iter().position(|base| base.as_ref() == Some(&name)));
        match same.and_then(|index| base.get_mut(index)) {
            Some(base_route) => lay_value(base_route, route.clone(), Shape::Table(form)),
            None => base.push(route.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::units::Problems;

    use super::super::table::Table as _;
    use super::super::tables::Scenario;
    use super::super::tree::parse;
    use super::*;

    fn laid(base: &str, overlay: &str) -> Table {
        let mut problems = Problems::default();
        let mut base = parse(base, 0, &mut problems);
        lay(&mut base, parse(overlay, 1, &mut problems), Scenario::FORM);
        assert!(!problems.any_error(), "{problems:?}");
        base
    }

    fn at<'t>(table: &'t Table, path: &str) -> Option<&'t Value> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let value = table.get(first)?;
        if rest.is_empty() { Some(value) } else { at(value.table()?, rest) }
    }

    #[test]
    fn tables_merge_and_figures_are_replaced_whole() {
        let base = "[nodes.mine]\nlag = 1\ncapacity = { pert = [1, 2, 3], source = \"old\" }\nyield = 0.5";
        let both = laid(base, "[nodes.mine]\ncapacity = { uniform = [1, 2] }\nyield = { note = \"why\" }");
        assert!(at(&both, "nodes.mine.lag").is_some());
        assert!(at(&both, "nodes.mine.capacity.pert").is_none());
        assert!(at(&both, "nodes.mine.capacity.source").is_none());
        assert_eq!(at(&both, "nodes.mine.yield.value").and_then(Value::number), Some(0.5));
    }

    #[test]
    fn a_state_that_is_called_like_a_law_is_still_a_state() {
        let both = laid("[regimes.r.states.normal]\npasses = 1\nwait = 2", "[regimes.r.states]\nnormal = { passes = 0.5 }");
        assert!(at(&both, "regimes.r.states.normal.wait").is_some());
        assert_eq!(at(&both, "regimes.r.states.normal.passes").and_then(Value::number), Some(0.5));
    }

    #[test]
    fn what_cannot_stand_together_gives_way() {
        let both = laid("[projects.p.stages.s]\nduration = 3\nafter = [\"a\"]", "[projects.p.stages.s]\ndone = \"2026-01\"");
        assert!(at(&both, "projects.p.stages.s.duration").is_none());
        assert!(at(&both, "projects.p.stages.s.after").is_some());
    }

    #[test]
    fn routes_are_laid_over_by_name_and_others_appended() {
        let base = "[[routes]]\nmineral = \"a\"\nvia = [\"m\", \"n\"]\norigin = \"X\"\nofftake = 1\n";
        let over = "[[routes]]\nname = \"a:m>n:X\"\nofftake = 0.5\n[[routes]]\nname = \"new\"\n";
        let both = laid(base, over);
        let routes = at(&both, "routes").and_then(Value::array).unwrap();
        assert_eq!(routes.len(), 2);
        assert_eq!(routes[0].table().unwrap().get("offtake").and_then(Value::number), Some(0.5));
    }
}
