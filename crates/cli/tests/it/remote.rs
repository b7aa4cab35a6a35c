use crate::program::{Program, Server};

#[test]
fn the_same_commands_work_against_a_running_server() {
    let program = Program::with_workspace();
    let token = program.json(&["token", "create", "scripts"])["secret"]
        .as_str()
        .unwrap()
        .to_owned();
    let server = Server::start(program.command(&[]));
    let remote = ["--server", &server.url, "--token", &token];

    let list = program.json(&[&["deal", "list"][..], &remote].concat());
    assert_eq!(list["rows"].as_array().unwrap().len(), 0);

    let wrong = program.run(&[
        "deal",
        "list",
        "--server",
        &server.url,
        "--token",
        "plt_wrong",
    ]);
    assert_eq!(wrong.code, 7, "{wrong:?}");
}

#[test]
fn a_server_that_is_not_there_exits_with_8() {
    let ran = Program::new().run(&[
        "deal",
        "list",
        "--server",
        "http://127.0.0.1:1",
        "--token",
        "plt_x",
    ]);
    assert_eq!(ran.code, 8, "{ran:?}");
    assert!(
        ran.stderr.contains("Cannot reach http://127.0.0.1:1"),
        "{ran:?}"
    );
}
