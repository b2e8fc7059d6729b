//! Routes: the ways of minerals through nodes to the market, and their names.

use std::collections::HashMap;

use super::grammar::Shape;
use super::model::{Name, Named, Route};
use super::reader::{Fields, Reader};
use super::tree::Value;

/// The name of each route in a list: its own, else `MINERAL:NODE>NODE:ORIGIN`, the second of one way with `#2` after it.
/// `None` where it lacks what a name is made of.
pub fn route_names(routes: &[Value]) -> Vec<Option<String>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    routes.iter().map(|route| name_of(route, &mut seen)).collect()
}

fn name_of(route: &Value, seen: &mut HashMap<String, usize>) -> Option<String> {
    let table = route.table()?;
    if let Some(own) = table.get("name").and_then(Value::text) {
        return Some(own.to_owned());
    }
    let text = |key| table.get(key).and_then(Value::text);
    let via = table.get("via")?;
    let nodes: Option<Vec<&str>> = via.array().unwrap_or(std::slice::from_ref(via)).iter().map(Value::text).collect();
    let name = format!("{}:{}:{}", text("mineral")?, nodes?.join(">"), text("origin")?);
    let count = seen.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
    Some(if *count == 1 { name } else { format!("{name}#{count}") })
}

impl Reader<'_> {
    /// `[[routes]]`.
    pub fn routes(&mut self, fields: &Fields) -> Vec<Named<Route>> {
        let Some(value) = fields.get("routes") else { return Vec::new() };
        let Some(Shape::Routes(form)) = fields.form.shape("routes") else { return Vec::new() };
        let items = self.list(value, "routes");
        let mut routes: Vec<Named<Route>> = Vec::new();
        for (i, (item, name)) in items.iter().zip(route_names(items)).enumerate() {
            let place = item.table().and_then(|table| table.get("name")).map_or(item.place, |name| name.place);
            let name = Name { value: name.unwrap_or_else(|| format!("{i}")), place };
            let inner = self.fields(item, form, format!("route `{}`", name.value), &fields.scope);
            if routes.iter().any(|route| route.name.value == name.value) {
                let help = "give one of them another name".to_owned();
                self.problems.error(place, format!("two routes are called `{}`", name.value), "this name is taken", help);
            }
            routes.push(Named { name, item: self.route(&inner) });
        }
        routes
    }

    fn route(&mut self, route: &Fields) -> Route {
        self.dependence_needs_control(route);
        if let Some(name) = self.name(route, "name") {
            self.check_name(&name, "routes");
        }
        let via = self.names(route, "via");
        if route.get("via").is_none() {
            self.missing(route, "via", "name the nodes in order, the source first: via = [\"mine\", \"refinery\"]");
        } else if via.is_empty() && route.get("via").and_then(Value::array).is_some_and(<[Value]>::is_empty) {
            self.problems.error(route.key_place("via"), format!("{} passes no node", route.title), "expected at least its source", None);
        }
        Route {
            mineral: self.needed_name(route, "mineral", "name the mineral that it carries"),
            via,
            origin: self.needed_name(route, "origin", "name the country as which its arrivals count"),
            offtake: self.input(route, "offtake"),
            split: self.input(route, "split"),
            prefer: self.small_count(route, "prefer"),
            grade: self.input(route, "grade"),
            carries: self.inputs(route, "carries"),
            controlled_by: self.name(route, "controlled_by"),
            dependence: self.input(route, "dependence"),
            flow: self.factors(route, "flow"),
            payable: self.input(route, "payable"),
            royalty: self.input(route, "royalty"),
            group: self.name(route, "group"),
        }
    }

    /// A name that must be there; empty where it is not, which checks take for "unknown".
    fn needed_name(&mut self, fields: &Fields, key: &str, help: &str) -> Name {
        if fields.get(key).is_none() {
            self.missing(fields, key, help);
        }
        self.name(fields, key).unwrap_or(Name { value: String::new(), place: fields.place })
    }
}
