//! All laws, on valid and invalid webhooks that are generated from the fuzzer's bytes.
#![no_main]

use leadhook::testing::{InvalidWebhook, Webhook};
use leadhook::{Vendor, normalize};
use leadhook_harness::law;
use libfuzzer_sys::arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;

#[derive(Debug)]
enum Input {
    Valid(Webhook),
    Invalid(InvalidWebhook),
}

impl<'a> Arbitrary<'a> for Input {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        Ok(if bytes.ratio(1, 3)? { Self::Invalid(bytes.arbitrary()?) } else { Self::Valid(bytes.arbitrary()?) })
    }

    fn arbitrary_take_rest(mut bytes: Unstructured<'a>) -> Result<Self> {
        Ok(if bytes.ratio(1, 3)? {
            Self::Invalid(Arbitrary::arbitrary_take_rest(bytes)?)
        } else {
            Self::Valid(Arbitrary::arbitrary_take_rest(bytes)?)
        })
    }
}

fuzz_target!(|input: Input| match input {
    Input::Valid(webhook) => {
        assert!(normalize(webhook.vendor, webhook.body.as_bytes()).is_ok());
        law::all(webhook.vendor, webhook.body.as_bytes());
    }
    Input::Invalid(webhook) => {
        assert!(normalize(webhook.vendor, &webhook.body).is_err());
        for &vendor in Vendor::VARIANTS {
            law::all(vendor, &webhook.body);
        }
    }
});
