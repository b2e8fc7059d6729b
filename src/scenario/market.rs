//! Minerals and their suppliers.

use super::grammar::is_input_key;
use super::model::{Mineral, Named, Supplier};
use super::reader::{Fields, Reader};

impl Reader<'_> {
    /// `[minerals]`.
    pub fn minerals(&mut self, fields: &Fields) -> Vec<Named<Mineral>> {
        if fields.get("minerals").and_then(|value| value.table()).is_some_and(|table| table.entries.is_empty()) {
            self.problems.error(fields.key_place("minerals"), "there is no mineral", "expected at least one, such as [minerals.antimony]", None);
        }
        self.named(fields, "minerals", |reader, name, mineral| {
            if is_input_key(&name.value) {
                let message = format!("a mineral cannot be called `{}`", name.value);
                let help = "a table by mineral could then not be told from a figure; choose another name".to_owned();
                reader.problems.error(name.place, message, "this word belongs to figures", help);
            }
            Mineral {
                demand: reader.needed(mineral, "demand", "tonnes a year at the start, such as demand = 24_000"),
                growth: reader.input(mineral, "growth"),
                price: reader.input(mineral, "price"),
                inventory: reader.input(mineral, "inventory"),
                suppliers: reader.named(mineral, "suppliers", |reader, _, supplier| reader.supplier(supplier)),
                group: reader.name(mineral, "group"),
            }
        })
    }

    fn supplier(&mut self, supplier: &Fields) -> Supplier {
        self.dependence_needs_control(supplier);
        Supplier {
            share: self.needed(supplier, "share", "share of demand that it offers, such as share = 0.6"),
            growth: self.input(supplier, "growth"),
            controlled_by: self.name(supplier, "controlled_by"),
            dependence: self.input(supplier, "dependence"),
            group: self.name(supplier, "group"),
        }
    }

    /// `dependence` is a part that some regime controls.
    pub fn dependence_needs_control(&mut self, fields: &Fields) {
        if fields.get("dependence").is_some() && fields.get("controlled_by").is_none() {
            let help = "name the regime beside it: controlled_by = \"…\"".to_owned();
            self.problems.error(fields.key_place("dependence"), format!("{} depends on no regime", fields.title), "`controlled_by` is missing", help);
        }
    }
}
