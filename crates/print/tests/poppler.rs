//! The printing program, and the eyes of poppler.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A printed document.
pub struct Printed {
    folder: tempfile::TempDir,
}

/// Calls the program with this order.
pub fn call(order: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hrc-print"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses an order may not read it to its end.
    let _ = child.stdin.take().unwrap().write_all(order);
    child.wait_with_output().unwrap()
}

/// Prints an order that must succeed.
pub fn print(order: &serde_json::Value) -> Printed {
    let output = call(order.to_string().as_bytes());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.pdf"), output.stdout).unwrap();
    Printed { folder }
}

impl Printed {
    fn file(&self) -> PathBuf {
        self.folder.path().join("a.pdf")
    }

    fn seen(&self, program: &str, arguments: &[&str], after: &[&str]) -> String {
        let output =
            Command::new(program).args(arguments).arg(self.file()).args(after).output().unwrap();
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// What `pdfinfo` says under this name.
    pub fn info(&self, name: &str) -> String {
        let info = self.seen("pdfinfo", &[], &[]);
        let line = info.lines().find_map(|line| line.strip_prefix(&format!("{name}:")));
        line.unwrap_or_default().trim().to_owned()
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.info("Pages").parse().unwrap()
    }

    /// Whether it says of itself that it keeps to PDF/UA-1.
    pub fn claims_ua(&self) -> bool {
        self.seen("pdfinfo", &["-meta"], &[]).contains("pdfuaid")
    }

    /// Its words, the lines joined.
    pub fn words(&self) -> String {
        let text = self.seen("pdftotext", &[], &["-"]);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Its fonts: name, and whether it is embedded.
    pub fn fonts(&self) -> Vec<(String, bool)> {
        let table = self.seen("pdffonts", &[], &[]);
        let row = |line: &str| {
            let cells: Vec<&str> = line.split_whitespace().collect();
            // Behind the name: type, encoding, emb, sub, uni, object, its generation.
            (cells[0].to_owned(), cells[cells.len() - 5] == "yes")
        };
        table.lines().skip(2).map(row).collect()
    }

    /// Where its links lead.
    pub fn links(&self) -> Vec<String> {
        let table = self.seen("pdfinfo", &["-url"], &[]);
        table
            .lines()
            .skip(1)
            .filter_map(|line| line.split_whitespace().last())
            .map(str::to_owned)
            .collect()
    }

    /// The tree of its tags.
    pub fn tags(&self) -> String {
        self.seen("pdfinfo", &["-struct"], &[])
    }
}
