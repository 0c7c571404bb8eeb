/**
 * What the server's endpoints under /api/v1 take and answer, shared with the pages: types only. Rates are probabilities; goals, requests,
 * biases and quantiles are in units of work; durations end in `Ms`. A figure that does not exist is left out and named in `absent`.
 */
export type * from "./api/experiments.ts";
export type * from "./api/health.ts";
export type * from "./api/jobs.ts";
export type * from "./api/points.ts";
export type * from "./api/problem.ts";
export type * from "./api/results.ts";
export type * from "./api/trials.ts";
