//! Asking for a password without showing it, or reading it from a pipe.

use std::io::{self, BufRead, IsTerminal};

use crate::arguments::Password;
use crate::failure::{Exit, Failure};
use crate::language::Language;

/// The password from where the command line says: asked for twice at a terminal, else the first line of a pipe.
pub(super) fn read(source: &Password, language: Language) -> Result<String, Failure> {
    if source.password_stdin {
        let mut line = String::new();
        io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(|error| unreadable(&error))?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::usage(
            "비밀번호를 물어볼 터미널이 없습니다. --password-stdin 을 쓰세요.",
            "There is no terminal to ask for a password at: use --password-stdin.",
        ));
    }
    let ask = |ko, en| {
        rpassword::prompt_password(language.pick(ko, en)).map_err(|error| unreadable(&error))
    };
    let password = ask("비밀번호: ", "Password: ")?;
    if ask("한 번 더: ", "Again: ")? != password {
        return Err(Failure::usage(
            "두 비밀번호가 다릅니다.",
            "The two passwords differ.",
        ));
    }
    Ok(password)
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::new(
        Exit::Failure,
        "input",
        format!("비밀번호를 읽을 수 없습니다: {error}"),
        format!("Cannot read the password: {error}"),
    )
}
