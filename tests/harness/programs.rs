//! The built programs and the bundle, found by path.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The project's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The folder this test itself was built into, where its neighbours lie too.
fn built() -> PathBuf {
    let this = std::env::current_exe().unwrap();
    this.ancestors().nth(2).unwrap().to_path_buf()
}

fn program(name: &str) -> PathBuf {
    let path = built().join(name);
    assert!(path.is_file(), "{} is not built: `make test` builds it first", path.display());
    path
}

/// The application.
pub fn application() -> PathBuf {
    program("knowledge-centre")
}

/// The command line.
pub fn hrc() -> Command {
    Command::new(program("hrc"))
}

/// The server.
pub fn server_program() -> Command {
    Command::new(program("hrc-server"))
}

/// Runs a command; panics when it does not end well.
pub fn run_to_end(mut command: Command) -> Output {
    let output = command.output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} ended with {}: {complaint}", output.status);
    output
}

/// Runs `hrc` on the bundle; panics when it does not end well.
pub fn hrc_on_bundle(arguments: &[&str]) -> Output {
    let output = hrc().args(arguments).env("HRC_BUNDLE", bundle()).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "hrc {arguments:?} ended with {}: {complaint}", output.status);
    output
}

/// A bundle made from the authored content by the real command, once a test run.
pub fn bundle() -> &'static Path {
    static BUNDLE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = BUNDLE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bundle");
        let output = hrc()
            .arg("bundle")
            .arg("--content")
            .arg(root().join("resources/content"))
            .arg("--out")
            .arg(&path)
            .output()
            .unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the bundle is not made: {complaint}");
        (folder, path)
    });
    path
}
