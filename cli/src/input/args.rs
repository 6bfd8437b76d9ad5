//! The arguments of every command that reads webhooks.

use leadhook::{Error, Limits, Vendor};

use super::vendor::vendor_parser;

/// What to assume about the webhooks.
#[derive(Clone, Copy, clap::Args)]
pub(crate) struct WebhookArgs {
    /// the vendor that sent all the webhooks; by default, the event name of each decides
    #[arg(long, value_name = "VENDOR", value_parser = vendor_parser())]
    pub(crate) vendor: Option<Vendor>,
    /// the maximum size of a webhook in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().max_body())]
    max_body: usize,
}

impl WebhookArgs {
    /// Returns the limits on bodies.
    pub(crate) fn limits(self) -> Limits {
        Limits::default().with_max_body(self.max_body)
    }

    /// Returns the vendor of a body.
    pub(crate) fn vendor_of(self, body: &[u8]) -> Result<Vendor, Error> {
        self.vendor.map_or_else(|| Vendor::detect(body), Ok)
    }
}
