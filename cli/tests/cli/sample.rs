//! `leadhook sample`.

use std::collections::BTreeSet;

use leadhook::Vendor;
use leadhook::event::EventType;
use serde_json::Value;

use crate::sandbox::{Run, Sandbox, json_lines};

fn sample(args: &[&str]) -> Run {
    let run = Sandbox::new().run(&[&["sample"], args].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    run
}

#[test]
fn every_sample_becomes_an_event() {
    let webhooks = sample(&["--count", "2000"]).out;
    assert_eq!(webhooks.lines().count(), 2000);
    let run = Sandbox::new().normalize_pipe(&[], &webhooks);
    assert_eq!((run.events.len(), run.rejections.len()), (2000, 0), "{:?}", run.rejections.first());
    let types: BTreeSet<_> = run.events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    // Samples have documented names and channels, and LimeCall does not document its value for busy.
    let all: BTreeSet<_> = EventType::variants().map(|name| name.to_string()).collect();
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
fn samples_have_the_requested_vendor_and_event() {
    for &vendor in Vendor::VARIANTS {
        let of_vendor = sample(&[vendor.as_str(), "--count", "30"]).out;
        assert!(of_vendor.lines().all(|line| Vendor::detect(line.as_bytes()) == Ok(vendor)));
        for event in vendor.event_names() {
            let webhooks: Vec<Value> = json_lines(&sample(&[vendor.as_str(), event, "--count", "10"]).out);
            assert_eq!(webhooks.len(), 10);
            assert!(webhooks.iter().all(|webhook| webhook["event"] == event));
        }
    }
}

#[test]
fn every_invalid_sample_is_rejected() {
    let output = Sandbox::new().command(&["sample", "--invalid", "--count", "1000", "--seed", "3"]).output().unwrap();
    assert_eq!(output.stdout.split_inclusive(|&byte| byte == b'\n').count(), 1000);
    let run = Sandbox::new().normalize_pipe(&[], &output.stdout);
    assert_eq!((run.events.len(), run.rejections.len()), (0, 1000));
    for &vendor in Vendor::VARIANTS {
        let args = ["sample", vendor.as_str(), "--invalid", "--count", "100"];
        let broken = Sandbox::new().command(&args).output().unwrap().stdout;
        let run = Sandbox::new().normalize_pipe(&["--vendor", vendor.as_str()], &broken);
        assert_eq!((run.events.len(), run.rejections.len()), (0, 100), "{vendor}");
    }
}

#[test]
fn unknown_vendors_and_events_are_usage_errors() {
    let sandbox = Sandbox::new();
    sandbox.run(&["sample", "no_such"]).assert_fails(&["no_such", "liguelead"]);
    sandbox.run(&["sample", "limecall", "email.opened"]).assert_fails(&["limecall documents no event", "missed_call"]);
    sandbox.run(&["sample", "--count", "-1"]).assert_fails(&["-1"]);
    sandbox.run(&["sample", "--seed", "x"]).assert_fails(&["--seed"]);
}

#[test]
fn a_closed_standard_output_ends_it_quietly() {
    let program = crate::sandbox::PROGRAM;
    let script = format!("{program} sample --count 100000 | head -n 1");
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}
