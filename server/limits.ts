/**
 * What one server lets in and holds at once, each with its reason. They are generous for the explorer of one person, and keep memory and
 * waiting bounded whatever is sent.
 */
export interface Limits {
  /** Bytes of a body: ten thousand explicit requests, the largest point, take 0.2 MB. */ readonly bodyBytes: number;
  /** Objects and lists inside each other: deeper than any input of the lab, shallower than any stack. */ readonly depth: number;
  /** Values in a body, all levels together: it takes some milliseconds to check as many. */ readonly values: number;
  /** Keys of one object: a point has 11, a sweep's axes are few. */ readonly keys: number;
  /** A body must have come by then; also headers. A curve's body comes in milliseconds. */ readonly requestMs: number;
  /** A connection on which nothing moves is dropped then; longer than any work at once, and than a heartbeat. */ readonly idleConnectionMs: number;
  /** Open connections: a page holds six at most. */ readonly connections: number;

  /** Requests of one address in a window. A knob that is dragged asks 30 times a second at most. */ readonly requestsPerWindow: number;
  readonly windowMs: number;

  /** Requests that wait for a thread; beyond, 503: whoever waits longer than a second has mostly gone. */ readonly waiting: number;
  /** Work of an at-once request, waiting included; then its thread is stopped. */ readonly workMs: number;
  /** A thread told to stop is ended by force then: a point in work cannot be interrupted otherwise. */ readonly graceMs: number;
  /** Old space of a thread, MB: the largest exact solutions take some 200. */ readonly threadMemoryMb: number;

  /** Stages × pool members × pool subsets of an at-once point: of the order of a millisecond each. */ readonly pointCost: number;
  /** Points of an at-once sweep: some seconds of one thread. */ readonly sweepPoints: number;
  /** Axes of a sweep, and expressions: each is tried at every point. */ readonly sweepAxes: number;
  /** Points of a sweep job: its rows are kept in memory for whoever comes late. */ readonly jobPoints: number;
  /** Runs per point of an experiment job, whose points are some hundreds. */ readonly jobRuns: number;
  /** Runs per point of an experiment that is asked for at once. */ readonly runsAtOnce: number;
  /** Steps to fit an agent to. */ readonly steps: number;

  /** Jobs that run at once: they share the threads. */ readonly jobsRunning: number;
  /** Jobs that wait for their turn. */ readonly jobsQueued: number;
  /** Ended jobs that are remembered, by number and by time. */ readonly jobsKept: number;
  readonly jobKeptMs: number;
  /** Bytes of the results of ended jobs, all together; the oldest are forgotten first. */ readonly bytesKept: number;
  /** Streams of events that are open at once. */ readonly streams: number;
  /** A comment is sent that often, so that nothing between takes a silent stream for dead. */ readonly heartbeatMs: number;
  /** A job that is not detached ends so long after its last listener has gone. */ readonly lonelyMs: number;
  /** The same where no listener ever came. */ readonly unheardMs: number;

  /** The store is closed after so long without work: only one process can have it. */ readonly storeIdleMs: number;
  /** Another process uses the store: an at-once request waits so long for it, a job so long. */ readonly storeWaitMs: number;
  readonly storeJobWaitMs: number;
  /** Results of one page of the listing. */ readonly resultsPerPage: number;
}

export const LIMITS: Limits = {
  bodyBytes: 2_000_000,
  depth: 32,
  values: 60_000,
  keys: 200,
  requestMs: 10_000,
  idleConnectionMs: 60_000,
  connections: 2_000,

  requestsPerWindow: 3_000,
  windowMs: 10_000,

  waiting: 64,
  workMs: 30_000,
  graceMs: 1_000,
  threadMemoryMb: 1_024,

  pointCost: 10_000,
  sweepPoints: 2_000,
  sweepAxes: 16,
  jobPoints: 20_000,
  jobRuns: 10_000_000,
  runsAtOnce: 2_000,
  steps: 20_000,

  jobsRunning: 2,
  jobsQueued: 32,
  jobsKept: 50,
  jobKeptMs: 3_600_000,
  bytesKept: 64_000_000,
  streams: 64,
  heartbeatMs: 10_000,
  lonelyMs: 3_000,
  unheardMs: 10_000,

  storeIdleMs: 1_000,
  storeWaitMs: 1_000,
  storeJobWaitMs: 10_000,
  resultsPerPage: 500,
};
