//! Generates webhooks and events without a property test.

use std::fmt;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::WebhookOptions;

/// An infinite iterator over generated webhooks, invalid webhooks or events. Use it for demonstrations, load tests and
/// test archives.
///
/// The same seed gives the same output with the same versions of this crate and of proptest, and the same features of
/// serde_json.
///
/// ```
/// use leadhook::testing::{Samples, WebhookOptions, Webhook};
/// use leadhook::{Vendor, normalize};
///
/// for webhook in Samples::<Webhook>::new(WebhookOptions::from(Vendor::LeadSail), 1).take(10) {
///     assert!(normalize(Vendor::LeadSail, webhook.body.as_bytes()).is_ok());
/// }
/// ```
pub struct Samples<T> {
    strategy: BoxedStrategy<T>,
    runner: TestRunner,
}

impl<T: Arbitrary<Parameters = WebhookOptions> + 'static> Samples<T> {
    /// Creates an iterator from options and a random seed.
    #[must_use]
    pub fn new(options: WebhookOptions, seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        Self { strategy: any_with::<T>(options).boxed(), runner: TestRunner::new_with_rng(Config::default(), rng) }
    }
}

impl<T: fmt::Debug> Iterator for Samples<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        Some(self.strategy.new_tree(&mut self.runner).expect("the strategies filter nothing out").current())
    }
}

impl<T> fmt::Debug for Samples<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Samples").finish_non_exhaustive()
    }
}
