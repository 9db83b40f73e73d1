//! What can be printed, and how the program that prints it is called.
//!
//! Setting type is the work of `hrc-print`, a program of its own: forty megabytes of Typst that neither
//! the window nor `hrc` carry, and that no text, however hostile, can take down with it. Both speak to
//! it through this crate: the [`Order`] is the JSON it reads, [`call()`] starts it, watches the clock and
//! hands back the document, and [`call_into()`] puts it into a file, whole or not at all.

mod calling;
mod order;

pub use calling::{PATIENCE, call, call_into, call_program, find_program};
pub use order::{Document, LARGEST_DOCUMENT, LARGEST_ORDER, Order, Picture};
