//! How long it takes. Run by hand, in a quiet hour:
//! `cargo test -p hrc-library [--release] -- --ignored --nocapture measuring`; `RECORDS` sets the size.

use crate::corpus::*;
use hrc_domain::search::SearchRequest;
use hrc_library::{Batch, Library};
use std::time::{Duration, Instant};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    /// Few words come often, most seldom: about as in real texts.
    fn word<'a>(&mut self, words: &'a [String]) -> &'a str {
        let x = (self.throw(1 << 20) as f64 + 1.0) / f64::from(1 << 20);
        let at = (words.len() as f64).powf(x) as usize - 1;
        &words[at.min(words.len() - 1)]
    }
}

fn vocabulary_of(size: usize) -> Vec<String> {
    let syllables = [
        "men", "schen", "recht", "ci", "ty", "hu", "man", "ri", "ght", "coun", "cil", "par", "ti",
        "ci", "pa", "tion", "hou", "sing", "stad", "ville", "för", "ü", "ber", "gra", "wien",
    ];
    let mut dice = Dice(0x5eed);
    (0..size)
        .map(|_| (0..2 + dice.throw(3)).map(|_| syllables[dice.throw(syllables.len())]).collect())
        .collect()
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    println!("{what:>28}: p50 {:.2} ms, p99 {:.2} ms", at(50), at(99));
}

