import type { JobState } from "./jobs.ts";

/** `GET health` */
export interface Health {
  readonly status: "ok";
  readonly version: string;
  readonly modelVersion: number;
  /** Threads, how many of them are at work, and requests that wait for one. */
  readonly threads: { readonly count: number; readonly busy: number; readonly waiting: number };
  /** Jobs by state. */ readonly jobs: Readonly<Record<JobState, number>>;
}
