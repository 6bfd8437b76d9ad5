//! Measures contenders: time in alternation, and instructions and allocations with valgrind.

#![expect(clippy::cast_precision_loss, reason = "the numbers are small")]

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::bodies::{Body, Set};
use crate::contenders::Contender;

/// The number of rounds. In each round, every contender runs for about [`SLICE`].
const ROUNDS: usize = 101;
const SLICE: Duration = Duration::from_millis(1);

/// The cost of a contender on a set of bodies.
pub struct Cost {
    /// The cost of all bodies once, in nanoseconds, instructions or allocations.
    pub pass: f64,
    /// The ratio to the first contender. For times, the median of the rounds.
    pub ratio: f64,
}

/// Runs a contender on all bodies, `passes` times.
pub fn run_passes(contender: &Contender, bodies: &[Body], passes: usize) {
    for _ in 0..passes {
        for body in bodies {
            (contender.run)(black_box(body));
        }
    }
}

/// Measures the time of each contender. They alternate, so that a slow phase of the machine affects all of them.
pub fn measure_times(set: &Set, contenders: &[Contender]) -> Vec<Cost> {
    let time = |contender: &Contender, passes| {
        let start = Instant::now();
        run_passes(contender, &set.bodies, passes);
        start.elapsed()
    };
    let passes: Vec<usize> = contenders
        .iter()
        .map(|contender| {
            // The first pass compiles schemas.
            time(contender, 1);
            let pass = (0..9).map(|_| time(contender, 1)).min().expect("nine passes");
            (SLICE.as_nanos() / pass.as_nanos().max(1)).clamp(1, 100_000).try_into().expect("a small number")
        })
        .collect();
    let mut rounds = vec![Vec::with_capacity(ROUNDS); contenders.len()];
    for round in 0..ROUNDS {
        for index in 0..contenders.len() {
            // Each round starts with the next contender, so that none always runs after the same other.
            let index = (index + round) % contenders.len();
            rounds[index].push(time(&contenders[index], passes[index]).as_secs_f64() * 1e9 / passes[index] as f64);
        }
    }
    let ratio = |times: &[f64]| median(times.iter().zip(&rounds[0]).map(|(time, first)| time / first).collect());
    rounds.iter().map(|times| Cost { pass: median(times.clone()), ratio: ratio(times) }).collect()
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// What valgrind counts.
#[derive(Clone, Copy)]
pub enum Count {
    /// Instructions, with callgrind.
    Instructions,
    /// Allocations, with memcheck.
    Allocations,
}

impl Count {
    /// Returns valgrind's options, and the label of the number in its output.
    fn options_and_label(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Instructions => (&["--tool=callgrind", "--callgrind-out-file=/dev/null"], "Collected :"),
            Self::Allocations => (&["--tool=memcheck"], "total heap usage:"),
        }
    }
}

/// Measures the count of each contender. Runs this program twice, with different numbers of passes, so that the difference
/// is the cost of the passes alone.
pub fn measure_counts(count: Count, set: &Set, contenders: &[Contender]) -> Vec<Cost> {
    const FEW: usize = 2;
    const MANY: usize = 12;
    let pass = |contender: &Contender| {
        let [few, many] = [FEW, MANY].map(|passes| run_valgrind(count, set.name, contender.name, passes));
        (many - few) / (MANY - FEW) as f64
    };
    let passes: Vec<f64> = contenders.iter().map(pass).collect();
    passes.iter().map(|&pass| Cost { pass, ratio: pass / passes[0] }).collect()
}

fn run_valgrind(count: Count, set: &str, contender: &str, passes: usize) -> f64 {
    let (options, label) = count.options_and_label();
    let program = std::env::current_exe().expect("the path of this program");
    let output = Command::new("valgrind")
        .args(options)
        .arg(program)
        .args(["--repeat", set, contender, &passes.to_string()])
        .output()
        .unwrap_or_else(|error| panic!("cannot run valgrind: {error}"));
    let text = String::from_utf8_lossy(&output.stderr);
    let number = text.split_once(label).and_then(|(_, rest)| rest.split_whitespace().next());
    let number = number.and_then(|number| number.replace(',', "").parse().ok());
    number.unwrap_or_else(|| panic!("valgrind printed no {label:?}:\n{text}"))
}
