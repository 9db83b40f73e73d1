//! The description of the server in OpenAPI, held against the server.

use crate::asking::{RECEIPT, id, question, receipt};
use crate::harness::{Serving, Site};
use hrc_domain::ErrorCode;
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;

fn described(served: &Serving) -> Value {
    let answer = served.get("/v1/openapi.json");
    assert_eq!(answer.status(), 200, "it is served");
    let told: Value = answer.json().unwrap();
    assert_eq!(told["openapi"], "3.1.0", "as what it is");
    told
}

#[test]
fn every_route_is_described_and_every_one_described_is_there() {
    let site = Site::published(1);
    let served = site.serve();
    let told = described(&served);
    let told: BTreeSet<&str> =
        told["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let source = include_str!("../src/http/mod.rs");
    let routes = source.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next());
    assert_eq!(told, routes.collect(), "one list and the other");
}

#[test]
fn whatever_is_answered_was_described() {
    let site = Site::published(1);
    let served = site.serve();
    let told = described(&served);
    let visitor = receipt(RECEIPT);
    for (at, verbs) in told["paths"].as_object().unwrap() {
        let place = at.replace("{folder}", "metadata").replace("{file}", "timestamp.json");
        let place = place.replace("{id}", &id(1)).replace("{act}", &id(2));
        for (verb, described) in verbs.as_object().unwrap() {
            let method: Method = verb.to_uppercase().parse().unwrap();
            for (who, body) in [
                (None, String::new()),
                (None, "{".to_owned()),
                (Some(&visitor), "{".to_owned()),
                (Some(&visitor), question(1).to_string()),
            ] {
                let mut asked = served.client.request(method.clone(), served.url(&place));
                asked = asked.header("content-type", "application/json");
                if let Some(who) = who {
                    asked = asked.header("authorization", who);
                }
                if method != Method::GET {
                    asked = asked.body(body);
                }
                let status = asked.send().unwrap().status();
                let known = &described["responses"][status.as_str()];
                assert!(known.is_object(), "{method} {at} answers {status}");
            }
        }
        let other = served.client.delete(served.url(&place)).send().unwrap();
        assert_eq!(other.status(), 405, "{at}: nothing is deleted over the web");
    }
}

#[test]
fn every_code_that_is_described_is_one_of_the_products() {
    let site = Site::published(1);
    let served = site.serve();
    let told = described(&served);
    let codes = &told["components"]["schemas"]["Error"]["properties"]["code"]["enum"];
    let known: BTreeSet<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    for code in codes.as_array().unwrap() {
        assert!(known.contains(code.as_str().unwrap()), "{code} is in the product's list");
    }
}
