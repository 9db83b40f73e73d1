//! The contract of the renderer: one module a promise.

mod anchors;
mod blocks;
mod citations;
mod depths;
mod examination;
mod hostile;
mod markup;
