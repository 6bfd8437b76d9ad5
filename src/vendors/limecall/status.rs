//! LimeCall's words.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
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
