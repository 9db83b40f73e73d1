//! `make bench-questions`: how many questions a second the server takes in for good, and how long an
//! answer takes from its asker's agreement to being found on somebody else's computer.
//!
//! A question counts when its acknowledgement has come with its id and digest: it is on the server's
//! disk by then. Beside it, in the same run, the floor: the same bytes put into one table by one
//! writer, each in a transaction of its own that waits for the disk.

use futures_util::future::try_join_all;
use hrc_domain::Language;
use hrc_domain::question::{Acknowledgement, body_digest};
use hrc_domain::search::SearchRequest;
use hrc_library::{Library, Unwatched};
use hrc_measure::Outcome;
use hrc_measure::serving::{Serving, program};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many ask at once.
const ASKERS: usize = 64;

/// For how long.
const ASKING: Duration = Duration::from_secs(10);

/// As many as one asker may ask a day, and a few less.
const EACH: usize = 50;

/// A word that stands in the answer and nowhere else.
const WORD: &str = "frostbell";

/// How often it is looked whether the answer is there.
const GLANCE: Duration = Duration::from_millis(250);

/// After how long nobody waits any longer.
const PATIENCE: Duration = Duration::from_secs(180);

fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("server");
    let made = Command::new(program()?).arg("init").arg("--data").arg(&data).output()?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into());
    }
    let serving = Serving::start(&data)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let mut taken = runtime.block_on(asked(&serving.address))?;
    taken.sort();
    told("questions taken in, 64 askers at once", &taken, ASKING);
    let floor = floor(&folder.path().join("floor.sqlite"), taken.len())?;
    let whole: Duration = floor.iter().sum();
    let mut sorted = floor;
    sorted.sort();
    told("floor: rows by one writer, one at a time", &sorted, whole);
    let found = found(&runtime, &serving, &data, folder.path())?;
    println!("{:<44}{:>10.1} s", "agreed to found on another computer", found.as_secs_f64());
    Ok(())
}

