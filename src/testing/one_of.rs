//! A choice between strategies.

use std::fmt::Debug;

use proptest::prelude::{BoxedStrategy, Rng as _, Strategy};
use proptest::strategy::NewTree;
use proptest::test_runner::TestRunner;

/// One of several strategies, each as often as its weight says.
///
/// proptest's own unions set aside half of what is left of a fuzzer's bytes for each way that they do not take, and
/// soon there is nothing left. This one takes what it needs, and does not shrink from one way to another.
#[derive(Clone, Debug)]
pub(super) struct OneOf<T: Debug>(Vec<(u32, BoxedStrategy<T>)>);

pub(super) fn one_of<T: Debug>(ways: impl IntoIterator<Item = (u32, BoxedStrategy<T>)>) -> OneOf<T> {
    OneOf(ways.into_iter().collect())
}

impl<T: Debug> Strategy for OneOf<T> {
    type Tree = <BoxedStrategy<T> as Strategy>::Tree;
    type Value = T;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let total: u32 = self.0.iter().map(|(weight, _)| weight).sum();
        let mut chosen = runner.rng().next_u32() % total.max(1);
        for (weight, way) in &self.0 {
            match chosen.checked_sub(*weight) {
                Some(rest) => chosen = rest,
                None => return way.new_tree(runner),
            }
        }
        Err("nothing to choose from".into())
    }
}
