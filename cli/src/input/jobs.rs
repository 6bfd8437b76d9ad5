//! Processing by several threads, with results in input order.

use std::io::{self, ErrorKind};
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::batch::Batch;
use super::item::Sink;
use crate::outcome::Failure;

/// How many batches may wait for a thread, and how many results for the output.
const QUEUE_LENGTH: usize = 2;

/// Reads input in batches, processes them in `jobs` threads, and delivers the results in input order.
///
/// With one job, all of it happens in the calling thread.
pub(crate) fn process_in_order<T: Send + 'static>(
    jobs: usize,
    read: impl FnOnce(&mut Sink<'_>) -> Result<(), Failure> + Send + 'static,
    process: impl Fn(Batch) -> T + Clone + Send + 'static,
    deliver: &mut dyn FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if jobs == 1 {
        return read_batches(read, |batch| deliver(process(batch)));
    }
    let started: io::Result<Vec<_>> = (0..jobs).map(|_| Worker::start(process.clone())).collect();
    let (inputs, workers): (Vec<_>, Vec<_>) = started.map_err(Failure::io("--jobs"))?.into_iter().unzip();
    let reader = thread::Builder::new().name("reader".into()).spawn(move || {
        // Batches go to the workers in turn. The results are collected in the same turn.
        let mut turns = inputs.iter().cycle();
        read_batches(read, |batch| {
            let input = turns.next().expect("there are several workers");
            // A worker is gone only if the results are not wanted any more. Then this error is not seen either.
            input.send(batch).map_err(|_| Failure::Stdout(ErrorKind::BrokenPipe.into()))
        })
    });
    let reader = reader.map_err(Failure::io("--jobs"))?;
    let mut turn = 0;
    while let Ok(result) = workers[turn].results.recv() {
        // If this fails, the program ends, and its threads with it.
        deliver(result)?;
        turn = (turn + 1) % workers.len();
    }
    // This worker has ended: because the input has, or by a panic.
    let ended = workers.into_iter().nth(turn).expect("the turn is an index of a worker").thread;
    ended.join().unwrap_or_else(|panic| resume_unwind(panic));
    reader.join().unwrap_or_else(|panic| resume_unwind(panic))
}

fn read_batches(
    read: impl FnOnce(&mut Sink<'_>) -> Result<(), Failure>,
    mut send: impl FnMut(Batch) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut batch = Batch::default();
    let result = read(&mut |place, item| batch.add(place, item).map_or(Ok(()), &mut send));
    // What was read before a file failed still counts.
    let rest = send(batch);
    result.and(rest)
}

/// A thread that processes batches.
struct Worker<T> {
    results: Receiver<T>,
    thread: JoinHandle<()>,
}

impl<T: Send + 'static> Worker<T> {
    fn start(process: impl Fn(Batch) -> T + Send + 'static) -> io::Result<(SyncSender<Batch>, Self)> {
        let (input, batches) = sync_channel(QUEUE_LENGTH);
        let (output, results) = sync_channel(QUEUE_LENGTH);
        let thread = thread::Builder::new().name("worker".into()).spawn(move || {
            // It ends with the input, or when the results are not wanted any more.
            _ = batches.into_iter().try_for_each(|batch| output.send(process(batch)));
        })?;
        Ok((input, Self { results, thread }))
    }
}
