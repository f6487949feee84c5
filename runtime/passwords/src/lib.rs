//! Passwords as Django stores them (`django.contrib.auth.hashers`) and validates them (`password_validation`).
//!
//! Everything here runs on the calling thread, and hashing takes tens to hundreds of milliseconds by design.

mod memory;
mod stored;
pub mod validation;
mod work;

pub use stored::Stored;
pub use work::{Work, Workload};

use argon2::password_hash::SaltString;
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::RngExt as _;
use sha2::Sha256;

/// The iterations of PBKDF2 for new passwords: Django 5.2's.
pub const ITERATIONS: u32 = 1_000_000;
/// The length of a salt for PBKDF2, in letters and digits: Django's, 128 bits.
pub(crate) const SALT: usize = 22;

/// How new passwords are hashed: the first of Django's `PASSWORD_HASHERS`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hasher {
    /// Argon2id with OWASP's parameters: 19 MiB, two passes. Django reads it if `argon2-cffi` is installed.
    #[default]
    Argon2,
    /// PBKDF2 with SHA-256 and Django's number of iterations: Django's own default, which it always reads.
    Pbkdf2Sha256,
}

impl std::str::FromStr for Hasher {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "argon2" => Ok(Self::Argon2),
            "pbkdf2_sha256" => Ok(Self::Pbkdf2Sha256),
            _ => Err("`argon2` or `pbkdf2_sha256`"),
        }
    }
}

impl Hasher {
    /// What hashing a password with it takes.
    pub fn work(self) -> Work {
        match self {
            Self::Argon2 => Work::Argon2 {
                algorithm: Algorithm::Argon2id,
                version: Version::V0x13,
                memory: Params::DEFAULT_M_COST,
                passes: Params::DEFAULT_T_COST,
                lanes: Params::DEFAULT_P_COST,
            },
            Self::Pbkdf2Sha256 => Work::Pbkdf2Sha256(ITERATIONS),
        }
    }

    /// The stored form of a password, with a random salt.
    ///
    /// # Errors
    ///
    /// A password that argon2 cannot hash (4 GiB or longer).
    pub fn hash(self, password: &str) -> Result<String, String> {
        match self {
            Self::Argon2 => {
                let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(|e| e.to_string())?;
                // The crate's defaults are OWASP's.
                stored::argon2_text(&Argon2::default(), password, &salt).map_err(|e| e.to_string())
            }
            Self::Pbkdf2Sha256 => {
                let salt: String = rand::rng().sample_iter(rand::distr::Alphanumeric).take(SALT).map(char::from).collect();
                let mut hashed = [0; 32];
                pbkdf2::pbkdf2_hmac::<Sha256>(password.as_bytes(), salt.as_bytes(), ITERATIONS, &mut hashed);
                Ok(format!("pbkdf2_sha256${ITERATIONS}${salt}${}", STANDARD.encode(hashed)))
            }
        }
    }

    /// Whether a stored password should be hashed anew once it is known, as Django's `must_update` has it: it was hashed with another
    /// algorithm, or with less work. What took more work is left as it is.
    pub fn must_update(self, stored: &Stored<'_>) -> bool {
        match (self, stored.work()) {
            (Self::Argon2, Work::Argon2 { algorithm, version, memory, passes, .. }) => {
                let cost = |memory: u32, passes: u32| u64::from(memory) * u64::from(passes);
                algorithm != Algorithm::Argon2id
                    || version != Version::V0x13
                    || cost(memory, passes) < cost(Params::DEFAULT_M_COST, Params::DEFAULT_T_COST)
            }
            (Self::Pbkdf2Sha256, Work::Pbkdf2Sha256(iterations)) => iterations < ITERATIONS || stored.has_short_salt(),
            _ => true,
        }
    }
}

