//! Starting `hrc-print`, and not waiting for it for ever.

use crate::order::{LARGEST_DOCUMENT, LARGEST_ORDER, Order};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a document may take. Twenty slides take a fiftieth of a second; a computer that is busy with
/// something else, or looks through every program it starts, takes many times as long.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How much is read of what the program says about a failure.
const LARGEST_COMPLAINT: usize = 64 << 10;

/// How often the program is asked whether it is done.
const PULSE: Duration = Duration::from_millis(5);

/// The program's name on this system.
const PROGRAM: &str = if cfg!(windows) { "hrc-print.exe" } else { "hrc-print" };

/// The printing program: beside this executable, or one folder above it, else wherever the system looks
/// for programs.
pub fn find_program() -> PathBuf {
    let own = std::env::current_exe().ok();
    // Tests run from a folder below the programs'.
    let folders = own.iter().flat_map(|own| own.ancestors().skip(1).take(2));
    folders
        .map(|folder| folder.join(PROGRAM))
        .find(|program| program.is_file())
        .unwrap_or_else(|| PathBuf::from(PROGRAM))
}

/// Has a document printed, as the bytes of a PDF file.
pub fn call(order: &Order) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(order)
        .map_err(|cause| Error::new(ErrorCode::Internal, format!("writing an order: {cause}")))?;
    call_program(&find_program(), json, PATIENCE)
}

/// Has a document printed into a file. The file appears whole, in place of one that was there, or not
/// at all.
pub fn call_into(order: &Order, path: &Path) -> Result<()> {
    let pdf = call(order)?;
    let unwritable = |cause| Error::io(&format!("writing {}", path.display()), &cause);
    // Of a path without a folder the parent is the empty path, which names no folder to write into.
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut named = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A document is for giving out: as readable as any other file of this user's.
        named.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = named.prefix(".hrc-print-").tempfile_in(folder).map_err(unwritable)?;
    file.write_all(&pdf).map_err(unwritable)?;
    file.as_file().sync_all().map_err(unwritable)?;
    file.persist(path).map_err(|cause| unwritable(cause.error))?;
    Ok(())
}

/// Has this program print an order within a time; killed when it takes longer.
pub fn call_program(program: &Path, order: Vec<u8>, patience: Duration) -> Result<Vec<u8>> {
    if order.len() > LARGEST_ORDER {
        let sentence = format!("what is to be printed is larger than {LARGEST_ORDER} bytes");
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|cause| Error::io(&format!("starting {}", program.display()), &cause))?;
    // Each pipe has its own reader or writer, so that none of them waits for another to be emptied.
    let telling = child.stdin.take().map(|mut pipe| {
        std::thread::spawn(move || {
            // A program that ended early says why itself.
            let _ = pipe.write_all(&order);
        })
    });
    let document = child.stdout.take().map(|pipe| reader(pipe, LARGEST_DOCUMENT));
    let complaint = child.stderr.take().map(|pipe| reader(pipe, LARGEST_COMPLAINT));
    let status = wait(&mut child, patience);
    if status.is_err() {
        // Nothing of it is used any more; its pipes end with it.
        let _ = child.kill();
        let _ = child.wait();
    }
    if let Some(telling) = telling {
        let _ = telling.join();
    }
    let (document, complaint) = (joined(document), joined(complaint));
    if status?.success() {
        let document = document?;
        return if document.starts_with(b"%PDF-") {
            Ok(document)
        } else {
            Err(Error::new(ErrorCode::Internal, "hrc-print ended well and gave no document"))
        };
    }
    Err(said(&complaint.unwrap_or_default()))
}

fn wait(child: &mut Child, patience: Duration) -> Result<ExitStatus> {
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if began.elapsed() < patience => std::thread::sleep(PULSE),
            Ok(None) => {
                let sentence = format!("hrc-print took longer than {patience:?} and was stopped");
                return Err(Error::new(ErrorCode::TimedOut, sentence));
            }
            Err(cause) => return Err(Error::io("waiting for hrc-print", &cause)),
        }
    }
}

/// Reads a pipe to its end beside everything else. What goes beyond the bound is read and let go, so
/// that the program can end, and told as too large.
fn reader(mut pipe: impl Read + Send + 'static, most: usize) -> JoinHandle<Result<Vec<u8>>> {
    std::thread::spawn(move || {
        let unread = |cause| Error::io("reading from hrc-print", &cause);
        let mut bytes = Vec::new();
        let bound = u64::try_from(most).unwrap_or(u64::MAX);
        pipe.by_ref().take(bound).read_to_end(&mut bytes).map_err(unread)?;
        let more = std::io::copy(&mut pipe, &mut std::io::sink()).map_err(unread)?;
        if more > 0 {
            let sentence = format!("the document is larger than {most} bytes");
            return Err(Error::new(ErrorCode::InvalidInput, sentence));
        }
        Ok(bytes)
    })
}

fn joined(reading: Option<JoinHandle<Result<Vec<u8>>>>) -> Result<Vec<u8>> {
    let lost = || Error::new(ErrorCode::Internal, "the pipe of hrc-print was lost");
    reading.ok_or_else(lost)?.join().map_err(|_| lost())?
}

/// The error the program wrote; whatever else it wrote is the fault of the program.
fn said(complaint: &[u8]) -> Error {
    let text = String::from_utf8_lossy(complaint);
    text.lines().rev().find_map(|line| serde_json::from_str(line).ok()).unwrap_or_else(|| {
        let end: String = text.trim().chars().take(400).collect();
        Error::new(ErrorCode::Internal, format!("hrc-print failed: {end}"))
    })
}
