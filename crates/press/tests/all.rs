//! Calling a program that may do anything.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

use hrc_domain::ErrorCode;
use hrc_press::{LARGEST_ORDER, call_program};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

/// Long enough for a script on a busy computer.
const LONG: Duration = Duration::from_secs(60);

/// A program in place of `hrc-print` that does this.
fn program(folder: &tempfile::TempDir, script: &str) -> PathBuf {
    let path = folder.path().join("hrc-print");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn called(
    script: &str,
    order: Vec<u8>,
    patience: Duration,
) -> Result<Vec<u8>, (ErrorCode, String)> {
    let folder = tempfile::tempdir().unwrap();
    let outcome = call_program(&program(&folder, script), order, patience);
    outcome.map_err(|error| (error.code, error.message))
}

#[test]
fn the_order_goes_in_and_the_document_comes_out() {
    let large = vec![b'x'; 1 << 20];
    let document = called("printf %%PDF-; cat", large.clone(), LONG).unwrap();
    assert_eq!(document.len(), large.len() + 5, "more than a pipe holds passes in both directions");
}

#[test]
fn a_program_that_never_ends_is_ended() {
    let (code, sentence) = called("exec sleep 600", vec![], Duration::from_millis(50)).unwrap_err();
    assert_eq!(code, ErrorCode::TimedOut, "{sentence}");
}

#[test]
fn an_error_of_the_program_is_the_error_of_the_call() {
    let script = r#"echo noise >&2; echo '{"code":"invalid_input","message":"no"}' >&2; exit 2"#;
    let refused = called(script, vec![b'x'; 1 << 20], LONG).unwrap_err();
    assert_eq!(refused, (ErrorCode::InvalidInput, "no".to_owned()), "though it read no order");
}

#[test]
fn what_is_no_document_is_an_error() {
    for script in ["exit 0", "echo hello", "echo broken >&2; exit 101", "kill -9 $$"] {
        let (code, _) = called(script, vec![], LONG).unwrap_err();
        assert_eq!(code, ErrorCode::Internal, "{script} printed nothing");
    }
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let error = call_program(&PathBuf::from("/nowhere/hrc-print"), vec![], LONG).unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
    assert!(error.message.contains("/nowhere/hrc-print"), "so that somebody can put it there");
}

#[test]
fn an_order_beyond_its_size_is_never_sent() {
    let (code, _) = called("exit 0", vec![0; LARGEST_ORDER + 1], LONG).unwrap_err();
    assert_eq!(code, ErrorCode::InvalidInput, "the bound is one on both sides");
}
