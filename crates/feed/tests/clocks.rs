//! Clocks that are wrong, here or there.

use crate::harness::{Feed, NAME, days, now};
use hrc_domain::ErrorCode;

#[tokio::test]
async fn a_clock_ten_years_ahead_looks_like_an_expired_feed() {
    // The feed of ten years ago, seen today, is what today's feed is to a clock ten years ahead.
    let then = now().checked_sub(days(3650)).unwrap();
    let feed = Feed::founded(NAME, then).await;
    let mut reader = feed.reader();
    reader.is_refused(ErrorCode::FeedExpired, "where nobody says what time it is").await;
    feed.courier.says_it_is(now());
    reader.is_refused(ErrorCode::FeedExpired, "where the server agrees that it is now").await;
    feed.courier.says_it_is(then);
    reader.is_refused(ErrorCode::ClockWrong, "where the server says that it is then").await;
}

#[tokio::test]
async fn a_clock_ten_years_behind_is_seen_by_the_signatures() {
    let feed = Feed::founded(NAME, now().checked_add(days(3650)).unwrap()).await;
    let mut reader = feed.reader();
    feed.courier.asked();
    reader.is_refused(ErrorCode::ClockWrong, "nobody vouches for what is to come").await;
    let asked = feed.courier.asked();
    let timestamps = asked.iter().filter(|(name, _)| name.ends_with("timestamp.json")).count();
    assert_eq!(timestamps, 1, "asking twice makes the clock no better");
}

#[tokio::test]
async fn the_callers_clock_counts_too() {
    let feed = Feed::grown().await;
    let mut reader = feed.reader();
    reader.now = Some(now().checked_sub(days(3650)).unwrap());
    reader.is_refused(ErrorCode::ClockWrong, "ten years behind").await;
    reader.now = None;
    feed.is_believed_again(&mut reader).await;
}

#[tokio::test]
async fn a_clock_a_day_off_is_no_hindrance() {
    for off in [-1, 1] {
        let feed = Feed::founded(NAME, now().checked_add(days(off)).unwrap()).await;
        feed.courier.says_it_is(now());
        feed.reader().look().await.unwrap_or_else(|cause| panic!("{off} days: {cause}"));
    }
}

#[tokio::test]
async fn a_clock_that_was_ahead_once_does_not_stop_syncing_for_ever() {
    let feed = Feed::grown().await;
    let mut reader = feed.reader();
    reader.look().await.unwrap();
    let noted = reader.known().join("latest_known_time.json");
    let ahead = now().checked_add(days(3650)).unwrap();
    std::fs::write(&noted, format!("\"{ahead}\"")).unwrap();
    reader.look().await.expect("the note heals itself");
    let text = std::fs::read_to_string(&noted).unwrap();
    let healed: jiff::Timestamp = text.trim_matches('"').parse().unwrap();
    assert!(healed <= now(), "and says what time it is: {text}");
}
