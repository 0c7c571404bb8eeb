import type { Trajectories, TrajectoryAttempt } from "../../model/trajectory.ts";

/** Runs of a partial harness (10, 10, 10, 10, 60) with steps spread over [4, 14] by a fixed sequence. */
export function plausibleRuns(count: number, requests: readonly number[] = [10, 10, 10, 10, 60], tolerance = 2): Trajectories {
  let state = 12345;
  const chance = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const from = requests.map((_, t) => requests.slice(0, t).reduce((a, b) => a + b, 0));
  const runs = Array.from({ length: count }, () => {
    let at = 0;
    let passed = true;
    const attempts: TrajectoryAttempt[] = [];
    requests.forEach((request, stage) => {
      for (let retry = 0; retry < 5; retry += 1) {
        const path = [at];
        while (path.length <= 8 && (path.at(-1) as number) - at < request - tolerance)
          path.push((path.at(-1) as number) + 4 + 10 * chance());
        const deviation = (path.at(-1) as number) - at - request;
        const accepted = Math.abs(deviation) <= tolerance;
        attempts.push({ stage, accepted, path });
        if (accepted || retry === 4) {
          at = path.at(-1) as number;
          passed &&= accepted;
          break;
        }
      }
    });
    return { passed, attempts };
  });
  return { stages: requests.map((request, t) => ({ request, from: from[t] as number })), runs };
}
