//! Routes: the ways of minerals through nodes to the market, and their names.

use std::collections::HashMap;

use super::grammar::Key;
use super::place::{Name, Named};
use super::reader::{Fields, Reader};
use super::table::Table;
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
    pub fn routes<T: Table>(&mut self, fields: &Fields, key: &Key) -> Vec<Named<T>> {
        let Some(value) = fields.get(key.name) else { return Vec::new() };
        let items = self.list(value, key.name);
        let mut routes: Vec<Named<T>> = Vec::new();
        for (i, (item, name)) in items.iter().zip(route_names(items)).enumerate() {
            let place = item.table().and_then(|table| table.get("name")).map_or(item.place, |name| name.place);
            let name = Name { value: name.unwrap_or_else(|| format!("{i}")), place };
            let inner = self.fields(item, T::FORM, format!("route `{}`", name.value), &fields.scope);
            if routes.iter().any(|route| route.name.value == name.value) {
                let help = "give one of them another name".to_owned();
                self.problems.error(place, format!("two routes are called `{}`", name.value), "this name is taken", help);
            }
            routes.extend(T::read(self, &inner).map(|item| Named { name, item }));
        }
        routes
    }
}
