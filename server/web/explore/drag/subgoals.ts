/** Requests as the subgoals they add up to, and back. Lengths in units of work. */

/** Where each stage would end if every request were met exactly. */
export function subgoalsOf(requests: readonly number[]): number[] {
  let reached = 0;
  return requests.map((request) => {
    reached += request;
    return reached;
  });
}

/**
 * Moves one subgoal between its neighbours: the request before it grows by what the one behind it loses; the last moves alone.
 *
 * @param least  a request must stay above it: the tolerance
 * @returns the requests; as they were where there is no room
 */
export function moveSubgoal(requests: readonly number[], index: number, to: number, least: number): number[] {
  const subgoals = subgoalsOf(requests);
  const before = index === 0 ? 0 : (subgoals[index - 1] as number);
  const behind = subgoals[index + 1];
  const room = roomOf(least);
  const low = before + room;
  const high = behind === undefined ? Number.POSITIVE_INFINITY : behind - room;
  if (low > high) return [...requests];
  const at = Math.min(high, Math.max(low, to));
  return requests.map((request, i) => {
    if (i === index) return rounded(at - before);
    return i === index + 1 && behind !== undefined ? rounded(behind - at) : request;
  });
}

/** Puts a subgoal into the stage that it falls into, or behind the last. @returns the requests; as they were where there is no room */
export function addSubgoal(requests: readonly number[], at: number, least: number): number[] {
  const subgoals = subgoalsOf(requests);
  const stage = subgoals.findIndex((subgoal) => at < subgoal);
  const room = roomOf(least);
  if (stage === -1) {
    const request = at - (subgoals.at(-1) ?? 0);
    return request >= room ? [...requests, rounded(request)] : [...requests];
  }
  const before = stage === 0 ? 0 : (subgoals[stage - 1] as number);
  const [first, second] = [at - before, (subgoals[stage] as number) - at];
  if (first < room || second < room) return [...requests];
  return [...requests.slice(0, stage), rounded(first), rounded(second), ...requests.slice(stage + 1)];
}

/** Cuts the longest stage in two. */
export function splitLongest(requests: readonly number[], least: number): number[] {
  const longest = requests.indexOf(Math.max(...requests));
  const end = subgoalsOf(requests)[longest] as number;
  return addSubgoal(requests, end - (requests[longest] as number) / 2, least);
}

/** Takes a subgoal away: its stage and the next become one; of the last, the stage goes. One stage stays. */
export function removeSubgoal(requests: readonly number[], index: number): number[] {
  if (requests.length === 1) return [...requests];
  if (index === requests.length - 1) return requests.slice(0, -1);
  return [
    ...requests.slice(0, index),
    rounded((requests[index] as number) + (requests[index + 1] as number)),
    ...requests.slice(index + 2),
  ];
}

/** A little more than the least, so that rounding does not bring a request down to it. */
const roomOf = (least: number) => Math.max(least * (1 + 1e-6), 1e-6);
/** A dragged place needs no more digits than its neighbours' differences keep. */
const rounded = (value: number) => Number(value.toPrecision(12));
