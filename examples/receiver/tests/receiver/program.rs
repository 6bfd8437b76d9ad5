//! The program: killed, terminated, and with a wrong configuration.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{fs, thread};

use leadhook::{Event, Limits, Vendor};

use crate::harness::{
    Client, LIGUELEAD_PATH, Server, event_count, id, ignore, journal_file, path, pending_ids, rejections, response,
    rows, sign, wait_until, webhook,
};

/// The program, with endpoints for Leadterra and LigueLead. Dropping it kills it.
struct Program(Child, SocketAddr);

impl Program {
    fn command(folder: &Path) -> Command {
        fs::write(folder.join("secret"), "whsec_leadterra\n").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_leadhook-example-receiver"));
        command.env_clear().env("ADDRESS", "127.0.0.1:0").env("JOURNAL", folder.join("journal.db"));
        command.env("LEADTERRA_SECRET_FILE", folder.join("secret")).env("LIGUELEAD_PATH", LIGUELEAD_PATH);
        command
    }

    /// Starts the program. Its log is closed after the first line.
    fn start(folder: &Path) -> Self {
        Self::start_with_log(folder).0
    }

    /// Starts the program and reads the first line of its log, which has the address. Returns the rest of the log too.
    fn start_with_log(folder: &Path) -> (Self, BufReader<ChildStderr>) {
        let mut command = Self::command(folder);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        log.read_line(&mut line).unwrap();
        let address = line.split(' ').nth(2).and_then(|text| text.parse().ok());
        (Self(child, address.unwrap_or_else(|| panic!("{line}"))), log)
    }

