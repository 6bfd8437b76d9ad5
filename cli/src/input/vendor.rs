//! The argument that names a vendor.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use leadhook::Vendor;

/// Parses the name of a vendor.
pub(crate) fn vendor_parser() -> impl TypedValueParser<Value = Vendor> {
    PossibleValuesParser::new(Vendor::VARIANTS.iter().map(|vendor| vendor.as_str()))
        .map(|name| name.parse().expect("the name is one of those above"))
}