/// Whether two secrets are equal, in a time that does not tell where they differ.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && std::hint::black_box(a.iter().zip(b).fold(0, |all, (x, y)| all | (x ^ y))) == 0
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const PASSWORD: &str =
        "zo\u{e9}-pw xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    /// What Django 5.2's hashers made of it, with little work.
    const DJANGO: [&str; 5] = [
        "pbkdf2_sha256$1000$seasalt$KBx9g8zt7EJV3PK95hth8nxuWIRNL6H7etSjS7+Kvgw=",
        "pbkdf2_sha1$1000$seasalt$h0NvgsqJoiywp6iWE0GEBTKdssg=",
        "argon2$argon2id$v=19$m=64,t=1,p=8$c2Vhc2FsdHNlYXNhbHRzZWFzYWx0Mg$k3VzPUe9NsWBaKbGxF7pmMZNAoYAzwWbe651n+m3oSI",
        "bcrypt_sha256$$2b$04$yTLAh8RaxjFj08M0vj5etetbCQm1xbXpMy1L4Z0c1/2nwsrQqw55W",
        "scrypt$16$seasalt$8$5$Xvtc2RhUaWMiNlOQYlQttDC++a3+v8xrR7OetvESHjrv5T+TUDBOZOqnMjgdi3F4rxckRl+0zIESqH7u6/2LFg==",
    ];

    fn verify(password: &str, stored: &str) -> bool {
        Stored::parse(stored).is_some_and(|stored| stored.verify(password))
    }

    #[test]
    fn djangos_forms() {
        for stored in DJANGO {
            assert!(verify(PASSWORD, stored), "{stored}");
            assert!(!verify(&PASSWORD[..PASSWORD.len() - 1], stored), "{stored}");
            assert!(!verify("", stored), "{stored}");
            assert!(Hasher::Argon2.must_update(&Stored::parse(stored).unwrap()), "{stored}");
            assert!(Hasher::Pbkdf2Sha256.must_update(&Stored::parse(stored).unwrap()), "{stored}");
        }
    }

    #[test]
    fn our_own() {
        for hasher in [Hasher::Argon2, Hasher::Pbkdf2Sha256] {
            let stored = hasher.hash("zo\u{e9}-pw").unwrap();
            assert!(stored.len() <= 128, "auth_user.password has 128 characters: {stored}");
            assert!(verify("zo\u{e9}-pw", &stored));
            assert!(!verify("zoe-pw", &stored));
            let parsed = Stored::parse(&stored).unwrap();
            assert_eq!(parsed.work(), hasher.work());
            assert!(!hasher.must_update(&parsed));
        }
        // Django's own argon2 takes more work: it is left as it is.
        let strong = "argon2$argon2id$v=19$m=102400,t=2,p=8$c2Vhc2FsdHNlYXNhbHRzZWFzYWx0Mg$k3VzPUe9NsWBaKbGxF7pmMZNAoYAzwWbe651n+m3oSI";
        assert!(!Hasher::Argon2.must_update(&Stored::parse(strong).unwrap()));
    }

    #[test]
    fn what_cannot_be_checked() {
        for unusable in [
            "",
            "!aBc",
            "!",
            "$",
            "plain",
            "md5$a$b",
            "pbkdf2_sha256$x$y$z",
            "pbkdf2_sha256$0$salt$KBx9g8zt7EJV3PK95hth8nxuWIRNL6H7etSjS7+Kvgw=",
            "pbkdf2_sha256$+1000$seasalt$KBx9g8zt7EJV3PK95hth8nxuWIRNL6H7etSjS7+Kvgw=",
            "pbkdf2_sha256$1000$$KBx9g8zt7EJV3PK95hth8nxuWIRNL6H7etSjS7+Kvgw=",
            "pbkdf2_sha256$1000$seasalt$",
            "pbkdf2_sha256$4000000000$seasalt$KBx9g8zt7EJV3PK95hth8nxuWIRNL6H7etSjS7+Kvgw=",
            "argon2$argon2id$v=19$",
            "argon2$argon2id$v=19$m=4294967295,t=2,p=8$c2Vhc2FsdHNlYXNhbHQ$k3VzPUe9NsWBaKbGxF7pmMZNAoYAzwWbe651n+m3oSI",
            "bcrypt_sha256$$2b$31$yTLAh8RaxjFj08M0vj5etetbCQm1xbXpMy1L4Z0c1/2nwsrQqw55W",
            "bcrypt_sha256$$2b$04$yTLAh8Rax",
            "scrypt$17$seasalt$8$5$Xvtc2RhUaWMiNlOQYlQttDC++a3+v8xrR7OetvESHjrv5T+TUDBOZOqnMjgdi3F4rxckRl+0zIESqH7u6/2LFg==",
            "scrypt$0$seasalt$8$5$Xvtc2RhUaWMiNlOQYlQttDC++a3+v8xrR7OetvESHjrv5T+TUDBOZOqnMjgdi3F4rxckRl+0zIESqH7u6/2LFg==",
            "scrypt$1048576$seasalt$64$64$Xvtc2RhUaWMiNlOQYlQttDC++a3+v8xrR7OetvESHjrv5T+TUDBOZOqnMjgdi3F4rxckRl+0zIESqH7u6/2LFg==",
        ] {
            assert!(Stored::parse(unusable).is_none(), "{unusable}");
        }
    }

    #[test]
    fn work_can_be_done_for_nobody() {
        for stored in DJANGO {
            Stored::parse(stored).unwrap().work().perform("x");
        }
    }

    #[test]
    fn secrets() {
        assert!(same(b"", b"") && same(b"ab", b"ab") && !same(b"ab", b"ac") && !same(b"ab", b"abc"));
    }
}
