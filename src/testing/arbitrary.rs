//! The same strategies, driven by a fuzzer's bytes.

use std::fmt::Debug;
use std::sync::LazyLock;

use arbitrary::{Arbitrary, Error, Result, Unstructured};
use proptest::prelude::RngExt as _;
use proptest::prelude::{BoxedStrategy, Strategy as _, any};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{InvalidWebhook, Webhook};
use crate::event::Event;

/// What is read behind the fuzzer's bytes, always the same. proptest would read zeros, which rand, picking from a range,
/// rejects for ever. No strategy here reads a quarter as much: a test below measures it.
static BEHIND: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    (0..1 << 15).map(|_| rng.random()).collect()
});

/// What a strategy makes where all chance comes from the fuzzer.
fn driven<T: Debug>(strategy: &BoxedStrategy<T>, bytes: &[u8]) -> Result<T> {
    let rng = TestRng::from_seed(RngAlgorithm::PassThrough, &[bytes, &*BEHIND].concat());
    let config = Config { failure_persistence: None, ..Config::default() };
    let tree = strategy.new_tree(&mut TestRunner::new_with_rng(config, rng)).map_err(|_| Error::IncorrectFormat)?;
    Ok(tree.current())
}

macro_rules! by_fuzzers {
    ($($made:ty),+) => {$(
        impl<'a> Arbitrary<'a> for $made {
            /// Takes a part of the bytes, so that something is left for others.
            fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
                let length = bytes.arbitrary_len::<u8>()?;
                Self::arbitrary_take_rest(Unstructured::new(bytes.bytes(length)?))
            }

            fn arbitrary_take_rest(bytes: Unstructured<'a>) -> Result<Self> {
                thread_local!(static ANY: BoxedStrategy<$made> = any::<$made>());

                ANY.with(|any| driven(any, bytes.take_rest()))
            }
        }
    )+};
}

by_fuzzers!(Webhook, InvalidWebhook, Event);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_behind_the_fuzzers_bytes_is_enough() {
        let strategy = (any::<Webhook>(), any::<InvalidWebhook>());
        let read = |seed: u16| {
            let seed = [seed.to_le_bytes(); 16].concat();
            let rng = TestRng::from_seed(RngAlgorithm::Recorder, &seed);
            let mut runner = TestRunner::new_with_rng(Config::default(), rng);
            strategy.new_tree(&mut runner).unwrap();
            runner.bytes_used().len()
        };
        let most = (0..1000).map(read).max().unwrap();
        assert!(most < BEHIND.len() / 4, "{most} bytes");
    }
}
