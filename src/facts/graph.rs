//! Which product reads which: cycles and depth, in time linear in the arcs.

use std::collections::VecDeque;

use super::intern::Grouped;
use super::subject::number;

/// Products, and what each reads, as numbers.
#[derive(Debug)]
pub(super) struct Graph {
    /// By product, the arcs that leave it.
    arcs: Grouped,
    /// The product that each arc reads.
    targets: Vec<u32>,
    /// The component of each product: products of one component all reach each other.
    components: Vec<u32>,
    /// The place of each product within its component.
    places: Vec<u32>,
    /// How many products each component has.
    sizes: Vec<u32>,
    /// How many steps lead down from each component.
    depths: Vec<u32>,
    /// Products, each after what it reads, as far as there are no cycles.
    bottom_up: Vec<u32>,
}

impl Graph {
    /// The graph of so many products, whose arcs lead from a reader to what it reads.
    pub(super) fn new(products: usize, mut arcs: Vec<(u32, u32)>) -> Self {
        arcs.retain(|(from, to)| [from, to].into_iter().all(|end| (*end as usize) < products));
        arcs.sort_unstable();
        arcs.dedup();
        let mut graph = Self {
            arcs: Grouped::new(products, arcs.iter().map(|(from, _)| Some(*from))),
            targets: arcs.iter().map(|(_, to)| *to).collect(),
            components: vec![u32::MAX; products],
            places: vec![0; products],
            sizes: Vec::new(),
            depths: Vec::new(),
            bottom_up: Vec::with_capacity(products),
        };
        Search::new(products).run(&mut graph);
        graph.measure();
        graph
    }

    /// What a product reads, in order.
    pub(super) fn producers(&self, product: u32) -> impl Iterator<Item = u32> + '_ {
        let arcs = self.arcs.of(product).iter();
        arcs.filter_map(|arc| self.targets.get(*arc as usize).copied())
    }

    /// Products, each after those that it reads, but for those that reach each other.
    pub(super) fn bottom_up(&self) -> &[u32] {
        &self.bottom_up
    }

    /// Whether two products reach each other.
    pub(super) fn reach_each_other(&self, one: u32, other: u32) -> bool {
        self.component(one).is_some() && self.component(one) == self.component(other)
    }

    /// Whether a product reads itself, directly or through others.
    pub(super) fn is_in_cycle(&self, product: u32) -> bool {
        let size = self
            .component(product)
            .and_then(|component| self.sizes.get(component as usize));
        size.is_some_and(|size| *size > 1) || self.producers(product).any(|producer| producer == product)
    }

    /// How many steps the longest path of inputs below a product has; none within a cycle. A cycle further down counts as
    /// one step.
    pub(super) fn depth(&self, product: u32) -> Option<u32> {
        if self.is_in_cycle(product) {
            return None;
        }
        self.depths.get(self.component(product)? as usize).copied()
    }

    /// The shortest cycle through a product, itself first, each followed by what it reads.
    pub(super) fn shortest_cycle(&self, start: u32) -> Option<Vec<u32>> {
        if !self.is_in_cycle(start) {
            return None;
        }
        let place = |product: u32| {
            self.places
                .get(product as usize)
                .map_or(usize::MAX, |place| *place as usize)
        };
        let size = self
            .component(start)
            .and_then(|component| self.sizes.get(component as usize))?;
        // From where each product of the component was reached.
        let mut reached = vec![u32::MAX; *size as usize];
        *reached.get_mut(place(start))? = start;
        let mut queue = VecDeque::from([start]);
        while let Some(here) = queue.pop_front() {
            for next in self.producers(here) {
                if next == start {
                    let mut cycle = vec![here];
                    let mut at = here;
                    while at != start {
                        at = *reached.get(place(at))?;
                        cycle.push(at);
                    }
                    cycle.reverse();
                    return Some(cycle);
                }
                if self.reach_each_other(next, start)
                    && let Some(slot) = reached.get_mut(place(next)).filter(|slot| **slot == u32::MAX)
                {
                    *slot = here;
                    queue.push_back(next);
                }
            }
        }
        None
    }

    fn component(&self, product: u32) -> Option<u32> {
        self.components
            .get(product as usize)
            .copied()
            .filter(|component| *component != u32::MAX)
    }

    /// Fills the depths: components are numbered from below, so that all beneath one are known before it.
    fn measure(&mut self) {
        let mut depths = vec![0_u32; self.sizes.len()];
        for product in &self.bottom_up {
            let Some(own) = self.component(*product) else {
                continue;
            };
            let below = self
                .producers(*product)
                .filter_map(|producer| self.component(producer))
                .filter(|component| *component != own)
                .filter_map(|component| depths.get(component as usize))
                .map(|depth| depth + 1)
                .max();
            if let (Some(below), Some(depth)) = (below, depths.get_mut(own as usize)) {
                *depth = below.max(*depth);
            }
        }
        self.depths = depths;
    }
}

/// Tarjan's search for components, without recursion: a chain of ten thousand products must not exhaust the stack.
struct Search {
    found: Vec<u32>,
    lowest: Vec<u32>,
    is_open: Vec<bool>,
    open: Vec<u32>,
    next: u32,
}

impl Search {
    fn new(products: usize) -> Self {
        Self {
            found: vec![u32::MAX; products],
            lowest: vec![u32::MAX; products],
            is_open: vec![false; products],
            open: Vec::new(),
            next: 0,
        }
    }

    fn run(&mut self, graph: &mut Graph) {
        for root in 0..number(self.found.len()) {
            if self.at(root) == u32::MAX {
                self.from(root, graph);
            }
        }
    }

