//! Judged collections: documents, questions, and which documents answer which question.
//!
//! A folder with `docs.jsonl` (`{id, title, body}`), `queries.jsonl` (`{id, text}`) and `qrels.tsv`
//! (query, document, grade).

use crate::Outcome;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::path::Path;

/// A document to be found.
#[derive(Debug, Clone, Deserialize)]
pub struct Document {
    /// Its name within the collection.
    pub id: String,
    /// Its title; may be empty.
    #[serde(default)]
    pub title: String,
    /// Its text.
    pub body: String,
}

/// A question.
#[derive(Debug, Clone, Deserialize)]
pub struct Question {
    /// Its name within the collection.
    pub id: String,
    /// As a person would type it.
    pub text: String,
}

/// A collection with its judgements.
pub struct Collection {
    /// The documents.
    pub documents: Vec<Document>,
    /// The questions that at least one document answers.
    pub questions: Vec<Question>,
    /// By question: by document: how well it answers, above 0.
    pub grades: HashMap<String, HashMap<String, f64>>,
}

/// Reads JSON lines.
///
/// # Errors
/// When the file cannot be read or a line is not of this shape.
pub fn lines<T: DeserializeOwned>(file: &Path) -> Outcome<Vec<T>> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let read = |line: &str| {
        serde_json::from_str(line).map_err(|e| format!("{}: {e}", file.display()).into())
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(read).collect()
}

impl Collection {
    /// Reads the collection in this folder.
    ///
    /// # Errors
    /// When a file is missing or malformed.
    pub fn read(folder: &Path) -> Outcome<Self> {
        let mut grades: HashMap<String, HashMap<String, f64>> = HashMap::new();
        for line in std::fs::read_to_string(folder.join("qrels.tsv"))?.lines() {
            let mut columns = line.split('\t');
            let (Some(question), Some(document), Some(grade)) =
                (columns.next(), columns.next(), columns.next())
            else {
                return Err(format!("not three columns: {line}").into());
            };
            let grade: f64 = grade.trim().parse()?;
            if grade > 0.0 {
                grades.entry(question.to_owned()).or_default().insert(document.to_owned(), grade);
            }
        }
        let mut questions: Vec<Question> = lines(&folder.join("queries.jsonl"))?;
        questions.retain(|question| grades.contains_key(&question.id));
        Ok(Self { documents: lines(&folder.join("docs.jsonl"))?, questions, grades })
    }
}

/// Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen, 2002), with the
/// gain of a grade being the grade itself.
pub fn ndcg_at_10(found: &[String], grades: &HashMap<String, f64>) -> f64 {
    let discounted = |gains: &[f64]| -> f64 {
        gains.iter().take(10).zip(2_u32..).map(|(gain, rank)| gain / f64::from(rank).log2()).sum()
    };
    let gains: Vec<f64> = found.iter().map(|id| grades.get(id).copied().unwrap_or(0.0)).collect();
    let mut ideal: Vec<f64> = grades.values().copied().collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let best = discounted(&ideal);
    if best > 0.0 { discounted(&gains) / best } else { 0.0 }
}

/// The share of answering documents among the first hundred.
pub fn recall_at_100(found: &[String], grades: &HashMap<String, f64>) -> f64 {
    let hits = found.iter().take(100).filter(|id| grades.contains_key(*id)).count();
    // Counts of documents are far below the precision of a float.
    hits as f64 / grades.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grades(pairs: &[(&str, f64)]) -> HashMap<String, f64> {
        pairs.iter().map(|(id, grade)| ((*id).to_owned(), *grade)).collect()
    }

    fn found(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn the_ideal_order_scores_one_and_a_later_place_scores_less() {
        let grades = grades(&[("a", 3.0), ("b", 1.0)]);
        let ideal = ndcg_at_10(&found(&["a", "b"]), &grades);
        assert!((ideal - 1.0).abs() < 1e-9, "nothing can be better than the ideal order");
        let swapped = ndcg_at_10(&found(&["b", "a"]), &grades);
        assert!(swapped < ideal && swapped > 0.0, "the better document stands too low: {swapped}");
        let second =
            ndcg_at_10(&found(&["x", "a"]), &crate::collection::tests::grades(&[("a", 1.0)]));
        assert!(
            (second - 1.0 / 3f64.log2()).abs() < 1e-9,
            "a single answer at rank two, by the formula"
        );
    }

    #[test]
    fn recall_counts_what_was_found_of_what_there_is() {
        let grades = grades(&[("a", 1.0), ("b", 1.0)]);
        let half = recall_at_100(&found(&["x", "a"]), &grades);
        assert!((half - 0.5).abs() < 1e-9, "one of two");
    }
}
