//! The workbench of compilation: slots, keys and problems as they come up.

use std::collections::HashMap;

use super::inputs::{Base, ChancePlan, Draw, KeyId, Occasional, Slot, distribution, product};
use crate::chance::{Distribution, Sampler};
use crate::scenario::{Chance, DistributionSpec, Factor, Held, Input, Key, Named, Range, tied_chance};
use crate::units::{Place, Problems};

/// What is known of a slot when the plan is made.
#[derive(Clone, Copy, Debug)]
struct Known {
    support: [f64; 2],
    /// Where all but two in a million of its draws lie: what stands for the ends of a distribution that has none.
    reach: [f64; 2],
    mean: f64,
    /// Its value if all goes to plan: as announced, else its median.
    planned: f64,
}

/// Ends the path of a number as it is before a lever acts.
const BEFORE: &str = "!before";

/// Collects quantities while the rooms of a plan are compiled.
#[derive(Debug, Default)]
pub(super) struct Builder {
    pub problems: Problems,
    pub paths: Vec<String>,
    pub draws: Vec<Draw>,
    key_of_path: HashMap<String, KeyId>,
    slot_of_constant: HashMap<u64, Slot>,
    /// Slots in order of creation; constants and draws are told apart afterwards.
    known: Vec<Known>,
    drivers: HashMap<String, Slot>,
    factors: HashMap<String, Slot>,
    slot_of_path: HashMap<String, Slot>,
    /// Whether what is compiled is how it was before a lever acts: numbers of its own, from the same streams.
    pub as_before: bool,
    /// Numbers that stay as they were until the lead time of a lever has passed.
    pub held: Vec<Held>,
    pub occasional_paths: Vec<(String, String)>,
}

/// Where a quantity stands: the path of its table, and the group of causes to which it belongs where it names none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site<'a> {
    pub path: &'a str,
    pub group: &'a str,
}

/// A distribution with its scaling, judged.
struct Judged {
    base: Base,
    scale: Vec<Slot>,
    support: [f64; 2],
    reach: [f64; 2],
    mean: f64,
    planned: f64,
}

impl Builder {
    /// The stream of a path.
    pub fn key(&mut self, path: &str) -> KeyId {
        if let Some(&id) = self.key_of_path.get(path) {
            return id;
        }
        let id = KeyId(self.paths.len());
        self.paths.push(path.to_owned());
        self.key_of_path.insert(path.to_owned(), id);
        id
    }

    /// A stream of the same path for another purpose: the same numbers, but known by a place of its own.
    pub fn second_key(&mut self, path: &str) -> KeyId {
        self.paths.push(path.to_owned());
        KeyId(self.paths.len() - 1)
    }

    /// A number that is the same in every trial.
    pub fn constant(&mut self, value: f64) -> Slot {
        if let Some(&slot) = self.slot_of_constant.get(&value.to_bits()) {
            return slot;
        }
        let slot = self.new_slot(Known { support: [value, value], reach: [value, value], mean: value, planned: value });
        self.slot_of_constant.insert(value.to_bits(), slot);
        slot
    }

    fn new_slot(&mut self, known: Known) -> Slot {
        self.known.push(known);
        Slot(self.known.len() - 1)
    }

    /// What a slot can be.
    pub fn support(&self, slot: Slot) -> [f64; 2] {
        self.known[slot.0].support
    }

    /// Where all but two in a million of its draws lie, each driver taken so.
    pub fn reach(&self, slot: Slot) -> [f64; 2] {
        self.known[slot.0].reach
    }

    /// Its mean, shared drivers taken as independent.
    pub fn mean(&self, slot: Slot) -> f64 {
        self.known[slot.0].mean
    }

    /// Its value where it is the same in every trial.
    pub fn constant_of(&self, slot: Slot) -> Option<f64> {
        let [low, high] = self.support(slot);
        (low.to_bits() == high.to_bits()).then_some(low)
    }

