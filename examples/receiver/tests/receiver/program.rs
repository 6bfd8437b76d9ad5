//! The program itself: killed, asked to end, and configured wrongly.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{fs, thread};

use leadhook::{Event, Limits, Vendor};

use crate::desk::{
    Client, LIGUELEAD, Service, answer, events, file, id, ignore, path, rejections, rows, sign, undelivered,
    wait_until, webhook,
};

/// The program, with Leadterra and LigueLead. Dropped, it is killed.
struct Program(Child, SocketAddr);

impl Program {
    fn command(folder: &Path) -> Command {
        fs::write(folder.join("secret"), "whsec_leadterra\n").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_leadhook-example-receiver"));
        command.env_clear().env("ADDRESS", "127.0.0.1:0").env("JOURNAL", folder.join("journal.db"));
        command.env("LEADTERRA_SECRET_FILE", folder.join("secret")).env("LIGUELEAD_PATH", LIGUELEAD);
        command
    }

    /// Started, its log read up to the address, and no further.
    fn start(folder: &Path) -> Self {
        let mut command = Self::command(folder);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split(' ').nth(2).and_then(|word| word.parse().ok());
        Self(child, address.unwrap_or_else(|| panic!("{line}")))
    }

    /// Asks it to end, and waits.
    fn terminate(mut self) {
        assert!(Command::new("kill").arg(self.0.id().to_string()).status().unwrap().success());
        let ended = RefCell::new(&mut self.0);
        wait_until(|| ended.borrow_mut().try_wait().unwrap().is_some());
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
fn what_was_acknowledged_outlives_a_kill() {
    let (folder, file) = file();
    let (mut acknowledged, mut all) = (BTreeSet::new(), 0);
    for round in 0..6_u64 {
        // Nobody reads what it prints, so that soon nothing more is handed on.
        let mut program = Program::start(folder.path());
        let address = program.1;
        let (tell, told) = mpsc::channel();
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let tell = tell.clone();
                thread::spawn(move || {
                    let mut client = Client::new(address);
                    for number in 0.. {
                        let vendor = if number % 2 == 0 { Vendor::Leadterra } else { Vendor::LigueLead };
                        let body = webhook(vendor, &format!("{round}-{thread}-{number}"));
                        let Ok(answered) = client.post(&path(vendor), &sign(vendor, &body), &body) else { return };
                        assert_eq!(answered, answer(200, "new"));
                        tell.send(id(vendor, &body)).unwrap();
                    }
                })
            })
            .collect();
        drop(tell);
        thread::sleep(Duration::from_millis(300 + 70 * round));
        program.0.kill().unwrap();
        program.0.wait().unwrap();
        for thread in threads {
            thread.join().unwrap();
        }
        let before = acknowledged.len();
        acknowledged.extend(told);
        assert!(acknowledged.len() > before + 10, "too few to tell");

        let kept: BTreeSet<_> = rows(&file, "SELECT id FROM event").into_iter().collect();
        let lost: Vec<_> = acknowledged.difference(&kept).collect();
        assert!(lost.is_empty(), "{} of {} acknowledged are lost", lost.len(), acknowledged.len());
        all = kept.len();
    }

    let waiting = undelivered(&file);
    println!("{} acknowledged, {all} kept, {} not handed on when killed", acknowledged.len(), waiting.len());
    assert!(!waiting.is_empty());
    let mut program = Program::start(folder.path());
    let lines = BufReader::new(program.0.stdout.take().unwrap()).lines();
    let (tell, told) = mpsc::channel();
    let reading = thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| tell.send(line)));
    let handed: BTreeSet<_> = (0..waiting.len())
        .map(|_| told.recv_timeout(Duration::from_secs(10)).unwrap())
        .map(|line| Event::from_json(line.as_bytes()).unwrap().id().to_string())
        .collect();
    assert_eq!(handed, waiting);
    wait_until(|| undelivered(&file).is_empty());
    program.terminate();
    assert_eq!(reading.join().unwrap(), Ok(()));
}

#[test]
fn asked_to_end_it_answers_what_has_begun() {
    let (folder, file) = file();
    let program = Program::start(folder.path());
    let mut client = Client::new(program.1);
    let body = webhook(Vendor::LigueLead, "1");
    let head = format!("POST {LIGUELEAD} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n", body.len());
    client.write(&[head.as_bytes(), &body[..9]].concat()).unwrap();
    thread::sleep(Duration::from_millis(300));
    let ending = thread::spawn(move || program.terminate());
    thread::sleep(Duration::from_millis(300));
    client.write(&body[9..]).unwrap();
    assert_eq!(client.read().unwrap(), answer(200, "new"));
    ending.join().unwrap();
    assert_eq!(events(&file), 1);
}

#[test]
fn nobody_needs_to_read_the_log() {
    let (folder, file) = file();
    let program = Program::start(folder.path());
    let mut client = Client::new(program.1);
    for _ in 0..2 {
        assert_eq!(client.post(LIGUELEAD, &vec![], b"{").unwrap(), answer(200, "refused"));
    }
    assert_eq!(rejections(&file).len(), 2);
}

#[test]
fn what_is_configured_wrongly_does_not_start() {
    #[track_caller]
    fn test(changes: &[(&str, &str)], message: &str) {
        let (folder, _) = file();
        let mut command = Program::command(folder.path());
        fs::write(folder.path().join("empty"), "\n").unwrap();
        command.envs(changes.iter().copied()).current_dir(folder.path());
        let ended = command.output().unwrap();
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), format!("error: {message}\n"));
        assert_eq!(ended.status.code(), Some(2));
    }

    test(&[("JOURNAL", "")], "JOURNAL is not set");
    test(&[("JOURNAL", "/no/such")], "JOURNAL: /no/such: unable to open database file: /no/such");
    test(
        &[("LEADTERRA_SECRET_FILE", ""), ("LIGUELEAD_PATH", "")],
        "no platform is configured: set LEADTERRA_SECRET_FILE, for one",
    );
    test(&[("LEADTERRA_SECRET_FILE", "empty")], "LEADTERRA_SECRET_FILE: empty: an empty secret");
    test(&[("LEADTERRA_TOKEN_FILE", "secret")], "leadterra: leadterra documents no bearer token");
    test(
        &[("LIMECALL_TOKEN_FILE", "secret")],
        "limecall: limecall can prove who it is: give the secret (`signed_with`), or ask for `unsigned`",
    );
    test(&[("LEADSAIL_SECRET_FILE", "secret")], "LEADSAIL_HEADER is not set");
    test(&[("LIMECALL_SECRET_FILE", "secret"), ("LIMECALL_ENCODING", "base65")], "LIMECALL_ENCODING: hex or base64");
    test(
        &[("LIGUELEAD_PATH", "/webhooks/liguelead/{id}")],
        "LIGUELEAD_PATH must be /webhooks/liguelead/ and 16 letters and digits or more, made at random",
    );
    test(&[("ADDRESS", "nowhere")], "ADDRESS: nowhere: invalid socket address");
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_a_journal() {
    use std::os::unix::fs::PermissionsExt as _;

    let (_folder, path) = file();
    let service = Service::start(&path, Limits::default(), ignore);
    let body = webhook(Vendor::Leadterra, "1");
    assert_eq!(service.client().send(Vendor::Leadterra, &sign(Vendor::Leadterra, &body), &body), answer(200, "new"));
    for entry in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
}
