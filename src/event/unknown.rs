//! Undocumented events.

#[cfg(doc)]
use super::Event;
use super::UndocumentedName;

/// An event that the vendor does not document: `unknown`. The whole body is in [`Event::extra`].
///
/// An event that was read is also unknown if this version of leadhook does not know its type. Its `data` is in
/// [`Event::unknown_members`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    undocumented_type: Option<UndocumentedName>,
}

impl Unknown {
    /// Creates an unknown event of the type `unknown`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn with_type(undocumented_type: UndocumentedName) -> Self {
        Self { undocumented_type: Some(undocumented_type) }
    }

    /// Returns the type of an event that was read, if this version of leadhook does not know it.
    #[must_use]
    pub fn undocumented_type(&self) -> Option<&UndocumentedName> {
        self.undocumented_type.as_ref()
    }
}
