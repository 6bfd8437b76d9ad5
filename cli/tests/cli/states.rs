//! `leadhook states`. (The tests of the library test the steps.)

use expect_test::expect_file;
use leadhook::Vendor;
use leadhook::lifecycle::{self, StateMachine};
use serde_json::Value;

use crate::sandbox::{Sandbox, json_lines};

fn state_machines() -> Vec<StateMachine> {
    lifecycle::state_machines()
        .into_iter()
        .chain(Vendor::VARIANTS.iter().flat_map(|vendor| vendor.state_machines()))
        .collect()
}

#[test]
fn states_draws_all_machines_or_one() {
    let sandbox = Sandbox::new();
    for format in ["mermaid", "dot", "json"] {
        let all = sandbox.run(&["states", "--format", format]);
        assert_eq!((all.code, all.err.as_str()), (0, ""));
        let one = |name: &str| sandbox.run(&["states", name, "--format", format]).out;
        let each: Vec<_> = state_machines().iter().map(|machine| one(&machine.name)).collect();
        // An empty line separates Mermaid diagrams.
        assert_eq!(all.out, each.join(if format == "mermaid" { "\n" } else { "" }));
    }
    assert_eq!(sandbox.run(&["states", "message"]), sandbox.run(&["states", "message", "--format", "mermaid"]));
}

/// `UPDATE_EXPECT=1` writes the golden file.
#[test]
fn the_steps_of_all_machines_are_pinned() {
    expect_file!["./machines.mmd"].assert_eq(&Sandbox::new().run(&["states"]).out);
}

#[test]
fn every_notation_shows_every_step_and_every_initial_and_final_status() {
    let sandbox = Sandbox::new();
    for machine in state_machines() {
        let evidence = machine.evidence.map_or("unified", |evidence| evidence.as_str());
        let show = |format: &str| sandbox.run(&["states", &machine.name, "--format", format]).out;
        let (mermaid, dot) = (show("mermaid"), show("dot"));
        let json: Vec<Value> = json_lines(&show("json"));
        assert_eq!(json, [serde_json::to_value(&machine).unwrap()]);
        let (mut mermaids, mut dots) = (5, 5);
        let mut has = |step: String, edge: String| {
            assert!(mermaid.lines().any(|line| line.trim() == step), "{step}");
            assert!(dot.lines().any(|line| line.trim() == edge), "{edge}");
            mermaids += 1;
        };
        for state in &machine.states {
            let status = state.status;
            dots += 1 + state.successors.len() + usize::from(state.is_initial);
            if state.is_initial {
                has(format!("[*] --> {status}"), format!("\"\" -> \"{status}\""));
            }
            if state.is_final {
                has(format!("{status} --> [*]"), format!("\"{status}\" [peripheries=2]"));
            }
            for next in &state.successors {
                has(format!("{status} --> {next}"), format!("\"{status}\" -> \"{next}\""));
            }
        }
        assert_eq!((mermaid.lines().count(), dot.lines().count()), (mermaids, dots), "{mermaid}{dot}");
        assert!(
            mermaid.starts_with(&format!(
                "---\ntitle: {}\n---\nstateDiagram-v2\n    %% steps: {}\n",
                machine.name, evidence
            ))
        );
        assert!(
            dot.starts_with(&format!("digraph \"{}\" {{\n    // steps: {}\n", machine.name, evidence))
                && dot.ends_with("}\n")
        );
    }
}

#[test]
fn the_error_for_an_unknown_machine_lists_all() {
    let run = Sandbox::new().run(&["states", "liguelead"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(state_machines().iter().all(|machine| run.err.contains(&machine.name)), "{}", run.err);
}
