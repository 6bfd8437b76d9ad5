//! Time, side by side; instructions and allocations, by valgrind.

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::bodies::{Body, Set};
use crate::contenders::Contender;

/// How many rounds there are. In each, every contender runs once, for about [`SLICE`].
const ROUNDS: usize = 101;
const SLICE: Duration = Duration::from_millis(1);

/// What one contender costs.
pub struct Cost {
    /// For all bodies of the set once: nanoseconds, instructions or allocations.
    pub pass: f64,
    /// Against the first contender; of several rounds, the median.
    pub ratio: f64,
}

/// Goes through all bodies so many times.
pub fn repeat(contender: &Contender, bodies: &[Body], passes: usize) {
    for _ in 0..passes {
        for body in bodies {
            (contender.run)(black_box(body));
        }
    }
}

/// The time of each contender, in alternation: what slows the machine down for a while slows all of them.
pub fn times(set: &Set, contenders: &[Contender]) -> Vec<Cost> {
    let time = |contender: &Contender, passes| {
        let start = Instant::now();
        repeat(contender, &set.bodies, passes);
        start.elapsed()
    };
    let passes: Vec<usize> = contenders
        .iter()
        .map(|contender| {
            // The first pass compiles schemas.
            time(contender, 1);
            let once = (0..9).map(|_| time(contender, 1)).min().expect("nine");
            (SLICE.as_nanos() / once.as_nanos().max(1)).clamp(1, 100_000).try_into().expect("a small number")
        })
        .collect();
    let mut rounds = vec![Vec::with_capacity(ROUNDS); contenders.len()];
    for round in 0..ROUNDS {
        for at in 0..contenders.len() {
            // Nobody always runs behind the same one.
            let at = (at + round) % contenders.len();
            rounds[at].push(time(&contenders[at], passes[at]).as_secs_f64() * 1e9 / passes[at] as f64);
        }
    }
    let ratios = |times: &[f64]| median(times.iter().zip(&rounds[0]).map(|(time, first)| time / first).collect());
    rounds.iter().map(|times| Cost { pass: median(times.clone()), ratio: ratios(times) }).collect()
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// What valgrind can count.
#[derive(Clone, Copy)]
pub enum Count {
    Instructions,
    Allocations,
}

impl Count {
    /// The tool, and what stands before the number that it prints.
    fn tool(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Instructions => (&["--tool=callgrind", "--callgrind-out-file=/dev/null"], "Collected :"),
            Self::Allocations => (&["--tool=memcheck"], "total heap usage:"),
        }
    }
}

/// The count of each contender, from two runs of this program that differ in their passes alone.
pub fn counts(count: Count, set: &Set, contenders: &[Contender]) -> Vec<Cost> {
    const FEW: usize = 2;
    const MANY: usize = 12;
    let pass = |contender: &Contender| {
        let [few, many] = [FEW, MANY].map(|passes| counted(count, set.name, contender.name, passes));
        (many - few) / (MANY - FEW) as f64
    };
    let passes: Vec<f64> = contenders.iter().map(pass).collect();
    passes.iter().map(|&pass| Cost { pass, ratio: pass / passes[0] }).collect()
}

fn counted(count: Count, set: &str, contender: &str, passes: usize) -> f64 {
    let (options, label) = count.tool();
    let program = std::env::current_exe().expect("this program");
    let told = Command::new("valgrind")
        .args(options)
        .arg(program)
        .args(["--repeat", set, contender, &passes.to_string()])
        .output()
        .unwrap_or_else(|error| panic!("valgrind, which counts: {error}"));
    let told = String::from_utf8_lossy(&told.stderr);
    let number = told.split_once(label).and_then(|(_, told)| told.split_whitespace().next());
    let number = number.and_then(|number| number.replace(',', "").parse().ok());
    number.unwrap_or_else(|| panic!("valgrind printed no {label:?}:\n{told}"))
}
