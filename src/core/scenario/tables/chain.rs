//! Tables of new supply: projects and their stages, the nodes that they open, and the routes through these to the market.

use crate::scenario::grammar::{Key, Plain, Shape};
use crate::scenario::model::{Chance, Counts, Input, OutageCuts, PerMineral, RegimeFactors, When};
use crate::scenario::place::{At, Name, Named};
use crate::scenario::reader::Reader;
use crate::scenario::table::table;
use crate::units::Date;

table! {
    /// `[projects.NAME]`.
    Project, project = "a project", sourced();
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// Stages by name, at least one.
    stages: Vec<Named<Stage>>, required("write at least one stage: [projects.NAME.stages.STAGE] with its duration");
    /// Probabilities by hazard that an incident strikes the project as a whole.
    exposure: Vec<Named<Input>>, unit("chance"), within(Share);
    /// Group of causes.
    group: Option<Name>, otherwise("the project's name");
}

table! {
    /// `[projects.NAME.stages.STAGE]`.
    Stage, stage = "a stage", sourced(),
        rivals(&[
            &[&["done"], &["not_before", "duration", "progress", "risks", "pace", "exposure", "cancels", "unknown", "price_elasticity", "price_of"]],
            &[&["unknown"], &["price_elasticity", "price_of"]],
        ]),
        needs(&[("unknown", "cancels"), ("price_elasticity", "cancels"), ("price_elasticity", "price_of"), ("price_of", "price_elasticity")]),
        one_of(&["duration", "done"]);
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// Stages that must all have ended: one or a list.
    after: Vec<Name>;
    /// Stages of which the first must have ended.
    after_any: Vec<Name>;
    /// Earliest start, a date.
    not_before: Option<At<Date>>;
    /// Months of undisturbed work.
    duration: Option<Input>, unit("months"), within(NonNegative), otherwise("required without `done`");
    /// Share of the work done before the scenario starts.
    progress: Option<Input>, called("share done at the start"), unit("share"), within(Share), default(0.0), without("done");
    /// Risks by name, each of which may add work.
    risks: Vec<Named<Risk>>;
    /// Factors on the speed of the work by regime and state.
    pace: RegimeFactors, called("factor on the speed"), rarely_above(10.0), otherwise("1");
    /// Probabilities by hazard that an incident strikes the stage.
    exposure: Vec<Named<Input>>, unit("chance"), within(Share), otherwise("that of the project");
    /// The date at which it ended; beside it stand at most `after`, `after_any` and `jobs`.
    done: Option<At<Date>>;
    /// Probability, drawn at its end, that it never ends; what waits for it then never happens.
    cancels: Option<Chance>, called("probability of cancellation"), unit("chance"), default(0.0), without("done");
    /// Whether the cancellation is a fact that is not known yet and not chance. It then counts as an uncertain input, as does the factor on which it depends.
    unknown: bool, otherwise("`false`");
    /// How the price affects the cancellation: its probability is `cancels` times the mean price index over the stage to the power of minus this, at most 1.
    price_elasticity: Option<Input>, called("price elasticity of the cancellation"), within(NonNegative), otherwise("0");
    /// The mineral whose price index that is; it needs `response`.
    price_of: Option<Name>;
    /// People at work while it runs.
    jobs: Option<Input>, called("number of jobs"), unit("people"), within(NonNegative);
    /// Group of causes.
    group: Option<Name>, otherwise("that of its project");
    check Reader::check_stage;
}

impl Stage {
    /// Its cancellation and its risks, as far as they depend on a factor.
    pub fn ties(&self) -> impl Iterator<Item = &TiedChance> {
        let chances = self.cancels.iter().chain(self.risks.iter().map(|risk| &risk.item.probability));
        chances.filter_map(|chance| if let Chance::Tied(tied) = chance { Some(&**tied) } else { None })
    }
}

table! {
    /// `risks.NAME = { probability, delay }`.
    Risk, risk = "a risk", sourced(), layout(Layout::Inline);
    /// Probability that it comes true.
    probability: Chance, unit("chance"), required("chance that it comes true, such as probability = 0.3");
    /// Months of work that it then adds.
    delay: Input, unit("months"), within(NonNegative), required("months of work that it then adds, such as delay = 6");
    /// Group of causes.
    group: Option<Name>, otherwise("that of its stage");
}

table! {
    /// `cancels` of a stage and `probability` of a risk, where they depend on a common factor.
    TiedChance, tied_chance = "a chance with a factor", layout(Layout::Inline);
    /// Probability on average over the factor.
    probability: Input, unit("chance"), within(Share), required("the chance itself, such as probability = 0.3");
    /// The factor of `[factors]` on which it depends.
    factor: Name, required("name the factor of [factors] on which it depends");
    /// How far: with loadings v and w on one factor, what decides on the two has the correlation v·w. 1: the factor alone decides; 0: it has no effect;
    /// of opposite signs: the one rather where the other does not.
    loading: Input, within(Signed), required("how far it depends on it, from -1 to 1, such as loading = 0.7");
}

table! {
    /// `[factors]`.
    Factor, factor = "a factor", layout(Layout::Line);
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// Group of causes.
    group: Option<Name>, otherwise("factors");
}

