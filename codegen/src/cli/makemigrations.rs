//! `codegen makemigrations`.

use super::check::checked;
use super::crates::{here, specs_of};
use super::out::outln;
use super::{derived, fail};
use crate::Options;
use crate::lower::lower;
use crate::migrations::asked;
use crate::migrations::plan::{self, Refusal};
use crate::migrations::{self, INITIAL, Migration, State, describe, files};
use crate::write;
use restwright_schema::Dialect;
use std::io::{BufRead, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Write the next migration
///
/// Compares the specs with what the last migration recorded, and writes the SQL between the two for each database into
/// SPECS/migrations/NUMBER_NAME. Read it, then build: the server's `migrate` applies it once. A field or resource with another
/// name says `renamed_from`; without it, it is a new one, and the old one goes. On a terminal you are asked which it is.
///
/// A crate of structs with #[derive(Resource)] has its migrations beside its Cargo.toml. It is compiled, and its binary says what
/// the tables are like.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example: codegen makemigrations specs/library --name add_isbn\n\nThen: codegen build specs/library --out library, and library migrate\n\nOf a crate: codegen makemigrations . and cargo run -- migrate"
)]
pub(super) struct Args {
    /// A spec folder, or a crate; the crate around this folder if none is given
    #[arg(value_name = "SPECS", value_hint = clap::ValueHint::DirPath)]
    specs: Option<PathBuf>,
    /// What `specs` means.
    #[arg(skip)]
    place: PathBuf,
    /// Which of a crate's binaries serves the API, if it has several
    #[arg(long, value_name = "NAME")]
    bin: Option<String>,
    /// What the migration is called behind its number; made from the change if not given
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Write nothing; exit with 1 if a migration is missing
    #[arg(long)]
    check: bool,
    /// Print the SQL, and write nothing
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
    /// What may be lost: a column (Book.title) or a table (Book); may be repeated
    #[arg(long, value_name = "WHAT")]
    allow_data_loss: Vec<String>,
    /// Ask nothing, on a terminal neither
    #[arg(long)]
    no_input: bool,
    /// Compare specs that use what is not built yet, without it
    #[arg(long)]
    partial: bool,
}

impl Args {
    pub(super) fn run(mut self) -> ExitCode {
        let place = match &self.specs {
            Some(path) => Ok(specs_of(path)),
            // A crate of structs has its migrations beside its manifest.
            None => here()
                .map(|found| found.specs)
                .or_else(|error| if derived::is_crate(Path::new(".")) { Ok(PathBuf::from(".")) } else { Err(error) }),
        };
        self.place = match place {
            Ok(place) if place.is_dir() => place,
            Ok(place) => {
                return fail(format!(
                    "there is no folder {}: makemigrations wants the specs that the crate was made from",
                    place.display()
                ));
            }
            Err(message) => return fail(message),
        };
        match self.made() {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(message) => fail(message),
        }
    }

    /// Gives whether all is well.
    fn made(&self) -> Result<bool, String> {
        if let Some(name) = self.name.as_ref().filter(|n| n.is_empty() || !n.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')) {
            return Err(format!("--name: `{name}` is not a name of letters, digits and `_`"));
        }
        let Some(new) = self.state()? else { return Ok(false) };
        let recorded = migrations::recorded(&self.place)?;
        let made = if !recorded.is_empty() {
            self.next(&recorded, new)?
        } else if self.derived() && new.tables.iter().all(|t| !t.managed) {
            Vec::new()
        } else {
            vec![Migration::first(&new, &self.name.as_ref().map_or_else(|| INITIAL.to_owned(), |name| format!("0001_{name}")))]
        };
        if made.is_empty() {
            outln!("No changes.");
            return Ok(true);
        }
        for migration in &made {
            if self.dry_run {
                Dialect::ALL.iter().filter_map(|d| migration.sql(*d)).for_each(|sql| outln!("{sql}"));
                continue;
            }
            let folder = files::folder(&self.place).join(&migration.name);
            for (file, text) in migration.files() {
                let path = folder.join(file);
                if !self.check {
                    write::put(&path, text).map_err(|e| e.to_string())?;
                }
                outln!("{:>8} {}", if self.check { "missing" } else { "added" }, path.display());
            }
        }
        if let Some(last) = recorded.last().filter(|_| !self.check && !self.dry_run) {
            files::touch(&self.place, last);
        }
        if made.len() > 1 && !self.check {
            outln!("A column without a default becomes NOT NULL: say in {} what the rows get that have no value.", made[0].name);
        }
        Ok(!self.check)
    }

