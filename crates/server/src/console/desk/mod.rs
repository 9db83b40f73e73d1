//! The desk: the pages of those who answer, and of those who write the content.
//!
//! `inbox` is the list they work from, `question` one question with everything kept of it, `steps` and
//! `told` what is done to it, each shown in the asker's own words before it is done; `answer` the editor
//! with its `versions`, `send` the last look before an answer goes out, `publish` what becomes of it for
//! everyone, `published` what is out; `records` what the library says already; `content` the editors'
//! desk. `shown` has what several of them show: names, words, texts as readers see them.

mod answer;
mod content;
mod inbox;
mod publish;
mod published;
mod question;
mod records;
mod send;
mod shown;
mod steps;
mod told;
mod versions;

pub use content::Run;

use super::routes::{ADMINISTRATOR, EDITOR, EXPERT, Route};

/// What the form of a draft may have at most, in bytes: each text at its longest, as browsers send it.
const DRAFT: usize = 512 << 10;

/// What the form of an authored file may have at most, likewise.
const FILE: usize = 1 << 20;

pub fn routes() -> Vec<Route> {
    let mut routes = told::routes(DRAFT);
    routes.extend([
        Route::page("/console/inbox", EXPERT, inbox::list),
        Route::page("/console/questions/{id}", EXPERT, question::show),
        Route::form("/console/questions/{id}/presence", EXPERT, question::present),
        Route::form("/console/questions/{id}/notes", EXPERT, question::note).of_bytes(DRAFT),
        Route::form("/console/questions/{id}/take", EXPERT, steps::take),
        Route::page("/console/questions/{id}/pass", EXPERT, steps::pass),
        Route::form("/console/questions/{id}/pass", EXPERT, steps::pass_on),
        Route::page("/console/questions/{id}/close", EXPERT, steps::close),
        Route::form("/console/questions/{id}/close", EXPERT, steps::be_through),
        Route::page("/console/questions/{id}/delete", ADMINISTRATOR, steps::delete),
        Route::form("/console/questions/{id}/delete", ADMINISTRATOR, steps::delete_for_good),
        Route::page("/console/questions/{id}/answer", EXPERT, answer::edit),
        Route::form("/console/questions/{id}/answer", EXPERT, answer::save).of_bytes(DRAFT),
        Route::page("/console/questions/{id}/answer/send", EXPERT, send::look),
        Route::form("/console/questions/{id}/answer/send", EXPERT, send::send),
        Route::page("/console/questions/{id}/versions", EXPERT, versions::list),
        Route::form("/console/questions/{id}/versions", EXPERT, versions::restore),
        Route::page("/console/questions/{id}/publish", EDITOR, publish::look),
        Route::form("/console/questions/{id}/publish", EDITOR, publish::offer),
        Route::form("/console/questions/{id}/withdraw", EDITOR, publish::withdraw),
        Route::form("/console/preview", EXPERT, records::preview).of_bytes(DRAFT),
        Route::page("/console/records", EXPERT, records::search),
        Route::page("/console/records/{id}", EXPERT, records::read),
        Route::page("/console/published", EXPERT, published::list),
        Route::page("/console/content", EDITOR, content::list),
        Route::form("/console/content", EDITOR, content::publish),
        Route::page("/console/content/file", EDITOR, content::edit),
        Route::form("/console/content/file", EDITOR, content::keep).of_bytes(FILE),
        Route::form("/console/content/upload", EDITOR, content::upload).of_bytes(FILE),
        Route::page("/console/content/history", EDITOR, content::history),
        Route::page("/console/content/before", EDITOR, content::before),
    ]);
    routes
}
