//! LimeCall's words.

use strum::{EnumString, IntoStaticStr, VariantArray};

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
#[non_exhaustive]
pub enum CallStatus {
    /// Nobody took it.
    Missed,
    /// It rings.
    Ringing,
    /// Somebody took it.
    Answered,
    /// It failed.
    Failed,
}
