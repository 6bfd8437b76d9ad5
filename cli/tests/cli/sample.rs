//! `leadhook sample`.

use std::collections::BTreeSet;

use leadhook::Vendor;
use leadhook::event::EventType;
use serde_json::Value;

use crate::desk::{Desk, Run, json_lines};

fn sample(args: &[&str]) -> Run {
    let run = Desk::new().run(&[&["sample"], args].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    run
}

#[test]
fn samples_become_events_all_of_them() {
    let webhooks = sample(&["--count", "2000"]).out;
    assert_eq!(webhooks.lines().count(), 2000);
    let run = Desk::new().normalize_pipe(&[], &webhooks);
    assert_eq!((run.events.len(), run.rejections.len()), (2000, 0), "{:?}", run.rejections.first());
    let types: BTreeSet<_> = run.events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    // An unknown event only by its channel or name, and these are documented; how LimeCall spells busy is not.
    let all: BTreeSet<_> = EventType::all().map(|name| name.to_string()).collect();
    let missing: Vec<_> = all.iter().filter(|name| !types.contains(name.as_str())).collect();
    assert_eq!(missing, ["call.busy", "unknown"]);
}

#[test]
fn the_same_seed_gives_the_same_samples() {
    let seven = sample(&["--count", "20", "--seed", "7"]).out;
    assert_eq!(sample(&["--seed", "7", "--count", "20"]).out, seven);
    assert!(sample(&["--seed", "7", "--count", "30"]).out.starts_with(&seven));
    assert_ne!(sample(&["--seed", "8", "--count", "20"]).out, seven);
    assert_eq!(sample(&[]).out, sample(&["--seed", "0", "--count", "1"]).out);
    assert_eq!(sample(&["--count", "0"]).out, "");
}

#[test]
fn samples_are_of_the_platform_and_the_event_asked_for() {
    for &vendor in Vendor::VARIANTS {
        let of_vendor = sample(&[vendor.as_str(), "--count", "30"]).out;
        assert!(of_vendor.lines().all(|line| Vendor::detect(line.as_bytes()) == Some(vendor)));
        for event in vendor.event_names() {
            let webhooks: Vec<Value> = json_lines(&sample(&[vendor.as_str(), event, "--count", "10"]).out);
            assert_eq!(webhooks.len(), 10);
            assert!(webhooks.iter().all(|webhook| webhook["event"] == event));
        }
    }
}

#[test]
fn near_valid_samples_are_all_refused_and_none_is_lost() {
    let output = Desk::new().command(&["sample", "--near-valid", "--count", "1000", "--seed", "3"]).output().unwrap();
    assert_eq!(output.stdout.split_inclusive(|&byte| byte == b'\n').count(), 1000);
    let run = Desk::new().normalize_pipe(&[], &output.stdout);
    assert_eq!((run.events.len(), run.rejections.len()), (0, 1000));
    for &vendor in Vendor::VARIANTS {
        let args = ["sample", vendor.as_str(), "--near-valid", "--count", "100"];
        let broken = Desk::new().command(&args).output().unwrap().stdout;
        let run = Desk::new().normalize_pipe(&["--vendor", vendor.as_str()], &broken);
        assert_eq!((run.events.len(), run.rejections.len()), (0, 100), "{vendor}");
    }
}

#[test]
fn samples_of_what_is_not_are_refused() {
    let desk = Desk::new();
    desk.run(&["sample", "nobody"]).assert_fails(&["nobody", "liguelead"]);
    desk.run(&["sample", "limecall", "email.opened"]).assert_fails(&["limecall documents no event", "missed_call"]);
    desk.run(&["sample", "--count", "-1"]).assert_fails(&["-1"]);
    desk.run(&["sample", "--seed", "x"]).assert_fails(&["--seed"]);
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let program = crate::desk::PROGRAM;
    let script = format!("{program} sample --count 100000 | head -n 1");
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}