#[test]
#[ignore = "measures time, which needs a quiet computer"]
fn building_and_searching() {
    let size: usize = std::env::var("RECORDS").ok().and_then(|n| n.parse().ok()).unwrap_or(400);
    let words = vocabulary_of(60_000);
    let mut dice = Dice(42);
    let mut changes = Vec::new();
    for n in 0..size {
        let text = |dice: &mut Dice, length: usize| {
            (0..length).map(|_| dice.word(&words)).collect::<Vec<_>>().join(" ")
        };
        let title = text(&mut dice, 3);
        let mut record = city(&format!("record-{n}"), &title, ["AT", "DE", "SE"][n % 3], &[]);
        record.language = lang(["en", "de", "sv", "fr"][n % 4]);
        record.body = (0..6)
            .map(|_| format!("## {}\n\n{}\n\n", text(&mut dice, 2), text(&mut dice, 80)))
            .collect();
        record.facets.udhr = vec![1 + (n % 30) as u8];
        changes.push(put(0, record));
    }
    let dir = tempfile::tempdir().unwrap();
    let library = Library::create(dir.path()).unwrap();
    let began = Instant::now();
    library.apply(Batch { head: 0, changes }).unwrap();
    println!("{size} records applied and indexed in {:.2} s", began.elapsed().as_secs_f64());
    println!("{:.1} MB on disk", library.status().unwrap().bytes / 1e6);
    drop(library);
    let began = Instant::now();
    let library = Library::open(dir.path()).unwrap();
    println!("opened in {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    let began = Instant::now();
    library
        .apply(Batch { head: 1, changes: vec![put(1, city("linz", "Linz", "AT", &[]))] })
        .unwrap();
    println!("one change applied and indexed in {:.1} ms", began.elapsed().as_secs_f64() * 1e3);

    let rounds = 300;
    let mut measure = |what: &str, query: &mut dyn FnMut(&mut Dice) -> String| {
        let times = (0..rounds).map(|_| {
            let request = SearchRequest::new(query(&mut dice), lang("en"), 10);
            let began = Instant::now();
            library.search(&request).unwrap();
            began.elapsed()
        });
        report(what, times.collect());
    };
    measure("nothing typed", &mut |_| String::new());
    measure("one word", &mut |dice| format!("{} ", words[dice.throw(words.len())]));
    measure("two words", &mut |dice| {
        format!("{} {} ", dice.word(&words), words[dice.throw(words.len())])
    });
    measure("three letters, typing", &mut |dice| {
        words[dice.throw(words.len())].chars().take(3).collect()
    });
    measure("six letters, typing", &mut |dice| {
        words[dice.throw(words.len())].chars().take(6).collect()
    });
    measure("misspelt", &mut |dice| {
        let mut word: Vec<char> = words[dice.throw(words.len())].chars().collect();
        let at = dice.throw(word.len());
        word[at] = 'q';
        word.into_iter().collect::<String>() + " "
    });
    measure("a phrase", &mut |dice| format!("\"{} {}\"", dice.word(&words), dice.word(&words)));
}

/// nDCG@10 of the judged collections in the folder `JUDGED`, each with its language as a suffix.
#[test]
#[ignore = "needs judged collections, which are no part of the product"]
fn relevance() {
    let folder = std::env::var("JUDGED").unwrap();
    for (name, code) in
        [("cranfield", "en"), ("xquad-en", "en"), ("squad-es", "es"), ("piaf-fr", "fr")]
    {
        let read = |file: &str| std::fs::read_to_string(format!("{folder}/{name}/{file}")).unwrap();
        let json = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
        let text = |value: &serde_json::Value, field: &str| {
            value[field].as_str().unwrap_or_default().to_owned()
        };
        let mut changes = Vec::new();
        for line in read("docs.jsonl").lines() {
            let doc = json(line);
            let mut record = record(
                &text(&doc, "id").to_lowercase(),
                &text(&doc, "title"),
                hrc_domain::Detail::Article {},
            );
            record.summary.clear();
            record.language = lang(code);
            record.body = text(&doc, "body");
            changes.push(put(0, record));
        }
        let dir = tempfile::tempdir().unwrap();
        let library = Library::create(dir.path()).unwrap();
        library.apply(Batch { head: 0, changes }).unwrap();
        let qrels = read("qrels.tsv");
        let graded = |query: &str| -> std::collections::HashMap<String, f64> {
            let rows = qrels.lines().map(|row| row.split('\t').collect::<Vec<_>>());
            let rows = rows.filter(|row| row[0] == query);
            rows.map(|row| (row[1].to_lowercase(), row[2].parse::<f64>().unwrap_or(0.0))).collect()
        };
        let gain = |grades: &[f64]| -> f64 {
            grades.iter().enumerate().map(|(n, g)| (g.exp2() - 1.0) / (n as f64 + 2.0).log2()).sum()
        };
        let (mut sum, mut typo_sum, mut asked, mut times, mut empty) = (0.0, 0.0, 0, Vec::new(), 0);
        let mut dice = Dice(7);
        for line in read("queries.jsonl").lines() {
            let query = json(line);
            let grades = graded(&text(&query, "id"));
            let mut ideal: Vec<f64> = grades.values().copied().collect();
            ideal.sort_by(|a, b| b.total_cmp(a));
            ideal.truncate(10);
            let mut ndcg = |words: String| {
                let began = Instant::now();
                let response = library.search(&SearchRequest::new(words, lang("en"), 10)).unwrap();
                times.push(began.elapsed());
                empty += u32::from(response.hits.is_empty());
                let found =
                    response.hits.iter().map(|h| grades.get(h.id.as_str()).copied().unwrap_or(0.0));
                gain(&found.collect::<Vec<_>>()) / gain(&ideal).max(f64::MIN_POSITIVE)
            };
            let words = text(&query, "text") + " ";
            sum += ndcg(words.clone());
            let misspelt = words.split(' ').map(|word| {
                let mut letters: Vec<char> = word.chars().collect();
                if letters.len() > 5 {
                    let at = 1 + dice.throw(letters.len() - 2);
                    letters.swap(at, at + 1);
                }
                letters.into_iter().collect::<String>()
            });
            typo_sum += ndcg(misspelt.collect::<Vec<_>>().join(" "));
            asked += 1;
        }
        println!(
            "{name:>10}: nDCG@10 {:.4}, misspelt {:.4}, empty {empty}",
            sum / f64::from(asked),
            typo_sum / f64::from(asked)
        );
        report(name, times);
    }
}
