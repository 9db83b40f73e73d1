//! A PDF file through the eyes of poppler.

use std::path::Path;
use std::process::Command;

/// What stands in it, page after page.
pub fn text(file: &Path) -> String {
    let mut asking = Command::new("pdftotext");
    asking.arg("-layout").arg(file).arg("-");
    told(asking)
}

/// How many pages it has.
pub fn pages(file: &Path) -> usize {
    let mut asking = Command::new("pdfinfo");
    asking.arg(file);
    let told = told(asking);
    let line = told.lines().find_map(|line| line.strip_prefix("Pages:"));
    line.and_then(|count| count.trim().parse().ok()).unwrap_or_default()
}

fn told(mut program: Command) -> String {
    let output = program.output().expect("poppler is installed by `make setup`");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
