//! Runs the strategies on a fuzzer's bytes.

use std::fmt::Debug;
use std::sync::LazyLock;

use arbitrary::{Arbitrary, Error, Result, Unstructured};
use proptest::prelude::RngExt as _;
use proptest::prelude::{BoxedStrategy, Strategy as _, any};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{InvalidWebhook, Webhook};
use crate::event::Event;

/// Constant bytes that are used after the fuzzer's bytes.
///
/// proptest would use zeros instead. rand rejects them forever when it picks from a range. No strategy uses more than a
/// quarter of these bytes, as a test below measures.
static PADDING: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    (0..1 << 15).map(|_| rng.random()).collect()
});

/// Generates a value with the fuzzer's bytes as the only source of randomness.
fn generate<T: Debug>(strategy: &BoxedStrategy<T>, bytes: &[u8]) -> Result<T> {
    let rng = TestRng::from_seed(RngAlgorithm::PassThrough, &[bytes, &*PADDING].concat());
    let config = Config { failure_persistence: None, ..Config::default() };
    let tree = strategy.new_tree(&mut TestRunner::new_with_rng(config, rng)).map_err(|_| Error::IncorrectFormat)?;
    Ok(tree.current())
}

macro_rules! impl_arbitrary {
    ($($type:ty),+) => {$(
        impl<'a> Arbitrary<'a> for $type {
            /// Consumes only a part of the bytes, so that other values can use the rest.
            fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
                let length = bytes.arbitrary_len::<u8>()?;
                Self::arbitrary_take_rest(Unstructured::new(bytes.bytes(length)?))
            }

            fn arbitrary_take_rest(bytes: Unstructured<'a>) -> Result<Self> {
                thread_local!(static ANY: BoxedStrategy<$type> = any::<$type>());

                ANY.with(|any| generate(any, bytes.take_rest()))
            }
        }
    )+};
}

impl_arbitrary!(Webhook, InvalidWebhook, Event);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strategies_use_less_than_a_quarter_of_the_padding() {
        let strategy = (any::<Webhook>(), any::<InvalidWebhook>());
        let count_bytes = |seed: u16| {
            let seed = [seed.to_le_bytes(); 16].concat();
            let rng = TestRng::from_seed(RngAlgorithm::Recorder, &seed);
            let mut runner = TestRunner::new_with_rng(Config::default(), rng);
            strategy.new_tree(&mut runner).unwrap();
            runner.bytes_used().len()
        };
        let max = (0..1000).map(count_bytes).max().unwrap();
        assert!(max < PADDING.len() / 4, "{max} bytes");
    }
}
