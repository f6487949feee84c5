//! The memory of Argon2, kept from one password to the next.
//!
//! Each thread that hashes would otherwise get its 19 MiB from an arena of its own, of which the C library keeps a good deal when they are freed:
//! after three hundred logins a server held some 400 MiB for nothing.

use argon2::{Argon2, Block};
use std::sync::{Mutex, PoisonError};

/// Memory that nobody uses at the moment.
static KEPT: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// What is larger is freed after use: 64 MiB, in blocks of 1 KiB. New passwords take 19 MiB, Django's own take 100 MiB.
const LARGEST: usize = 64 << 10;

/// Hashes a password into `out`.
pub(crate) fn hash(argon2: &Argon2<'_>, password: &[u8], salt: &[u8], out: &mut [u8]) -> argon2::Result<()> {
    let blocks = argon2.params().block_count();
    let mut memory = KEPT.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
    if memory.len() < blocks {
        // Nothing of it has to be copied.
        memory.clear();
        memory.resize(blocks, Block::default());
    }
    let hashed = argon2.hash_password_into_with_memory(password, salt, out, &mut memory[..blocks]);
    // As many pieces are kept as passwords were hashed at the same time.
    if memory.len() <= LARGEST {
        KEPT.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }
    hashed
}
