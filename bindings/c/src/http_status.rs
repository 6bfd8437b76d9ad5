//! The HTTP statuses that a caller chooses itself.

/// The HTTP status to respond with once the webhook is stored.
pub const LEADHOOK_HTTP_STATUS_OK: u16 = 200;

/// The HTTP status to respond with if the webhook could not be stored, so that the vendor sends it again. Not every
/// vendor does.
pub const LEADHOOK_HTTP_STATUS_SERVICE_UNAVAILABLE: u16 = 503;

#[cfg(test)]
mod tests {
    use leadhook::endpoint::HttpStatus;

    use super::*;

    #[test]
    fn the_statuses_are_those_of_the_crate() {
        assert_eq!(HttpStatus::Ok.as_u16(), LEADHOOK_HTTP_STATUS_OK);
        assert_eq!(HttpStatus::ServiceUnavailable.as_u16(), LEADHOOK_HTTP_STATUS_SERVICE_UNAVAILABLE);
    }
}
