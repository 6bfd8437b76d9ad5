//! LeadNest's words: it has none but its event names, which say all.
