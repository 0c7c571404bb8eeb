/** What an agent says of its stages: lines that its answer ends in. */

export const claimLine = (stage: number | "n", done: boolean): string => `STAGE ${stage} ${done ? "DONE" : "NOT DONE"}`;

/** List signs, quotes and Markdown around a claim are let pass. */
const CLAIM = /^[\s>*_`"#-]*STAGE (\d{1,5})[:,]? (NOT )?DONE[\s*_`".!]*$/i;

const MOST_CHARACTERS = 2 ** 20;

/** Claims by the stage's number. Of two about one stage the later holds. @param text  of the agent, untrusted */
export function claimsIn(text: string): ReadonlyMap<number, boolean> {
  const claims = new Map<number, boolean>();
  for (const line of text.slice(-MOST_CHARACTERS).split(/\r?\n/)) {
    const found = line.length <= 200 ? CLAIM.exec(line) : null;
    if (found) claims.set(Number(found[1]), found[2] === undefined);
  }
  return claims;
}