    /// Sends SIGTERM and waits for the end.
    fn terminate(mut self) {
        assert!(Command::new("kill").arg(self.0.id().to_string()).status().unwrap().success());
        let child = RefCell::new(&mut self.0);
        wait_until(|| child.borrow_mut().try_wait().unwrap().is_some());
        assert!(self.0.wait().unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[test]
fn acknowledged_webhooks_survive_a_kill() {
    let (folder, file) = journal_file();
    let (mut acknowledged, mut stored_count) = (BTreeSet::new(), 0);
    for round in 0..6_u64 {
        // Its standard output is not read, so the handler soon blocks.
        let mut program = Program::start(folder.path());
        let address = program.1;
        let (sender, receiver) = mpsc::channel();
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let sender = sender.clone();
                thread::spawn(move || {
                    let mut client = Client::new(address);
                    for number in 0.. {
                        let vendor = if number % 2 == 0 { Vendor::Leadterra } else { Vendor::LigueLead };
                        let body = webhook(vendor, &format!("{round}-{thread}-{number}"));
                        let Ok(answer) = client.post(&path(vendor), &sign(vendor, &body), &body) else { return };
                        assert_eq!(answer, response(200, "new"));
                        sender.send(id(vendor, &body)).unwrap();
                    }
                })
            })
            .collect();
        drop(sender);
        // More than the pipe of standard output holds, so that events are pending at the end.
        let count = 150 + 20 * round;
        acknowledged.extend((0..count).map(|_| receiver.recv_timeout(Duration::from_secs(30)).unwrap()));
        program.0.kill().unwrap();
        program.0.wait().unwrap();
        for thread in threads {
            thread.join().unwrap();
        }
        acknowledged.extend(receiver);

        let stored: BTreeSet<_> = rows(&file, "SELECT id FROM event").into_iter().collect();
        let lost: Vec<_> = acknowledged.difference(&stored).collect();
        assert!(lost.is_empty(), "{} of {} acknowledged are lost", lost.len(), acknowledged.len());
        stored_count = stored.len();
    }

    let pending = pending_ids(&file);
    println!("{} acknowledged, {stored_count} stored, {} pending after the kill", acknowledged.len(), pending.len());
    assert!(!pending.is_empty());
    let mut program = Program::start(folder.path());
    let lines = BufReader::new(program.0.stdout.take().unwrap()).lines();
    let (sender, receiver) = mpsc::channel();
    let reader = thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let handled: BTreeSet<_> = (0..pending.len())
        .map(|_| receiver.recv_timeout(Duration::from_secs(10)).unwrap())
        .map(|line| Event::from_json(line.as_bytes()).unwrap().id().to_string())
        .collect();
    assert_eq!(handled, pending);
    wait_until(|| pending_ids(&file).is_empty());
    program.terminate();
    assert_eq!(reader.join().unwrap(), Ok(()));
}

#[test]
fn on_termination_the_program_completes_open_requests() {
    let (folder, file) = journal_file();
    let program = Program::start(folder.path());
    let mut client = Client::new(program.1);
    let body = webhook(Vendor::LigueLead, "1");
    let head = format!("POST {LIGUELEAD_PATH} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n", body.len());
    client.write(&[head.as_bytes(), &body[..9]].concat()).unwrap();
    thread::sleep(Duration::from_millis(300));
    let termination = thread::spawn(move || program.terminate());
    thread::sleep(Duration::from_millis(300));
    client.write(&body[9..]).unwrap();
    assert_eq!(client.read().unwrap(), response(200, "new"));
    termination.join().unwrap();
    assert_eq!(event_count(&file), 1);
}

#[test]
fn the_program_continues_if_its_log_is_closed() {
    let (folder, file) = journal_file();
    let program = Program::start(folder.path());
    let mut client = Client::new(program.1);
    for _ in 0..2 {
        assert_eq!(client.post(LIGUELEAD_PATH, &vec![], b"{").unwrap(), response(200, "rejected"));
    }
    assert_eq!(rejections(&file).len(), 2);
}

#[test]
fn what_is_accepted_although_it_is_undocumented_is_logged_without_values() {
    let (folder, file) = journal_file();
    let (program, log) = Program::start_with_log(folder.path());
    let mut client = Client::new(program.1);
    let mut post = |vendor, body: &str| {
        let response = client.post(&path(vendor), &sign(vendor, body.as_bytes()), body.as_bytes()).unwrap();
        assert_eq!(response.0, 200, "{}", response.1);
    };
    let timestamp = r#""timestamp":"2026-02-02T12:00:00Z""#;
    // An opt-out in a wrong type, twice: the second is a duplicate.
    let reply = r#"{"classification":["unsubscribe"],"body":"STOP, Ava"}"#;
    for _ in 0..2 {
        post(Vendor::Leadterra, &format!(r#"{{"event":"reply.received",{timestamp},"data":{{"reply":{reply}}}}}"#));
    }
    post(Vendor::LigueLead, &format!(r#"{{"event":"missed_call",{timestamp},"caller_number":"+15550107777"}}"#));
    post(Vendor::LigueLead, &format!(r#"{{"event":"Ava Smith",{timestamp}}}"#));
    post(Vendor::LigueLead, r#"{"event":"campaign.status","campaign":{"type":"fax"}}"#);
    post(Vendor::Leadterra, std::str::from_utf8(&webhook(Vendor::Leadterra, "1")).unwrap());
    program.terminate();
    assert_eq!(event_count(&file), 5);
    assert_eq!(
        log.lines().collect::<Result<Vec<_>, _>>().unwrap(),
        [
            "leadterra: unexpected members of reply.received: /data/reply/classification",
            "liguelead: missed_call is an event of limecall; check the URL that is configured there",
        ]
    );
}

#[test]
fn the_program_does_not_start_with_a_wrong_configuration() {
    #[track_caller]
    fn assert_error(variables: &[(&str, &str)], message: &str) {
        let (folder, _) = journal_file();
        let mut command = Program::command(folder.path());
        fs::write(folder.path().join("empty"), "\n").unwrap();
        command.envs(variables.iter().copied()).current_dir(folder.path());
        let output = command.output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), format!("error: {message}\n"));
        assert_eq!(output.status.code(), Some(2));
    }

    assert_error(&[("JOURNAL", "")], "JOURNAL is not set");
    assert_error(&[("JOURNAL", "/no/such")], "JOURNAL: /no/such: unable to open database file: /no/such");
    assert_error(
        &[("LEADTERRA_SECRET_FILE", ""), ("LIGUELEAD_PATH", "")],
        "no vendor is configured; set LEADTERRA_SECRET_FILE, for example",
    );
    assert_error(&[("LEADTERRA_SECRET_FILE", "empty")], "LEADTERRA_SECRET_FILE: empty: the secret is empty");
    assert_error(
        &[("LEADTERRA_SECRET_FILE", "none")],
        "LEADTERRA_SECRET_FILE: none: cannot read the secret file: No such file or directory (os error 2)",
    );
    assert_error(
        &[("LEADTERRA_TOKEN_FILE", "secret")],
        "leadterra: leadterra documents no bearer token: remove `bearer_token`",
    );
    assert_error(
        &[("LIMECALL_TOKEN_FILE", "secret")],
        "limecall: limecall can authenticate its requests: set `signing_secret`, or `dangerously_accept_unsigned`",
    );
    assert_error(&[("LEADSAIL_SECRET_FILE", "secret")], "LEADSAIL_HEADER is not set");
    assert_error(
        &[("LIMECALL_SECRET_FILE", "secret"), ("LIMECALL_ENCODING", "base65")],
        "LIMECALL_ENCODING: expected hex or base64",
    );
    assert_error(
        &[("LIGUELEAD_PATH", "/webhooks/liguelead/{id}")],
        "LIGUELEAD_PATH: expected /webhooks/liguelead/ and at least 16 random letters and digits",
    );
    assert_error(&[("ADDRESS", "nowhere")], "ADDRESS: nowhere: invalid socket address");
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_a_journal() {
    use std::os::unix::fs::PermissionsExt as _;

    let (_folder, path) = journal_file();
    let server = Server::start(&path, Limits::default(), ignore);
    let body = webhook(Vendor::Leadterra, "1");
    assert_eq!(server.client().send(Vendor::Leadterra, &sign(Vendor::Leadterra, &body), &body), response(200, "new"));
    for entry in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
}