    fn from(&mut self, root: u32, graph: &mut Graph) {
        // A product, and how many of its arcs were followed.
        let mut path: Vec<(u32, usize)> = vec![(root, 0)];
        self.enter(root);
        while let Some((here, followed)) = path.last_mut() {
            let here = *here;
            let arc = graph.arcs.of(here).get(*followed).copied();
            *followed += 1;
            if let Some(next) = arc.and_then(|arc| graph.targets.get(arc as usize).copied()) {
                if self.at(next) == u32::MAX {
                    self.enter(next);
                    path.push((next, 0));
                } else if self.is_open.get(next as usize).copied().unwrap_or(false) {
                    self.lower(here, self.at(next));
                }
                continue;
            }
            path.pop();
            let lowest = self.lowest.get(here as usize).copied().unwrap_or(u32::MAX);
            if let Some((above, _)) = path.last() {
                self.lower(*above, lowest);
            }
            if lowest == self.at(here) {
                self.close(here, graph);
            }
        }
    }

    fn at(&self, product: u32) -> u32 {
        self.found.get(product as usize).copied().unwrap_or(u32::MAX)
    }

    fn enter(&mut self, product: u32) {
        let index = product as usize;
        if let (Some(found), Some(lowest), Some(is_open)) = (
            self.found.get_mut(index),
            self.lowest.get_mut(index),
            self.is_open.get_mut(index),
        ) {
            (*found, *lowest, *is_open) = (self.next, self.next, true);
        }
        self.next += 1;
        self.open.push(product);
    }

    fn lower(&mut self, product: u32, to: u32) {
        if let Some(lowest) = self.lowest.get_mut(product as usize) {
            *lowest = to.min(*lowest);
        }
    }

    /// Everything that is open above a product, with it, is one component.
    fn close(&mut self, product: u32, graph: &mut Graph) {
        let component = number(graph.sizes.len());
        let start = graph.bottom_up.len();
        while let Some(member) = self.open.pop() {
            if let (Some(is_open), Some(of), Some(place)) = (
                self.is_open.get_mut(member as usize),
                graph.components.get_mut(member as usize),
                graph.places.get_mut(member as usize),
            ) {
                (*is_open, *of, *place) = (false, component, number(graph.bottom_up.len() - start));
            }
            graph.bottom_up.push(member);
            if member == product {
                break;
            }
        }
        graph.sizes.push(number(graph.bottom_up.len() - start));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Graph;

    #[test]
    fn a_cycle_has_no_depth_and_a_chain_has() {
        // 0 -> 1 -> 2 -> 0, 3 -> 0, 4 -> 5 -> 6, 7 -> 7
        let graph = Graph::new(8, vec![(0, 1), (1, 2), (2, 0), (3, 0), (4, 5), (5, 6), (7, 7)]);
        let depths: Vec<_> = (0..8).map(|product| graph.depth(product)).collect();
        assert_eq!(depths, [None, None, None, Some(1), Some(2), Some(1), Some(0), None]);
        assert_eq!(graph.shortest_cycle(1), Some(vec![1, 2, 0]));
        assert_eq!(graph.shortest_cycle(7), Some(vec![7]));
        assert_eq!(graph.shortest_cycle(3), None);
    }

    #[test]
    fn the_shortest_of_two_cycles_is_told() {
        let graph = Graph::new(4, vec![(0, 1), (1, 2), (2, 3), (3, 0), (2, 0), (0, 3)]);
        assert_eq!(graph.shortest_cycle(0), Some(vec![0, 3]));
        assert_eq!(graph.shortest_cycle(2), Some(vec![2, 0, 1]));
    }

    #[test]
    fn a_chain_of_many_products_is_no_matter_of_the_stack() {
        let arcs = (0..100_000).map(|product| (product, product + 1)).collect();
        let graph = Graph::new(100_001, arcs);
        assert_eq!(graph.depth(0), Some(100_000));
    }

    /// Whether a path leads from one product to another, by trying.
    fn leads(arcs: &[(u32, u32)], from: u32, to: u32) -> bool {
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(here) = reached.get(next).copied() {
            next += 1;
            for (_, target) in arcs.iter().filter(|(source, _)| *source == here) {
                if *target == to {
                    return true;
                }
                if !reached.contains(target) {
                    reached.push(*target);
                }
            }
        }
        false
    }

    proptest! {
        #[test]
        fn cycles_are_those_that_a_walk_finds(arcs in proptest::collection::vec((0u32..9, 0u32..9), 0..24)) {
            let graph = Graph::new(9, arcs.clone());
            for product in 0..9 {
                prop_assert_eq!(graph.is_in_cycle(product), leads(&arcs, product, product));
                match graph.shortest_cycle(product) {
                    None => prop_assert!(!leads(&arcs, product, product)),
                    Some(cycle) => {
                        prop_assert_eq!(cycle[0], product);
                        let next = cycle.iter().cycle().skip(1);
                        for (from, to) in cycle.iter().zip(next) {
                            prop_assert!(arcs.contains(&(*from, *to)));
                        }
                    }
                }
            }
        }

        #[test]
        fn whoever_reads_stands_above_what_it_reads(arcs in proptest::collection::vec((0u32..9, 0u32..9), 0..24)) {
            let graph = Graph::new(9, arcs.clone());
            let place = |product: u32| graph.bottom_up().iter().position(|other| *other == product);
            for (from, to) in arcs {
                if !graph.reach_each_other(from, to) {
                    prop_assert!(place(from) > place(to));
                    if let (Some(above), Some(below)) = (graph.depth(from), graph.depth(to)) {
                        prop_assert!(above > below);
                    }
                }
            }
        }
    }
}
