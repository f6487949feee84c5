//! How much work checking a password is, so that a wrong one takes as long whoever it is for.
//!
//! An attacker who can tell by the time of an answer whether a name exists, whether its password is usable, or how it is stored, knows where to
//! go on. Django runs its preferred hasher once where there is nothing to check; where passwords are stored in several forms, as after a
//! change of Django's iterations or of the hasher, that still tells them apart. Here each failure does the work of all forms that the
//! table is known to have.

use crate::stored::prehashed;
use argon2::{Algorithm, Argon2, Params, Version};
use sha1::Sha1;
use sha2::Sha256;

/// The algorithm and the cost of one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Argon2.
    Argon2 {
        /// Argon2id, or one of the older two.
        algorithm: Algorithm,
        /// 19, or the older 16.
        version: Version,
        /// Memory, in KiB.
        memory: u32,
        /// Passes over the memory.
        passes: u32,
        /// Lanes.
        lanes: u32,
    },
    /// PBKDF2 with SHA-256, and so many iterations.
    Pbkdf2Sha256(u32),
    /// PBKDF2 with SHA-1, and so many iterations.
    Pbkdf2Sha1(u32),
    /// scrypt.
    Scrypt {
        /// The binary logarithm of N.
        log_n: u8,
        /// r.
        blocks: u32,
        /// p.
        lanes: u32,
    },
    /// bcrypt over a digest of SHA-256, with 2 to this power rounds.
    BcryptSha256(u32),
}

impl Work {
    /// Whether anybody would choose so much work: seconds at most, and at most 1 GiB.
    pub(crate) fn is_sane(self) -> bool {
        match self {
            Self::Argon2 { memory, passes, lanes, .. } => memory <= 1 << 20 && passes <= 32 && lanes <= 64,
            Self::Pbkdf2Sha256(iterations) | Self::Pbkdf2Sha1(iterations) => iterations <= 20_000_000,
            Self::Scrypt { log_n, blocks, lanes } => {
                (1..=20).contains(&log_n)
                    && (1..=64).contains(&blocks)
                    && (1..=64).contains(&lanes)
                    && (u64::from(blocks) << log_n) <= 1 << 23
            }
            Self::BcryptSha256(cost) => (4..=18).contains(&cost),
        }
    }

    /// Does the work, and throws the result away.
    pub fn perform(self, password: &str) {
        let (bytes, salt) = (password.as_bytes(), rand::random::<[u8; 16]>());
        let mut out = [0; 64];
        match self {
            Self::Argon2 { algorithm, version, memory, passes, lanes } => {
                if let Ok(params) = Params::new(memory, passes, lanes, None) {
                    let _ = crate::memory::hash(&Argon2::new(algorithm, version, params), bytes, &salt, &mut out[..32]);
                }
            }
            Self::Pbkdf2Sha256(iterations) => pbkdf2::pbkdf2_hmac::<Sha256>(bytes, &salt, iterations, &mut out[..32]),
            Self::Pbkdf2Sha1(iterations) => pbkdf2::pbkdf2_hmac::<Sha1>(bytes, &salt, iterations, &mut out[..20]),
            Self::Scrypt { log_n, blocks, lanes } => {
                if let Ok(params) = scrypt::Params::new(log_n, blocks, lanes, out.len()) {
                    let _ = scrypt::scrypt(bytes, &salt, &params, &mut out);
                }
            }
            Self::BcryptSha256(cost) => {
                std::hint::black_box(bcrypt::bcrypt(cost, salt, prehashed(password).as_bytes()));
            }
        }
        std::hint::black_box(&out);
    }
}

/// How many forms of work are known at most, so that a table of many does not make every failure slow.
const FORMS: usize = 6;

/// The work that each failure does: that of all forms of stored passwords that are known.
///
/// Iterations of PBKDF2 add up, so of these the largest number counts, and who has done a part of them does the rest.
#[derive(Clone, Debug)]
pub struct Workload {
    forms: Vec<Work>,
}

impl Workload {
    /// What checking new passwords takes.
    pub fn new(preferred: Work) -> Self {
        Self { forms: vec![preferred] }
    }

    /// Adds the work of a form that the table has.
    pub fn learn(&mut self, work: Work) {
        for known in &mut self.forms {
            match (known, work) {
                (Work::Pbkdf2Sha256(most), Work::Pbkdf2Sha256(n)) | (Work::Pbkdf2Sha1(most), Work::Pbkdf2Sha1(n)) => {
                    *most = (*most).max(n);
                    return;
                }
                (known, work) if *known == work => return,
                _ => {}
            }
        }
        if self.forms.len() < FORMS {
            self.forms.push(work);
        }
    }

    /// What a failure has still to do that has done this much; `None`: nothing yet.
    pub fn rest(&self, done: Option<Work>) -> Vec<Work> {
        let left = |all: u32, done| all.checked_sub(done).filter(|n| *n > 0);
        let rest = self.forms.iter().filter_map(|form| match (*form, done) {
            (form, Some(done)) if form == done => None,
            (Work::Pbkdf2Sha256(all), Some(Work::Pbkdf2Sha256(done))) => left(all, done).map(Work::Pbkdf2Sha256),
            (Work::Pbkdf2Sha1(all), Some(Work::Pbkdf2Sha1(done))) => left(all, done).map(Work::Pbkdf2Sha1),
            (form, _) => Some(form),
        });
        rest.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Hasher;

    #[test]
    fn every_failure_does_the_same() {
        let argon2 = Hasher::Argon2.work();
        let old = Work::Argon2 { algorithm: Algorithm::Argon2id, version: Version::V0x13, memory: 102_400, passes: 2, lanes: 8 };
        let mut load = Workload::new(argon2);
        assert_eq!(load.rest(None), [argon2]);
        for work in [Work::Pbkdf2Sha256(600_000), Work::Pbkdf2Sha256(1_000_000), Work::Pbkdf2Sha256(36_000), old, argon2] {
            load.learn(work);
        }
        assert_eq!(load.rest(None), [argon2, Work::Pbkdf2Sha256(1_000_000), old]);
        assert_eq!(load.rest(Some(argon2)), [Work::Pbkdf2Sha256(1_000_000), old]);
        assert_eq!(load.rest(Some(old)), [argon2, Work::Pbkdf2Sha256(1_000_000)]);
        assert_eq!(load.rest(Some(Work::Pbkdf2Sha256(600_000))), [argon2, Work::Pbkdf2Sha256(400_000), old]);
        assert_eq!(load.rest(Some(Work::Pbkdf2Sha256(1_000_000))), [argon2, old]);
    }

    #[test]
    fn the_forms_have_a_bound() {
        let mut load = Workload::new(Hasher::Argon2.work());
        for cost in 4..=18 {
            load.learn(Work::BcryptSha256(cost));
        }
        assert_eq!(load.rest(None).len(), FORMS);
    }
}
