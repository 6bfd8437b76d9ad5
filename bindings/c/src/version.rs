//! The version of the library.

use std::ffi::{CStr, c_char};

const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => panic!("a version contains no NUL"),
};

/// Returns the version of the library, such as "0.1.0". If it differs from LEADHOOK_VERSION, the program was compiled
/// with the header of another version. Do not free it.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_version() -> *const c_char {
    VERSION.as_ptr()
}

#[cfg(test)]
mod tests {
    use leadhook::{Error, Rejection};

    #[test]
    fn the_version_is_that_of_the_crate() {
        let rejection = Rejection::new(Error::malformed(""), Vec::new());
        assert_eq!(rejection.version.as_bytes(), super::VERSION.to_bytes());
    }
}
