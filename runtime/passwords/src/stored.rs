//! A password as a column of `auth_user` holds it: the forms of Django's default `PASSWORD_HASHERS`.

use crate::{SALT, Work, same};
use argon2::password_hash::{Output, ParamsString, PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

/// A password that can be checked. Django's unusable ones (`!…`) and forms that nobody here can read are none.
#[derive(Debug)]
pub struct Stored<'a> {
    form: Form<'a>,
}

#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "lives for one check, on the stack")]
enum Form<'a> {
    /// `argon2$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`.
    Argon2 { hash: PasswordHash<'a>, algorithm: Algorithm, version: Version, params: Params },
    /// `pbkdf2_sha256$ITERATIONS$SALT$HASH`, or `pbkdf2_sha1`.
    Pbkdf2 { sha1: bool, iterations: u32, salt: &'a str, hash: Vec<u8> },
    /// `scrypt$N$SALT$R$P$HASH`.
    Scrypt { log_n: u8, salt: &'a str, blocks: u32, lanes: u32, hash: Vec<u8> },
    /// `bcrypt_sha256$$2b$COST$SALTHASH`.
    BcryptSha256 { cost: u32, hash: &'a str },
}

impl<'a> Stored<'a> {
    /// Reads a stored password; `None` if no password can be checked against it.
    pub fn parse(stored: &'a str) -> Option<Self> {
        let (algorithm, rest) = stored.split_once('$')?;
        let form = match algorithm {
            "argon2" => argon2(&stored["argon2".len()..])?,
            "pbkdf2_sha256" => pbkdf2(false, rest)?,
            "pbkdf2_sha1" => pbkdf2(true, rest)?,
            "scrypt" => scrypt(rest)?,
            "bcrypt_sha256" => bcrypt_sha256(rest)?,
            _ => return None,
        };
        let stored = Self { form };
        // More work than anybody would choose only keeps a core busy.
        stored.work().is_sane().then_some(stored)
    }

    /// What checking a password against it takes.
    pub fn work(&self) -> Work {
        match &self.form {
            Form::Argon2 { algorithm, version, params, .. } => Work::Argon2 {
                algorithm: *algorithm,
                version: *version,
                memory: params.m_cost(),
                passes: params.t_cost(),
                lanes: params.p_cost(),
            },
            Form::Pbkdf2 { sha1: false, iterations, .. } => Work::Pbkdf2Sha256(*iterations),
            Form::Pbkdf2 { sha1: true, iterations, .. } => Work::Pbkdf2Sha1(*iterations),
            Form::Scrypt { log_n, blocks, lanes, .. } => Work::Scrypt { log_n: *log_n, blocks: *blocks, lanes: *lanes },
            Form::BcryptSha256 { cost, .. } => Work::BcryptSha256(*cost),
        }
    }

    /// Whether this is the password.
    pub fn verify(&self, password: &str) -> bool {
        match &self.form {
            Form::Argon2 { hash, algorithm, version, params } => {
                let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else { return false };
                let mut bytes = [0; 64];
                let Ok(salt) = salt.decode_b64(&mut bytes) else { return false };
                let mut actual = vec![0; expected.len()];
                let argon2 = Argon2::new(*algorithm, *version, params.clone());
                crate::memory::hash(&argon2, password.as_bytes(), salt, &mut actual).is_ok() && same(expected.as_bytes(), &actual)
            }
            Form::Pbkdf2 { sha1, iterations, salt, hash } => {
                let mut actual = vec![0; hash.len()];
                let (password, salt) = (password.as_bytes(), salt.as_bytes());
                if *sha1 {
                    pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, *iterations, &mut actual);
                } else {
                    pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, *iterations, &mut actual);
                }
                same(hash, &actual)
            }
            Form::Scrypt { log_n, salt, blocks, lanes, hash } => {
                let Ok(params) = scrypt::Params::new(*log_n, *blocks, *lanes, hash.len()) else { return false };
                let mut actual = vec![0; hash.len()];
                scrypt::scrypt(password.as_bytes(), salt.as_bytes(), &params, &mut actual).is_ok() && same(hash, &actual)
            }
            Form::BcryptSha256 { hash, .. } => bcrypt::verify(prehashed(password), hash).unwrap_or(false),
        }
    }

    /// Django's `must_update_salt`: whether the salt has less than 128 bits.
    pub(crate) fn has_short_salt(&self) -> bool {
        matches!(&self.form, Form::Pbkdf2 { salt, .. } if salt.len() < SALT)
    }
}

/// What Django gives to bcrypt, which reads no more than 72 bytes.
pub(crate) fn prehashed(password: &str) -> String {
    Sha256::digest(password).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The stored form of a password.
pub(crate) fn argon2_text(argon2: &Argon2<'_>, password: &str, salt: &SaltString) -> Result<String, argon2::password_hash::Error> {
    let (mut bytes, mut out) = ([0; 64], [0; Params::DEFAULT_OUTPUT_LEN]);
    crate::memory::hash(argon2, password.as_bytes(), salt.decode_b64(&mut bytes)?, &mut out)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon2.params())?,
        salt: Some(salt.as_salt()),
        hash: Some(Output::new(&out)?),
    };
    Ok(format!("argon2{hash}"))
}

fn argon2(phc: &str) -> Option<Form<'_>> {
    let hash = PasswordHash::new(phc).ok()?;
    let algorithm = Algorithm::try_from(hash.algorithm).ok()?;
    let version = hash.version.map_or(Some(Version::V0x10), |version| Version::try_from(version).ok())?;
    let params = Params::try_from(&hash).ok()?;
    (hash.salt.is_some() && hash.hash.is_some()).then_some(Form::Argon2 { hash, algorithm, version, params })
}

fn pbkdf2(sha1: bool, text: &str) -> Option<Form<'_>> {
    let mut parts = text.splitn(3, '$');
    let (iterations, salt, hash) = (number(parts.next()?)?, parts.next()?, STANDARD.decode(parts.next()?).ok()?);
    let length = if sha1 { 20 } else { 32 };
    (iterations > 0 && !salt.is_empty() && hash.len() == length).then_some(Form::Pbkdf2 { sha1, iterations, salt, hash })
}

fn scrypt(text: &str) -> Option<Form<'_>> {
    let parts: Vec<&str> = text.split('$').collect();
    let [n, salt, blocks, lanes, hash] = parts[..] else { return None };
    let (n, blocks, lanes, hash): (u32, _, _, _) = (number(n)?, number(blocks)?, number(lanes)?, STANDARD.decode(hash).ok()?);
    let log_n = u8::try_from(n.trailing_zeros()).ok().filter(|_| n.is_power_of_two() && n > 1)?;
    (!salt.is_empty() && hash.len() == 64).then_some(Form::Scrypt { log_n, salt, blocks, lanes, hash })
}

fn bcrypt_sha256(hash: &str) -> Option<Form<'_>> {
    let mut parts = hash.split('$').skip(1);
    let (variant, cost, data) = (parts.next()?, number(parts.next()?)?, parts.next()?);
    let known = matches!(variant, "2a" | "2b" | "2y") && parts.next().is_none();
    (known && data.len() == 53 && data.is_ascii()).then_some(Form::BcryptSha256 { cost, hash })
}

/// A number as Django writes it: digits only.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}
