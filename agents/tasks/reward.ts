import { readResult } from "../sandbox/readResult.ts";

/** What a verifier said. A missing reward is absent with its reason, never 0. */
export type Reward =
  | { readonly status: "rewarded"; readonly rewards: Readonly<Record<string, number>> }
  | { readonly status: "no reward" /** One sentence. */; readonly reason: string };

const MOST_BYTES = 64 * 1024;
const MOST_REWARDS = 1_000;

/**
 * Reads what a verifier left in its log folder, by Harbor's rules: `reward.json` (names and numbers, flat) wins over `reward.txt` (one
 * number, named "reward"). A file that is empty, a link or no number is no reward.
 */
export async function readReward(logs: string): Promise<Reward> {
  const json = await readResult(logs, "reward.json", MOST_BYTES);
  if (json.status !== "missing")
    return json.status === "read" && !json.cut ? ofJson(json.bytes.toString("utf8")) : none("reward.json", json);
  const text = await readResult(logs, "reward.txt", MOST_BYTES);
  if (text.status !== "read" || text.cut) return none("reward.txt", text);
  const word = text.bytes.toString("utf8").trim();
  if (word === "") return none("reward.txt is empty");
  // Number() would take "" and "0x1".
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) || !Number.isFinite(Number(word))) return none("reward.txt holds no number");
  return { status: "rewarded", rewards: { reward: Number(word) } };
}

function ofJson(text: string): Reward {
  if (text.trim() === "") return none("reward.json is empty");
  try {
    const value: unknown = JSON.parse(text);
    const fields = value !== null && typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : [];
    const flat = fields.length > 0 && fields.length <= MOST_REWARDS && fields.every(([, reward]) => Number.isFinite(reward));
    return flat ? { status: "rewarded", rewards: Object.fromEntries(fields) } : none("reward.json holds no names with numbers");
  } catch {
    return none("reward.json is no JSON");
  }
}

function none(said: string, left?: { readonly status: string; readonly reason?: string }): Reward {
  if (left === undefined) return { status: "no reward", reason: `The verifier's ${said}.` };
  if (left.status === "missing") return { status: "no reward", reason: "The verifier left neither reward.json nor reward.txt." };
  return { status: "no reward", reason: `The verifier's ${said} ${left.reason ?? "is too long"}.` };
}

/** Whether every reward that a stage asks for is reached. One that is not there is not reached. */
export const reaches = (reward: Reward, least: Readonly<Record<string, number>>): boolean =>
  reward.status === "rewarded" &&
  Object.entries(least).every(([name, number]) => Object.hasOwn(reward.rewards, name) && (reward.rewards[name] as number) >= number);