fn told(what: &str, sorted: &[Duration], whole: Duration) {
    let at = |part: f64| {
        let n = (sorted.len() as f64 * part) as usize;
        sorted.get(n.min(sorted.len().saturating_sub(1))).map_or(0.0, |t| t.as_secs_f64() * 1000.0)
    };
    println!(
        "{what:<44}{:>10.0} a second   p50 {:.1} ms   p99 {:.1} ms   ({} in all)",
        sorted.len() as f64 / whole.as_secs_f64(),
        at(0.5),
        at(0.99),
        sorted.len(),
    );
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn receipt() -> String {
    format!("{}{}", uuid::Uuid::now_v7().simple(), uuid::Uuid::now_v7().simple())
}

fn question(id: &str) -> Vec<u8> {
    let text =
        "How did other cities of our size begin, and what would they do otherwise? ".repeat(8);
    let question = json!({
        "id": id, "subject": "How to begin", "text": text.trim(), "language": "en",
        "asking_as": "named", "name": "A. Example", "publish": "ask",
        "written_at": "2026-11-21T09:00:00Z",
    });
    question.to_string().into_bytes()
}

/// How long each of the questions took that were acknowledged.
async fn asked(address: &str) -> Outcome<Vec<Duration>> {
    let client = Client::builder().tcp_nodelay(true).build()?;
    let began = Instant::now();
    let ask = async || -> Outcome<Vec<Duration>> {
        let (mut taken, mut receipt) = (Vec::new(), receipt());
        while began.elapsed() < ASKING {
            if taken.len() % EACH == EACH - 1 {
                receipt = self::receipt();
            }
            let one = Instant::now();
            put(&client, address, &receipt, &id()).await?;
            taken.push(one.elapsed());
        }
        Ok(taken)
    };
    Ok(try_join_all((0..ASKERS).map(|_| ask())).await?.into_iter().flatten().collect())
}

/// Puts one question; errs unless it is acknowledged as what was sent.
async fn put(client: &Client, address: &str, receipt: &str, id: &str) -> Outcome<()> {
    let body = question(id);
    let digest = body_digest(&body);
    let answer = client
        .put(format!("{address}v1/questions/{id}"))
        .header("authorization", format!("Receipt {receipt}"))
        .header("content-type", "application/json")
        .body(body)
        .send()
        .await?;
    if answer.status() != StatusCode::CREATED {
        return Err(format!("{}: {}", answer.status(), answer.text().await?).into());
    }
    let told: Acknowledgement = serde_json::from_slice(&answer.bytes().await?)?;
    if told.digest != digest {
        return Err("what was acknowledged is not what was sent".into());
    }
    Ok(())
}

/// The least a server could do: one row a question, each safe on the disk before the next.
fn floor(file: &Path, n: usize) -> Outcome<Vec<Duration>> {
    let db = rusqlite::Connection::open(file)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.execute("CREATE TABLE question (id TEXT PRIMARY KEY, body BLOB NOT NULL)", [])?;
    let mut insert = db.prepare("INSERT INTO question VALUES (?1, ?2)")?;
    (0..n)
        .map(|_| {
            let (id, one) = (id(), Instant::now());
            insert.execute((&id, question(&id)))?;
            Ok(one.elapsed())
        })
        .collect()
}

/// From the asker's agreement to the answer being found in another library.
fn found(
    runtime: &tokio::runtime::Runtime,
    serving: &Serving,
    data: &Path,
    folder: &Path,
) -> Outcome<Duration> {
    let client = Client::new();
    let (id, receipt) = (id(), receipt());
    runtime.block_on(put(&client, &serving.address, &receipt, &id))?;
    let text = format!("Begin with a council, the {WORD} model.");
    expert(data, &["assign", &id, "--to", "B. Expert"], "")?;
    expert(data, &["answer", &id, "--summary", "Begin with a council.", "--text", "-"], &text)?;
    let titled = ["--title", "How do cities begin?", "--summary", "With a council."];
    let publish = [&["publish", &id, "--language", "en", "--text", "-"][..], &titled].concat();
    expert(data, &publish, &text)?;
    let digest = runtime.block_on(proposed(&client, &serving.address, &receipt))?;
    let library = Library::create(&folder.join("library"))?;
    let server = serving.server(data)?;
    library.sync(&server, &Unwatched, jiff::Timestamp::now())?;
    runtime.block_on(agree(&client, &serving.address, &receipt, &id, &digest))?;
    let agreed = Instant::now();
    let request = SearchRequest::new(WORD, Language::english(), 5);
    while agreed.elapsed() < PATIENCE {
        library.sync(&server, &Unwatched, jiff::Timestamp::now())?;
        if library.search(&request)?.total > 0 {
            return Ok(agreed.elapsed());
        }
        std::thread::sleep(GLANCE);
    }
    Err("the answer was not found in time".into())
}

/// Does something as an expert, at the server's own terminal.
fn expert(data: &Path, arguments: &[&str], text: &str) -> Outcome<()> {
    let mut running = Command::new(program()?)
        .arg("questions")
        .args(arguments)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    running.stdin.take().ok_or("there is no input")?.write_all(text.as_bytes())?;
    let output = running.wait_with_output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).into())
}

/// The digest of the text that is proposed to the asker.
async fn proposed(client: &Client, address: &str, receipt: &str) -> Outcome<String> {
    let answer = client
        .get(format!("{address}v1/updates?after=0"))
        .header("authorization", format!("Receipt {receipt}"))
        .send()
        .await?;
    let page: Value = serde_json::from_slice(&answer.bytes().await?)?;
    let updates = page["updates"].as_array().ok_or("there are no updates")?;
    let texts = updates.iter().map(|update| &update["news"]["publication"]["text"]["digest"]);
    let digest = texts.filter_map(Value::as_str).next_back();
    Ok(digest.ok_or("nothing is proposed")?.to_owned())
}

/// Agrees to it.
async fn agree(
    client: &Client,
    address: &str,
    receipt: &str,
    question: &str,
    digest: &str,
) -> Outcome<()> {
    let act = id();
    let body = json!({
        "id": act, "question": question, "written_at": "2026-11-21T10:00:00Z",
        "deed": {"what": "consent", "publication": digest, "granted": true},
    });
    let answer = client
        .put(format!("{address}v1/questions/{question}/acts/{act}"))
        .header("authorization", format!("Receipt {receipt}"))
        .header("content-type", "application/json")
        .body(body.to_string())
        .send()
        .await?;
    if answer.status() == StatusCode::CREATED {
        return Ok(());
    }
    Err(format!("{}: {}", answer.status(), answer.text().await?).into())
}
