//! Suggestions for values that look misspelled.

/// Returns the documented value that is most like `value`, if one is so similar that it may have been meant.
pub(crate) fn suggest<'d>(value: &str, documented: impl Iterator<Item = &'d str>) -> Option<&'d str> {
    // Documented values are short.
    if value.len() > 64 {
        return None;
    }
    let value = value.to_lowercase();
    let distance = |documented: &str| strsim::damerau_levenshtein(&value, &documented.to_lowercase());
    let (distance, nearest) = documented.map(|one| (distance(one), one)).min_by_key(|&(distance, _)| distance)?;
    (distance <= nearest.len().max(4) / 4).then_some(nearest)
}
