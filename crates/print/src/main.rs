//! The program: an order on standard input, a PDF file on standard output; an error as one line of JSON
//! on standard error, with the exit code of its kind.

use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use hrc_press::LARGEST_ORDER;
use std::io::{Read, Write};
use std::process::ExitCode;

/// Deep texts are set by functions that call themselves; they have room for it.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    // Whatever goes wrong inside a library becomes one line, as every other error.
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(work)
        .map_err(|cause| Error::io("beginning to print", &cause))
        .and_then(|work| {
            let fault = || Error::new(ErrorCode::Internal, "the document could not be set");
            work.join().map_err(|_| fault())?
        });
    let Err(error) = outcome else { return ExitCode::SUCCESS };
    let line = serde_json::to_string(&error).unwrap_or_else(|_| error.to_string());
    eprintln!("{line}");
    ExitCode::from(error.code.exit_code())
}

fn work() -> Result<()> {
    let mut order = Vec::new();
    // One byte more than allowed, so that too much is told from just enough.
    let most = u64::try_from(LARGEST_ORDER + 1).unwrap_or(u64::MAX);
    std::io::stdin()
        .lock()
        .take(most)
        .read_to_end(&mut order)
        .map_err(|cause| Error::io("reading the order", &cause))?;
    let document = hrc_print::print(&order)?;
    let mut out = std::io::stdout().lock();
    out.write_all(&document)
        .and_then(|()| out.flush())
        .map_err(|cause| Error::io("writing the document", &cause))
}