    fn derived(&self) -> bool {
        derived::is_crate(&self.place)
    }

    /// The tables as they are to be; `None` if the specs are wrong, which was said.
    fn state(&self) -> Result<Option<State>, String> {
        if self.derived() {
            if self.partial {
                return Err("--partial is for spec folders, and this is a crate: what is not built yet does not compile".to_owned());
            }
            return derived::state(&self.place, self.bin.as_deref()).map(Some);
        }
        if self.bin.is_some() {
            return Err("--bin is for crates of derived resources, and this is a spec folder".to_owned());
        }
        let Some(folder) = checked(&self.place, Options { partial: self.partial, migrating: true })? else { return Ok(None) };
        let graph = lower(&folder).map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: "))?;
        Ok(Some(describe::state(&graph)))
    }

    fn next(&self, recorded: &[Migration], mut new: State) -> Result<Vec<Migration>, String> {
        let derived = self.derived();
        let old = last_state(&self.place, recorded, derived)?;
        let untold = if derived { migrations::untold(&old, &new) } else { Vec::new() };
        if !untold.is_empty() {
            return Err(untold.join("\nerror: "));
        }
        // A table that may go takes its many-to-many tables along.
        let allowed = |what: &str| {
            self.allow_data_loss.iter().any(|a| a == what || what.strip_prefix(a.as_str()).is_some_and(|r| r.starts_with('.')))
        };
        if !self.check && !self.no_input && std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
            let (mut input, mut output) = (std::io::stdin().lock(), std::io::stderr());
            // What may be lost has not got another name.
            asked::ask(&old, &mut new, &mut |candidate| {
                !allowed(&candidate.was) && yes(&candidate.question(), &mut input, &mut output).unwrap_or(false)
            });
        }
        let name = self.name.clone().unwrap_or_else(|| plan::suggested(&old, &new));
        plan::migrations(&old, &new, &allowed, &name, plan::next_number(recorded)).map_err(|refusals| {
            let line = |refusal: &Refusal| match refusal {
                Refusal::Loses(what, how, became) => {
                    let renamed: Vec<String> = became.iter().map(|candidate| candidate.told(derived)).collect();
                    let renamed =
                        if renamed.is_empty() { "if it has another name now, say `renamed_from`".to_owned() } else { renamed.join("; ") };
                    format!("{what}: {how}\n  = help: {renamed}; if it may be lost, --allow-data-loss {what}")
                }
                Refusal::Cannot(what, why) => format!("{what}: {why}"),
            };
            refusals.iter().map(line).collect::<Vec<_>>().join("\nerror: ")
        })
    }
}

/// Asks until an answer is one; without any, and where there is nobody any more, it is no.
fn yes(question: &str, input: &mut dyn BufRead, output: &mut dyn Write) -> std::io::Result<bool> {
    write!(output, "{question} [y/N] ")?;
    loop {
        output.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(output)?;
            return Ok(false);
        }
        match line.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => return Ok(true),
            "" | "n" | "no" => return Ok(false),
            _ => write!(output, "Please answer yes or no: ")?,
        }
    }
}

/// The state behind the last migration.
fn last_state(specs: &Path, recorded: &[Migration], derived: bool) -> Result<State, String> {
    let Some(last) = recorded.last() else { return Ok(State::default()) };
    let path = files::folder(specs).join(&last.name).join(files::STATE);
    match last.recorded_state() {
        Some(state) => state.map_err(|why| format!("{}: {why}", path.display())),
        None => {
            let help = if derived {
                "it is what `cargo run -- state` prints of the structs as the migration leaves them"
            } else {
                "`codegen build` makes it for a first migration that fits the specs; for one that was written by hand, copy the state before it and \
                 change what it changes"
            };
            let path = path.display();
            Err(format!("{path} is not there, so nobody knows what the tables are like behind {}\n  = help: {help}", last.name))
        }
    }
}
