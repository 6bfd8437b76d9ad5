//! The same strategies, driven by a fuzzer's bytes.

use std::fmt::Debug;

use arbitrary::{Arbitrary, Error, Result, Unstructured};
use proptest::prelude::{BoxedStrategy, Strategy as _, any};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{NearValid, Webhook};
use crate::Event;

/// What a strategy makes where all chance comes from the fuzzer; zeros when its bytes are used up.
fn driven<T: Debug>(strategy: &BoxedStrategy<T>, bytes: &[u8]) -> Result<T> {
    let rng = TestRng::from_seed(RngAlgorithm::PassThrough, bytes);
    let config = Config { failure_persistence: None, ..Config::default() };
    let tree = strategy.new_tree(&mut TestRunner::new_with_rng(config, rng)).map_err(|_| Error::IncorrectFormat)?;
    Ok(tree.current())
}

macro_rules! by_fuzzers {
    ($($made:ty),+) => {$(
        impl<'a> Arbitrary<'a> for $made {
            fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
                thread_local!(static ANY: BoxedStrategy<$made> = any::<$made>());

                let bytes = bytes.bytes(bytes.len())?;
                ANY.with(|any| driven(any, bytes))
            }
        }
    )+};
}

by_fuzzers!(Webhook, NearValid, Event);