    /// Values of all slots, constants filled in.
    pub fn initial_values(&self) -> Vec<f64> {
        self.known.iter().map(|known| if known.support[0].to_bits() == known.support[1].to_bits() { known.support[0] } else { 0.0 }).collect()
    }

    /// Values of all slots if all goes to plan.
    pub fn planned_values(&self) -> Vec<f64> {
        self.known.iter().map(|known| known.planned).collect()
    }

    /// The drivers come first: all else may lean on them.
    pub fn add_drivers(&mut self, drivers: &[Named<Input>]) {
        for driver in drivers {
            let path = format!("drivers.{}", driver.name.value);
            let group = driver.item.group.as_ref().map_or("drivers", |group| &group.value).to_owned();
            let slot = self.drawn(&driver.item, &path, Range::Any, &group, true);
            self.drivers.insert(driver.name.value.clone(), slot);
        }
    }

    /// Common factors: one standard normal number each.
    pub fn add_factors(&mut self, factors: &[Named<Factor>]) {
        for Named { name, item } in factors {
            let path = format!("factors.{}", name.value);
            let group = item.group.as_ref().map_or("factors", |group| &group.value).to_owned();
            let Ok(normal) = Distribution::normal(0.0, 1.0) else { continue };
            let slot = self.new_slot(Known { support: normal.support(), reach: reach(&normal), mean: 0.0, planned: 0.0 });
            let (key, base) = (self.key(&path), base_of(&normal));
            self.draws.push(Draw { path, key, group, slot, base, scale: Vec::new(), clamp: None, planned: 0.0, announced: false });
            self.factors.insert(name.value.clone(), slot);
        }
    }

    /// A probability with the stream `happens` that decides; the number of its own has the stream `path`, with a factor or without.
    pub fn chance(&mut self, chance: &Chance, happens: &str, key: &Key, site: Site) -> ChancePlan {
        let path = format!("{}.{}", site.path, key.name);
        let (probability, tied) = match chance {
            Chance::Alone(input) => (self.quantity(input, key, site), None),
            Chance::Tied(chance) => {
                let known_as = format!("{path}.{}", tied_chance::probability.name);
                let known_as = if self.as_before { format!("{known_as}{BEFORE}") } else { known_as };
                let probability = self.new_draw(&chance.probability, (&path, &known_as), Range::Share, site.group, false);
                let loading = self.quantity(&chance.loading, &tied_chance::loading, Site { path: &path, ..site });
                let factor = self.factors.get(&chance.factor.value).copied();
                (probability, factor.map(|factor| (factor, loading)))
            }
        };
        ChancePlan { happens: self.key(happens), probability, tied, price: None }
    }

    /// The slot of a driver.
    pub fn driver(&self, name: &str) -> Option<Slot> {
        self.drivers.get(name).copied()
    }

    /// A quantity drawn once a trial, that of a key of the table at `site`.
    pub fn quantity(&mut self, input: &Input, key: &Key, site: Site) -> Slot {
        self.quantity_at(input, &format!("{}.{}", site.path, key.name), key, site.group)
    }

    /// The same where its path is more than the table's and the key: an entry of a table by name.
    pub fn quantity_at(&mut self, input: &Input, path: &str, key: &Key, group: &str) -> Slot {
        let slot = self.drawn(input, path, key.shape.range(), group, false);
        let usual = self.known[slot.0].planned;
        self.unlikely(input.place, path, key, usual);
        slot
    }

    /// The same where the file may leave it out: `None` then.
    pub fn optional(&mut self, input: Option<&Input>, key: &Key, site: Site) -> Option<Slot> {
        input.map(|input| self.quantity(input, key, site))
    }

    /// The same where the file may leave it out: the default of its key then.
    pub fn or_default(&mut self, input: Option<&Input>, key: &Key, site: Site) -> Slot {
        self.optional(input, key, site).unwrap_or_else(|| self.constant(key.default.unwrap_or_default()))
    }

