//! The window's view of the commands, generated and held to what Rust says.

#[cfg(test)]
mod tests {
    use crate::commands::builder;
    use specta_typescript::Typescript;
    use std::path::Path;

    const CHECKED_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/lib/bindings.ts");

    #[test]
    fn the_windows_bindings_say_what_the_commands_say() {
        let folder = tempfile::tempdir().unwrap();
        let fresh_file = folder.path().join("bindings.ts");
        builder().export(Typescript::default(), &fresh_file).unwrap();
        let fresh = std::fs::read_to_string(&fresh_file).unwrap();
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(Path::new(CHECKED_IN), &fresh).unwrap();
        }
        let kept = std::fs::read_to_string(CHECKED_IN).unwrap_or_default();
        assert!(
            kept == fresh,
            "ui/src/lib/bindings.ts differs from the commands: run `make bindings`"
        );
    }
}