table! {
    /// `[nodes.NAME]`.
    Node, node = "a node", sourced(), needs(&[("life", "opens")]);
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// What it is: mine, stockpile, concentrator, refinery, smelter, corridor, port …; for display and the default group.
    kind: Option<Name>;
    /// A stage or a date at which it opens.
    opens: Option<When>, otherwise("open from the start");
    /// Tonnes a year that it takes in, one number or one for each mineral; 0 is allowed.
    capacity: Option<PerMineral>, unit("t/yr"), within(NonNegative),
        otherwise("no limit; required of a source and of a node with expansions");
    /// `[[months since opening, share of capacity], …]`, months rising, straight lines between, the last share kept.
    ramp_up: Vec<[f64; 2]>, otherwise("full at once");
    /// Factor on the ramp's months.
    stretch: Option<Input>, called("factor on the ramp-up"), within(NonNegative), rarely_above(10.0), default(1.0), with("ramp_up");
    /// A stage or a date at which it ends with its expansions.
    closes: Option<When>, otherwise("never");
    /// Months after opening at which it ends with its expansions; the earlier applies where `closes` is given too.
    life: Option<Input>, called("lifetime"), unit("months"), within(NonNegative), otherwise("for ever");
    /// Further capacities.
    expansions: Vec<Expansion>;
    /// `"contained"`, or `"gross"` where the capacity is in gross tonnes: contained tonnes over the grade of what enters.
    counts: Counts;
    /// Contained share of the gross tonnes that leave it.
    grade: Option<Input>, unit("share"), within(PositiveShare), otherwise("that of what enters");
    /// Share recovered of what enters, one number or one for each mineral.
    recovery as "yield": Option<PerMineral>, unit("share"), within(Share), default(1.0);
    /// Months until what enters leaves.
    lag: Option<Input>, called("passage time"), unit("months"), within(NonNegative), otherwise("0");
    /// Tonnes kept before it when it cannot take them.
    buffer: Option<Input>, called("stock before it"), unit("t"), within(NonNegative);
    /// Of a source: tonnes that are there to be taken.
    stock: Option<Input>, unit("t"), within(NonNegative), otherwise("without end");
    /// Probabilities by hazard that an incident strikes it.
    exposure: Vec<Named<Input>>, unit("chance"), within(Share), otherwise("that of the project that opens it");
    /// Factors on its capacity by regime and state.
    flow: RegimeFactors, called("factor on the flow"), rarely_above(10.0), otherwise("1");
    /// What an outage cuts: its `"capacity"`, or the `"flow"` that is brought to it.
    outage: OutageCuts;
    /// People at work while it is open.
    jobs: Option<Input>, called("number of jobs"), unit("people"), within(NonNegative);
    /// Group of causes.
    group: Option<Name>, otherwise("by its `kind`");
    check Reader::check_node;
    place place;
}

table! {
    /// `[[nodes.NAME.expansions]]`.
    Expansion, expansion = "an expansion", sourced();
    /// A stage or a date at which it opens.
    opens: Option<When>, otherwise("open from the start");
    /// Tonnes a year that it adds, by mineral if the node's is.
    capacity: PerMineral, unit("t/yr"), within(NonNegative), required("tonnes a year that it adds, such as capacity = 2_000");
    /// As that of a node, from its own opening.
    ramp_up: Vec<[f64; 2]>, otherwise("full at once");
    /// Factor on the ramp's months.
    stretch: Option<Input>, called("factor on the ramp-up"), within(NonNegative), rarely_above(10.0), default(1.0), with("ramp_up");
    check Reader::check_ramp;
}

/// The name of a route; it is kept beside the route.
static ROUTE_NAME: Key = Key::new("name", Shape::Plain(Plain::Text), "By which overlays, `--set` and reports know it.")
    .otherwise("`MINERAL:NODE>NODE:ORIGIN`, and `#2` after it for a second one of the same way");

table! {
    /// `[[routes]]`.
    Route, route = "a route", sourced(), before(&[&ROUTE_NAME]), needs(&[("dependence", "controlled_by")]);
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// Mineral that it carries.
    mineral: Name, required("name the mineral that it carries");
    /// Its nodes in order, the source first, each once.
    via: Vec<Name>, required("name the nodes in order, the source first: via = [\"mine\", \"refinery\"]");
    /// The country as which its arrivals count.
    origin: Name, required("name the country as which its arrivals count");
    /// Share of what leaves the last node that arrives.
    offtake: Option<Input>, called("offtake share"), unit("share"), within(Share), default(1.0);
    /// Weight by which a source divides its capacity among its routes of one level.
    split: Option<Input>, called("weight among its routes"), within(NonNegative), default(1.0);
    /// Level, a plain whole number: level 1 is served first, in all nodes, then 2, and so on.
    prefer: Option<At<u32>>, default(1.0);
    /// Contained share of the gross tonnes from the source.
    grade: Option<Input>, unit("share"), within(PositiveShare), otherwise("1");
    /// By-products by name: tonnes of another mineral for each tonne that arrives.
    carries: Vec<Named<Input>>, called("by-product"), unit("t per t"), within(NonNegative);
    /// Regime on which part of it rests.
    controlled_by: Option<Name>, otherwise("none: free");
    /// That part; it passes by the regime's factor, at most 1, and arrives as controlled supply.
    dependence: Option<Input>, called("controlled share"), unit("share"), within(Share), default(1.0), with("controlled_by");
    /// Factors on the offtake by regime and state, at most 1 in all.
    flow: RegimeFactors, called("factor on the flow"), rarely_above(10.0), otherwise("1");
    /// Share of the price that the exporter is paid.
    payable: Option<Input>, called("payable share"), unit("share"), within(NonNegative), rarely_above(1.0), default(1.0);
    /// Share of export revenue paid as royalty.
    royalty: Option<Input>, called("royalty rate"), unit("share"), within(Share);
    /// Group of causes.
    group: Option<Name>, otherwise("market");
    check Reader::check_route;
}
