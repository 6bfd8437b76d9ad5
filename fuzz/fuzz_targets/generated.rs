//! All laws, over webhooks and near-valid ones that the fuzzer's bytes choose.
#![no_main]

#[path = "../../tests/corpus/mod.rs"]
mod corpus;
#[path = "../../tests/law/mod.rs"]
mod law;

use leadhook::testing::{InvalidWebhook, Webhook};
use leadhook::{Vendor, normalize};
use libfuzzer_sys::arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;

#[derive(Debug)]
enum Made {
    Webhook(Webhook),
    InvalidWebhook(InvalidWebhook),
}

impl<'a> Arbitrary<'a> for Made {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        Ok(if bytes.ratio(1, 3)? { Self::InvalidWebhook(bytes.arbitrary()?) } else { Self::Webhook(bytes.arbitrary()?) })
    }

    fn arbitrary_take_rest(mut bytes: Unstructured<'a>) -> Result<Self> {
        Ok(if bytes.ratio(1, 3)? {
            Self::InvalidWebhook(Arbitrary::arbitrary_take_rest(bytes)?)
        } else {
            Self::Webhook(Arbitrary::arbitrary_take_rest(bytes)?)
        })
    }
}

fuzz_target!(|made: Made| match made {
    Made::Webhook(webhook) => {
        assert!(normalize(webhook.vendor, webhook.body.as_bytes()).is_ok());
        law::all(webhook.vendor, webhook.body.as_bytes());
    }
    Made::InvalidWebhook(broken) => {
        assert!(normalize(broken.vendor, &broken.body).is_err());
        for &vendor in Vendor::VARIANTS {
            law::all(vendor, &broken.body);
        }
    }
});
