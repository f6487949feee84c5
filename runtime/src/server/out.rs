//! Printing. Where nobody reads any more (`shop openapi | head`), the program ends without a word, as other Unix programs do.

use std::fmt::Arguments;
use std::io::{self, Write};

/// What a shell says of a program that SIGPIPE ended.
const PIPE_CLOSED: i32 = 141;

/// To standard output.
pub(super) fn print(text: Arguments<'_>) {
    // One write for a whole document: standard output alone writes each line by itself.
    let text = text.to_string();
    let mut out = io::stdout().lock();
    done(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// To standard error.
pub(super) fn tell(text: Arguments<'_>) {
    done(io::stderr().lock().write_all(text.to_string().as_bytes()));
}

fn done(result: io::Result<()>) {
    match result {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(PIPE_CLOSED),
        // A full disk, a closed terminal: there is nobody to tell but on the other stream.
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: cannot write: {error}");
            std::process::exit(1);
        }
    }
}

/// Prints as `print!` does.
macro_rules! out {
    ($($arg:tt)*) => { $crate::server::out::print(format_args!($($arg)*)) };
}

/// Prints a line as `println!` does.
macro_rules! outln {
    ($($arg:tt)*) => { $crate::server::out::print(format_args!("{}\n", format_args!($($arg)*))) };
}

/// Prints as `eprint!` does.
macro_rules! err {
    ($($arg:tt)*) => { $crate::server::out::tell(format_args!($($arg)*)) };
}

/// Prints a line as `eprintln!` does.
macro_rules! errln {
    ($($arg:tt)*) => { $crate::server::out::tell(format_args!("{}\n", format_args!($($arg)*))) };
}

pub(super) use {err, errln, out, outln};