    /// The number at a path before the lead time of a lever has passed, and the month from which on it no longer counts; `None` where no lever waits.
    pub fn before(&mut self, path: &str, key: &Key, group: &str) -> Option<(usize, Slot)> {
        let (until, input) = self.held.iter().find_map(|held| held.of_number(path)).map(|(until, input)| (until, input.clone()))?;
        self.as_before = true;
        let slot = self.quantity_at(&input, path, key, group);
        self.as_before = false;
        Some((until as usize, slot))
    }

    fn drawn(&mut self, input: &Input, path: &str, range: Range, group: &str, driver: bool) -> Slot {
        // A node's yield or grade is asked for by each route through it: one draw serves all.
        let known_as = if self.as_before { format!("{path}{BEFORE}") } else { path.to_owned() };
        if let Some(&slot) = self.slot_of_path.get(&known_as) {
            return slot;
        }
        let slot = self.new_draw(input, (path, &known_as), range, group, driver);
        self.slot_of_path.insert(known_as, slot);
        slot
    }

    fn new_draw(&mut self, input: &Input, (path, known_as): (&str, &str), range: Range, group: &str, driver: bool) -> Slot {
        let Judged { base, scale, support, reach, mean, planned } = self.judge(input, path, range);
        match base {
            Base::Constant(value) if scale.is_empty() && !driver && input.planned.is_none_or(|planned| planned.to_bits() == value.to_bits()) => {
                self.constant(support[0])
            }
            Base::Slot(slot) if scale.is_empty() && input.clamp.is_none() && input.planned.is_none() => slot,
            base => {
                let key = self.key(path);
                let slot = self.new_slot(Known { support, reach, mean, planned });
                let group = input.group.as_ref().map_or(group, |group| &group.value).to_owned();
                let announced = input.planned.is_some();
                self.draws.push(Draw { path: known_as.to_owned(), key, group, slot, base, scale, clamp: input.clamp, planned, announced });
                slot
            }
        }
    }

    /// A quantity drawn each time something happens, at a path that ends in its key.
    pub fn occasional(&mut self, input: &Input, key: &Key, site: Site) -> Occasional {
        let (path, group) = (&format!("{}.{}", site.path, key.name), site.group);
        let Judged { base, scale, support, mean, planned, .. } = self.judge(input, path, key.shape.range());
        self.unlikely(input.place, path, key, planned);
        let key = self.key(path);
        let group = input.group.as_ref().map_or(group, |group| &group.value).to_owned();
        if !matches!(base, Base::Constant(_)) {
            self.occasional_paths.push((path.to_owned(), group));
        }
        let base = if scale.is_empty() && matches!(base, Base::Constant(_)) { Base::Constant(support[0]) } else { base };
        Occasional { key, base, scale, clamp: input.clamp, support, mean, planned }
    }

    /// The same where the file may leave it out: the default of its key then.
    pub fn occasional_or_default(&mut self, input: Option<&Input>, key: &Key, site: Site) -> Occasional {
        let Some(input) = input else { return Self::occasional_constant(key.default.unwrap_or_default()) };
        self.occasional(input, key, site)
    }

    /// A number that is the same each time something happens.
    fn occasional_constant(value: f64) -> Occasional {
        Occasional {
            key: KeyId(0),
            base: Base::Constant(value),
            scale: Vec::new(),
            clamp: None,
            support: [value, value],
            mean: value,
            planned: value,
        }
    }

