//! `leadhook states`. (What the diagrams show is in `tests/states`.)

use leadhook::{Vendor, status};
use serde_json::Value;

use crate::desk::{Desk, json_lines};

fn state_machines() -> Vec<status::StateMachine> {
    status::state_machines().into_iter().chain(Vendor::VARIANTS.iter().flat_map(|vendor| vendor.state_machines())).collect()
}

#[test]
fn states_draws_all_machines_or_the_one_that_is_named() {
    let desk = Desk::new();
    for format in ["mermaid", "dot", "json"] {
        let all = desk.run(&["states", "--format", format]);
        assert_eq!((all.code, all.err.as_str()), (0, ""));
        let one = |name: &str| desk.run(&["states", name, "--format", format]).out;
        let each: Vec<_> = state_machines().iter().map(|machine| one(&machine.name)).collect();
        // Nothing but an empty line separates diagrams of Mermaid.
        assert_eq!(all.out, each.join(if format == "mermaid" { "\n" } else { "" }));
    }
    assert_eq!(desk.run(&["states", "message"]), desk.run(&["states", "message", "--format", "mermaid"]));
}

#[test]
fn every_notation_shows_every_step_first_and_final_status() {
    let desk = Desk::new();
    for machine in state_machines() {
        let show = |format: &str| desk.run(&["states", &machine.name, "--format", format]).out;
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
            dots += 1 + state.next.len() + usize::from(state.first);
            if state.first {
                has(format!("[*] --> {status}"), format!("\"\" -> \"{status}\""));
            }
            if state.is_final {
                has(format!("{status} --> [*]"), format!("\"{status}\" [peripheries=2]"));
            }
            for next in &state.next {
                has(format!("{status} --> {next}"), format!("\"{status}\" -> \"{next}\""));
            }
        }
        assert_eq!((mermaid.lines().count(), dot.lines().count()), (mermaids, dots), "{mermaid}{dot}");
        assert!(mermaid.starts_with(&format!(
            "---\ntitle: {}\n---\nstateDiagram-v2\n    %% steps: {}\n",
            machine.name, machine.basis
        )));
        assert!(
            dot.starts_with(&format!("digraph \"{}\" {{\n    // steps: {}\n", machine.name, machine.basis))
                && dot.ends_with("}\n")
        );
    }
}

#[test]
fn a_machine_that_is_none_is_a_usage_error_that_names_all() {
    let run = Desk::new().run(&["states", "liguelead"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(state_machines().iter().all(|machine| run.err.contains(&machine.name)), "{}", run.err);
}
