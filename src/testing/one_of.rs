//! A weighted choice between strategies.

use std::fmt::Debug;

use proptest::prelude::{BoxedStrategy, Rng as _, Strategy};
use proptest::strategy::NewTree;
use proptest::test_runner::TestRunner;

/// A strategy that chooses one of several strategies by weight.
///
/// proptest's own unions reserve half of the fuzzer's remaining bytes for each strategy that they do not choose, so the
/// bytes soon run out. This one uses only the bytes that it needs. It does not shrink from one strategy to another.
#[derive(Clone, Debug)]
pub(super) struct OneOf<T: Debug>(Vec<(u32, BoxedStrategy<T>)>);

pub(super) fn one_of<T: Debug>(strategies: impl IntoIterator<Item = (u32, BoxedStrategy<T>)>) -> OneOf<T> {
    OneOf(strategies.into_iter().collect())
}

impl<T: Debug> Strategy for OneOf<T> {
    type Tree = <BoxedStrategy<T> as Strategy>::Tree;
    type Value = T;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let total: u32 = self.0.iter().map(|(weight, _)| weight).sum();
        let mut chosen = runner.rng().next_u32() % total.max(1);
        for (weight, strategy) in &self.0 {
            match chosen.checked_sub(*weight) {
                Some(rest) => chosen = rest,
                None => return strategy.new_tree(runner),
            }
        }
        Err("no strategy to choose from".into())
    }
}
