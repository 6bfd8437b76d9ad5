//! Where `unsafe` code is.

use crate::sources;

#[test]
fn only_the_pointer_module_has_unsafe_code() {
    let has_unsafe_code = |text: &str| {
        let (code, _tests) = text.split_once("\n#[cfg(test)]\nmod tests {").unwrap_or((text, ""));
        let lines = code.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
        lines.map(|line| line.replace("#[unsafe(no_mangle)]", "")).any(|line| line.contains("unsafe"))
    };
    let sources = sources();
    let files: Vec<_> =
        sources.iter().filter(|(_, text)| has_unsafe_code(text)).map(|(name, _)| name.as_str()).collect();
    assert_eq!(files, ["pointer.rs"]);
}
