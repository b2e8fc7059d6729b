//! Compiled routes: their passages through nodes, and the levels of preference in which they are served.

use super::nodes::group_of_node;
use super::{Chain, Level, NodeId, NodePlan, Passage, RouteId, RoutePlan, Sharing, Visit, per_mineral};
use crate::plan::builder::{Builder, Site};
use crate::plan::policy::{Policy, sorted_by_name};
use crate::scenario::{Route, Scenario, node, route as keys, title_of};

impl Chain {
    pub(super) fn add_route(&mut self, scenario: &Scenario, name: &str, route: &Route, builder: &mut Builder, policy: &mut Policy) {
        let mineral_place = |wanted: &str| scenario.minerals.iter().position(|named| named.name.value == wanted);
        let Some(mineral) = mineral_place(&route.mineral.value) else { return };
        let path = format!("routes.{name}");
        let group = route.group.as_ref().map_or("market", |group| &group.value);
        let site = Site { path: &path, group };
        let mut grade = builder.optional(route.grade.as_ref(), &keys::grade, site);
        let split = builder.or_default(route.split.as_ref(), &keys::split, site);
        let first = self.passages.len();
        for via in &route.via {
            let (Some(at), Some(written)) = (self.find(&via.value), scenario.nodes.iter().find(|named| named.name.value == via.value)) else {
                continue;
            };
            let node_group = group_of_node(&written.item);
            let plan = &self.nodes[at.0];
            let one = builder.constant(1.0);
            let recovery = written.item.recovery.as_ref().and_then(|recovery| {
                per_mineral(recovery, &route.mineral.value)
                    .map(|(input, key)| builder.quantity_at(input, &format!("nodes.{}.yield{key}", via.value), &node::recovery, node_group))
            });
            self.passages.push(Passage {
                route: RouteId(self.routes.len()),
                node: at,
                figure: plan.figures.iter().position(|figure| figure.mineral.is_none_or(|named| named == mineral)),
                grade: plan.gross.then_some(grade).flatten(),
                recovery: recovery.filter(|&slot| slot != one),
                split,
            });
            let path = format!("nodes.{}", via.value);
            grade = builder.optional(written.item.grade.as_ref(), &node::grade, Site { path: &path, group: node_group }).or(grade);
        }
        let control = route.controlled_by.as_ref().and_then(|regime| {
            let brings = |name: &str| name == route.mineral.value || route.carries.iter().any(|carried| carried.name.value == name);
            let clears = scenario.minerals.iter().any(|mineral| mineral.item.response.is_some() && brings(&mineral.name.value));
            let profile = policy.profile(scenario, builder, &regime.value, [&route.mineral.value, &route.origin.value], clears)?;
            Some((profile, builder.or_default(route.dependence.as_ref(), &keys::dependence, site)))
        });
        let carries = sorted_by_name(&route.carries).into_iter().filter_map(|i| {
            let named = &route.carries[i];
            let slot = builder.quantity_at(&named.item, &format!("{path}.carries.{}", named.name.value), &keys::carries, group);
            mineral_place(&named.name.value).map(|mineral| (mineral, slot))
        });
        let carries = carries.collect();
        let royalty = builder.optional(route.royalty.as_ref(), &keys::royalty, site);
        self.routes.push(RoutePlan {
            name: name.to_owned(),
            title: title_of(name, route.title.as_deref()),
            mineral,
            origin: route.origin.value.clone(),
            passages: first..self.passages.len(),
            offtake: builder.or_default(route.offtake.as_ref(), &keys::offtake, site),
            offtake_before: builder.before(&format!("{path}.{}", keys::offtake.name), &keys::offtake, group),
            flow: policy.effects(builder, &route.flow, &keys::flow, site),
            control,
            carries,
            payable: builder.or_default(route.payable.as_ref(), &keys::payable, site),
            royalty,
            settles: false,
            straight: false,
        });
    }

    /// Groups routes into levels of preference, and determines which of them must be recomputed after later reductions.
    pub(super) fn make_levels(&mut self, prefer: &[u32]) {
        let mut levels: Vec<u32> = prefer.to_vec();
        levels.sort_unstable();
        levels.dedup();
        let components = self.components();
        let settles: Vec<bool> = (0..self.routes.len())
            .map(|r| {
                let nodes: Vec<&NodePlan> = self.routes[r].passages.clone().map(|p| &self.nodes[self.passages[p].node.0]).collect();
                let lagged_before_the_last = nodes.iter().rev().skip(1).any(|node| node.lag.is_some());
                let several_levels = (0..prefer.len()).any(|other| components[other] == components[r] && prefer[other] != prefer[r]);
                several_levels || lagged_before_the_last || nodes.iter().any(|node| node.buffer.is_some() || node.stock.is_some())
            })
            .collect();
        for (r, route) in self.routes.iter_mut().enumerate() {
            route.settles = settles[r];
            route.straight = !components.iter().zip(&settles).any(|(component, settles)| *component == components[r] && *settles);
        }
        for level in &levels {
            let routes: Vec<RouteId> = (0..self.routes.len()).filter(|&r| prefer[r] == *level).map(RouteId).collect();
            let visits = (0..self.nodes.len()).map(NodeId).filter_map(|node| self.visit(node, &routes)).collect();
            self.levels.push(Level { visits, routes });
        }
    }

    /// By route, the number of its component: two routes with a common node are in the same one.
    fn components(&self) -> Vec<usize> {
        let mut of_node: Vec<Option<usize>> = vec![None; self.nodes.len()];
        let mut components: Vec<usize> = (0..self.routes.len()).collect();
        for passage in &self.passages {
            let own = components[passage.route.0];
            match of_node[passage.node.0] {
                None => of_node[passage.node.0] = Some(passage.route.0),
                Some(route) => {
                    let other = components[route];
                    components.iter_mut().filter(|component| **component == own).for_each(|component| *component = other);
                }
            }
        }
        components
    }

    fn visit(&self, node: NodeId, routes: &[RouteId]) -> Option<Visit> {
        let mut sharings: Vec<Sharing> = Vec::new();
        let mut others = Vec::new();
        for (p, passage) in self.passages.iter().enumerate().filter(|(_, passage)| passage.node == node) {
            if !routes.contains(&passage.route) {
                others.push(p);
                continue;
            }
            match sharings.iter_mut().find(|sharing| sharing.figure == passage.figure) {
                Some(sharing) => sharing.passages.push(p),
                None => sharings.push(Sharing { figure: passage.figure, passages: vec![p] }),
            }
        }
        let first = sharings.first()?.passages.first()?;
        let straight = self.routes[self.passages[*first].route.0].straight;
        Some(Visit { node, sharings, others, straight })
    }
}