    fn judge(&mut self, input: &Input, path: &str, range: Range) -> Judged {
        let none = Judged { base: Base::Constant(1.0), scale: Vec::new(), support: [1.0, 1.0], reach: [1.0, 1.0], mean: 1.0, planned: 1.0 };
        let (base, mut support, mut reach, mut mean, mut planned) = match &input.distribution {
            DistributionSpec::Driver(name) => match self.driver(&name.value) {
                Some(slot) => (Base::Slot(slot), self.support(slot), self.reach(slot), self.mean(slot), self.known[slot.0].planned),
                None => return none,
            },
            spec => match distribution(spec) {
                Ok(distribution) => {
                    (base_of(&distribution), distribution.support(), reach(&distribution), distribution.mean(), distribution.quantile(0.5))
                }
                Err(error) => {
                    self.problems.error(input.place, format!("{path} is no distribution"), error.to_string(), Some(error.help()));
                    return none;
                }
            },
        };
        let mut scale = Vec::new();
        // In order of names, so that the order in which they are written changes no bit.
        let mut names: Vec<_> = input.scale.iter().collect();
        names.sort_by(|a, b| a.value.cmp(&b.value));
        for name in names {
            if let Some(slot) = self.driver(&name.value) {
                scale.push(slot);
                support = product(support, self.support(slot));
                reach = product(reach, self.reach(slot));
                mean *= self.mean(slot);
                planned *= self.known[slot.0].planned;
            }
        }
        if let Some([low, high]) = input.clamp {
            support = support.map(|bound| bound.max(low).min(high));
            reach = reach.map(|bound| bound.max(low).min(high));
            mean = mean.max(low).min(high);
            planned = planned.max(low).min(high);
        }
        if !range.covers(support) {
            self.refuse(input.place, path, range, support);
        } else if let Some(planned) = input.planned
            && !range.holds(planned)
        {
            self.problems.error(input.place, format!("{path}: planned is out of range"), format!("must be {range}"), None);
        }
        Judged { base, scale, support, reach, mean, planned: input.planned.unwrap_or(planned) }
    }

    /// Warns of a number that is allowed, but so large that it was probably typed as per cent; `usual` is its median, or the planned number.
    fn unlikely(&mut self, place: Place, path: &str, key: &Key, usual: f64) {
        if let Some(most) = key.unlikely
            && usual > most
        {
            let what = if key.unit.is_empty() { "factor".to_owned() } else { key.unit.to_owned() };
            let help = format!("{usual}% is written {}", usual / 100.0);
            self.problems.warn(place, format!("{path} is {usual}"), format!("a {what}, rarely above {most}: is it per cent?"), Some(help));
        }
    }

    fn refuse(&mut self, place: Place, path: &str, range: Range, [low, high]: [f64; 2]) {
        let (message, label) = if low.to_bits() == high.to_bits() {
            (format!("{path} is out of range"), format!("{low} is not {range}"))
        } else {
            (format!("{path} can leave its range"), format!("reaches from {} to {}, must be {range}", show(low), show(high)))
        };
        let help = match range {
            Range::Share => "choose a distribution within [0, 1], or add clamp = [0, 1]",
            Range::PositiveShare => "choose a distribution within (0, 1], or add a clamp such as [0.01, 1]",
            Range::ShareBelowOne => "choose a distribution within [0, 1), or add a clamp such as [0, 0.95]",
            Range::Signed => "choose a distribution within [-1, 1], or add clamp = [-1, 1]",
            Range::AboveMinusOne => "choose a distribution above -1, or add a clamp such as [-0.9, 1]",
            Range::NonNegative => "choose a distribution that cannot fall below 0, or add a clamp such as [0, 1e9]",
            Range::AtLeastOne => "choose a distribution that cannot fall below 1, or add a clamp such as [1, 1e9]",
            Range::Any => "write a number",
        };
        self.problems.error(place, message, label, Some(help.to_owned()));
    }
}

/// The ends of a distribution's support, an end at infinity replaced by the quantile beyond which one draw in a million lies.
fn reach(distribution: &Distribution) -> [f64; 2] {
    let [low, high] = distribution.support();
    [if low.is_finite() { low } else { distribution.quantile(1e-6) }, if high.is_finite() { high } else { distribution.quantile(1.0 - 1e-6) }]
}

fn base_of(distribution: &Distribution) -> Base {
    distribution.as_constant().map_or_else(|| Base::Distribution(Sampler::new(distribution)), Base::Constant)
}

fn show(bound: f64) -> String {
    if bound == f64::INFINITY {
        "infinity".to_owned()
    } else if bound == f64::NEG_INFINITY {
        "-infinity".to_owned()
    } else {
        format!("{bound}")
    }
}
