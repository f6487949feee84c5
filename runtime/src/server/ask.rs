//! A password from whoever runs a command: typed on a terminal, or from standard input.

use super::CommandError;
use super::out::{err, errln};
use clap::Args;
use restwright_passwords::validation::{Attributes, validate};
use std::io::{BufRead as _, IsTerminal as _, Write as _};

/// How often a password may be typed again.
const TRIES: usize = 3;

#[derive(Debug, Args)]
pub(super) struct PasswordArgs {
    /// The password; every user of this machine can see it in the list of processes. Without this, it is asked for on the terminal
    #[arg(long, conflicts_with = "password_stdin", hide_env_values = true)]
    password: Option<String>,
    #[command(flatten)]
    stdin: PasswordStdin,
}

#[derive(Debug, Args)]
pub(super) struct PasswordStdin {
    /// Reads the password from standard input: its first line
    #[arg(long)]
    password_stdin: bool,
    /// Takes any password, also a short or a common one
    #[arg(long)]
    no_validate: bool,
}

/// Somebody at a terminal.
pub(super) trait Terminal {
    /// Asks for a text that is not shown.
    fn secret(&mut self, prompt: &str) -> std::io::Result<String>;
    /// Asks for a line.
    fn line(&mut self, prompt: &str) -> std::io::Result<String>;
    /// Says something.
    fn say(&mut self, text: &str);
}

/// The terminal of this process.
struct Tty;

impl Terminal for Tty {
    fn secret(&mut self, prompt: &str) -> std::io::Result<String> {
        rpassword::prompt_password(prompt)
    }

    fn line(&mut self, prompt: &str) -> std::io::Result<String> {
        err!("{prompt}");
        std::io::stderr().flush()?;
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }

    fn say(&mut self, text: &str) {
        errln!("{text}");
    }
}

impl PasswordArgs {
    /// The password of a new user. One that is given on the command line is taken as it is, as Django takes what code gives it; what is
    /// wrong with it is said.
    ///
    /// # Errors
    ///
    /// No password, or one that is refused.
    pub(super) fn password(self, user: &Attributes<'_>) -> Result<String, CommandError> {
        let Some(password) = self.password else { return self.stdin.password(user) };
        errln!("warning: a password on the command line can be seen by every user of this machine; --password-stdin keeps it secret");
        if !self.stdin.no_validate {
            for error in validate(&password, user) {
                errln!("warning: {error}");
            }
        }
        Ok(password)
    }
}

impl PasswordStdin {
    /// A password from standard input, or from the terminal.
    ///
    /// # Errors
    ///
    /// No password, or one that is refused.
    pub(super) fn password(self, user: &Attributes<'_>) -> Result<String, CommandError> {
        if !self.password_stdin {
            if !std::io::stdin().is_terminal() {
                return Err(CommandError::new("standard input is no terminal: give the password with --password-stdin"));
            }
            return typed(&mut Tty, user, !self.no_validate);
        }
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(|e| CommandError::new(format!("--password-stdin: {e}")))?;
        let password = line.strip_suffix('\n').map_or(line.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
        if password.trim().is_empty() {
            return Err(CommandError::new("--password-stdin: there is no password in the first line"));
        }
        match validate(password, user) {
            errors if errors.is_empty() || self.no_validate => Ok(password.to_owned()),
            errors => Err(CommandError::new(format!("{}\n(--no-validate takes it all the same)", errors.join("\n")))),
        }
    }
}

/// Django's `createsuperuser`: asks twice, says what is wrong, and takes a weak password if that is insisted on.
fn typed(terminal: &mut impl Terminal, user: &Attributes<'_>, checks: bool) -> Result<String, CommandError> {
    let failed = |e: std::io::Error| CommandError::new(format!("the terminal: {e}"));
    for _ in 0..TRIES {
        let password = terminal.secret("Password: ").map_err(failed)?;
        if password != terminal.secret("Password (again): ").map_err(failed)? {
            terminal.say("Error: Your passwords didn't match.");
            continue;
        }
        if password.trim().is_empty() {
            terminal.say("Error: Blank passwords aren't allowed.");
            continue;
        }
        let errors = if checks { validate(&password, user) } else { Vec::new() };
        if errors.is_empty() {
            return Ok(password);
        }
        terminal.say(&errors.join("\n"));
        if terminal.line("Take this password all the same? [y/N]: ").map_err(failed)?.eq_ignore_ascii_case("y") {
            return Ok(password);
        }
    }
    Err(CommandError::new("no password after three tries"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What is typed, line by line, and what is said.
    struct Script {
        typed: Vec<&'static str>,
        said: Vec<String>,
    }

    impl Terminal for Script {
        fn secret(&mut self, prompt: &str) -> std::io::Result<String> {
            self.line(prompt)
        }

        fn line(&mut self, _prompt: &str) -> std::io::Result<String> {
            if self.typed.is_empty() {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            Ok(self.typed.remove(0).to_owned())
        }

        fn say(&mut self, text: &str) {
            self.said.push(text.to_owned());
        }
    }

    fn script(typed: &[&'static str], checks: bool) -> (Result<String, String>, Vec<String>) {
        let mut script = Script { typed: typed.to_vec(), said: Vec::new() };
        let user = Attributes { username: "josephine", ..Attributes::default() };
        let answer = super::typed(&mut script, &user, checks).map_err(|e| e.to_string());
        assert!(script.typed.is_empty(), "{:?}", script.typed);
        (answer, script.said)
    }

    #[test]
    fn a_password_is_typed_twice() {
        assert_eq!(script(&["correct horse", "correct horse"], true), (Ok("correct horse".to_owned()), vec![]));
        let (answer, said) = script(&["a", "b", " ", " ", "josephine-x", "josephine-x", "n"], true);
        assert_eq!(answer, Err("no password after three tries".to_owned()));
        assert_eq!(
            said,
            [
                "Error: Your passwords didn't match.",
                "Error: Blank passwords aren't allowed.",
                "The password is too similar to the username."
            ]
        );
        let (answer, said) = script(&["letmein", "letmein", "y"], true);
        assert_eq!(answer, Ok("letmein".to_owned()));
        assert_eq!(said, ["This password is too short. It must contain at least 8 characters.\nThis password is too common."]);
        assert_eq!(script(&["x", "x"], false), (Ok("x".to_owned()), vec![]));
        assert!(script(&["only once"], true).0.unwrap_err().starts_with("the terminal: "));
    }
}
