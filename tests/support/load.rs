//! Clients that write all the time, and what is left of what they wrote.
//!
//! A write is a transfer with all of its entries, which a server may store whole or not at all, or a note, which it may store once or not at
//! all. What was acknowledged has to be found again; what was not may be there or not, and whole and once if it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Answer, Client};

/// How many entries a transfer has.
const ENTRIES: i64 = 4;

/// Clients that write to some servers, each with one request after the other, until they are told to stop.
#[derive(Debug)]
pub struct Load {
    stop: Arc<AtomicBool>,
    acknowledged: Arc<AtomicUsize>,
    written: Arc<Mutex<Written>>,
    threads: Vec<JoinHandle<()>>,
}

/// What clients wrote, and what they were told.
#[derive(Debug, Default, Clone)]
pub struct Written {
    /// The references of transfers, and the texts of notes, that were answered with 201.
    pub acknowledged: BTreeSet<String>,
    /// How many requests had an answer of this status.
    pub statuses: BTreeMap<u16, usize>,
    /// How many had none: the server was gone, or went.
    pub unanswered: usize,
    /// Answers that no client should get, some of them.
    pub wrong: Vec<String>,
}

/// What was found afterwards.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Transfers and notes that are there.
    pub rows: usize,
    /// Of them, those that were acknowledged.
    pub acknowledged: usize,
    /// Acknowledged and not there.
    pub lost: Vec<String>,
    /// There, and without all of their entries; entries that belong to no transfer; notes that are there twice.
    pub halves: Vec<String>,
}

/// A JSON request with a token.
///
/// # Errors
/// No answer.
pub fn send(client: &mut Client, method: &str, path: &str, token: &str, body: Option<&Value>) -> Result<Answer, String> {
    let body = body.map(Value::to_string);
    client.send(method, path, &headers(token), body.as_ref().map(String::as_bytes)).map_err(|error| format!("{method} {path}: {error}"))
}

fn headers(token: &str) -> [(String, String); 2] {
    [("Authorization".to_owned(), format!("Token {token}")), ("Content-Type".to_owned(), "application/json".to_owned())]
}

/// The JSON of an answer; null where it is none.
pub fn read(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

/// A transfer as clients send it.
pub fn transfer(reference: &str, amount: i64) -> Value {
    let entries: Vec<Value> = (1..=ENTRIES).map(|position| json!({ "position": position, "amount": amount })).collect();
    json!({ "reference": reference, "total": amount * ENTRIES, "entries": entries })
}

impl Load {
    /// `clients` of them, shared among the servers at these addresses, with this token.
    pub fn start(addresses: &[&str], token: &str, clients: usize) -> Self {
        let (stop, acknowledged) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
        let written = Arc::<Mutex<Written>>::default();
        let client = |number: usize| {
            let (stop, acknowledged, written) = (stop.clone(), acknowledged.clone(), written.clone());
            let (address, token) = (addresses[number % addresses.len()].to_owned(), token.to_owned());
            thread::spawn(move || {
                let mut client = Client::new(&address);
                for count in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let reference = format!("{number}-{count}");
                    let (path, body) = match count % 2 {
                        0 => ("/api/transfers/", transfer(&reference, count)),
                        _ => ("/api/notes/", json!({ "text": reference })),
                    };
                    let answer = client.send_once("POST", path, &headers(&token), Some(body.to_string().as_bytes()));
                    let answer = answer.map_err(|error| error.to_string());
                    let pause = answer.as_ref().map_or(true, |answer| answer.status != 201);
                    if !pause {
                        acknowledged.fetch_add(1, Ordering::Relaxed);
                    }
                    written.lock().unwrap_or_else(PoisonError::into_inner).answered(reference, answer);
                    if pause {
                        thread::sleep(Duration::from_millis(20));
                    }
                }
            })
        };
        let threads = (0..clients).map(client).collect();
        Self { stop, acknowledged, written, threads }
    }

    /// Waits until `more` writes were acknowledged; gives how long that took.
    ///
    /// # Errors
    /// That they were not, in this time.
    pub fn acknowledges(&self, more: usize, patience: Duration) -> Result<Duration, String> {
        let (begun, before) = (Instant::now(), self.acknowledged.load(Ordering::Relaxed));
        while self.acknowledged.load(Ordering::Relaxed) < before + more {
            if begun.elapsed() > patience {
                let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
                return Err(format!(
                    "after {patience:?} no {more} more writes were acknowledged: {:?} {:?}",
                    written.statuses, written.wrong
                ));
            }
            thread::sleep(Duration::from_millis(2));
        }
        Ok(begun.elapsed())
    }

    /// Stops the clients; gives what they wrote.
    pub fn stop(self) -> Written {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            // One that panicked has said so.
            let _ = thread.join();
        }
        self.written.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Written {
    fn answered(&mut self, reference: String, answer: Result<Answer, String>) {
        let Ok(answer) = answer else {
            self.unanswered += 1;
            return;
        };
        *self.statuses.entry(answer.status).or_default() += 1;
        let body = String::from_utf8_lossy(&answer.body);
        let fine = match answer.status {
            201 => {
                self.acknowledged.insert(reference.clone());
                true
            }
            503 => answer.header("retry-after").is_some(),
            _ => false,
        };
        if !fine && self.wrong.len() < 5 {
            self.wrong.push(format!("{reference}: {} {body}", answer.status));
        }
    }

    /// Looks for all of it, through a server's API.
    ///
    /// # Errors
    /// No answer.
    pub fn find(&self, address: &str, token: &str) -> Result<Found, String> {
        let mut client = Client::new(address);
        let mut rows = |path: &str| -> Result<Vec<Value>, String> {
            let answer = send(&mut client, "GET", path, token, None)?;
            let rows = read(&answer)["results"].as_array().cloned();
            rows.ok_or_else(|| format!("GET {path}: {} {}", answer.status, String::from_utf8_lossy(&answer.body)))
        };
        let (transfers, entries) = (rows("/api/transfers/?limit=100000")?, rows("/api/entries/?limit=100000")?);
        let notes = rows("/api/notes/?limit=100000")?;
        let mut found = Found { rows: transfers.len() + notes.len(), ..Found::default() };
        let mut there = BTreeSet::new();
        for row in &transfers {
            let parts: Vec<i64> = row["entries"].as_array().into_iter().flatten().filter_map(|entry| entry["amount"].as_i64()).collect();
            if parts.len() as i64 != ENTRIES || Some(parts.iter().sum()) != row["total"].as_i64() {
                found.halves.push(row.to_string());
            }
            there.insert(row["reference"].as_str().unwrap_or_default().to_owned());
        }
        if entries.len() as i64 != ENTRIES * transfers.len() as i64 {
            found.halves.push(format!("{} entries of {} transfers", entries.len(), transfers.len()));
        }
        for row in &notes {
            if !there.insert(row["text"].as_str().unwrap_or_default().to_owned()) {
                found.halves.push(row.to_string());
            }
        }
        found.lost = self.acknowledged.difference(&there).cloned().collect();
        found.acknowledged = self.acknowledged.len() - found.lost.len();
        Ok(found)
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} acknowledged, {} unanswered, answers {:?}", self.acknowledged.len(), self.unanswered, self.statuses)
    }
}
