//! What the verification of a request proved.

use leadhook::endpoint::Verification;

use crate::failure::Failure;

/// What the verification of a request proved.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub enum leadhook_verification {
    /// Nothing: the vendor does not sign, or the endpoint accepts unsigned requests.
    #[default]
    LEADHOOK_VERIFICATION_UNSIGNED = 0,
    /// Every header that the endpoint checks contains a configured secret, or a signature made with one.
    LEADHOOK_VERIFICATION_VERIFIED = 1,
}

impl TryFrom<&Verification> for leadhook_verification {
    type Error = Failure;

    fn try_from(verification: &Verification) -> Result<Self, Failure> {
        match verification {
            Verification::Unsigned => Ok(Self::LEADHOOK_VERIFICATION_UNSIGNED),
            Verification::Verified(_) => Ok(Self::LEADHOOK_VERIFICATION_VERIFIED),
            _ => Err(Failure::Bug),
        }
    }
}
