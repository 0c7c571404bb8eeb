import { type Agent, densityAt, lawOfAgent } from "./agent.ts";

const PLACES = 240;

/** Density of one unguided step, per unit of work, from the shortest step to the longest. */
export function densityCurve(agent: Agent): readonly { readonly step: number; readonly density: number }[] {
  const law = lawOfAgent(agent);
  const [low, high] = [Math.min(...law.members.map(({ min }) => min)), Math.max(...law.members.map(({ max }) => max))];
  const at = (i: number) => (i === PLACES ? high : low + ((high - low) * i) / PLACES);
  return Array.from({ length: PLACES + 1 }, (_, i) => ({ step: at(i), density: densityAt(law, at(i)) }));
}
