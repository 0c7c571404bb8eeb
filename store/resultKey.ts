import { createHash } from "node:crypto";
import { canonicalJson } from "./canonicalJson.ts";

/** What makes two results the same result. Anything left out of it must not change a figure. */
export interface Identity {
  /** What was asked, such as "granularity". */ readonly experiment: string;
  /** `MODEL_VERSION` of the definitions the result was made with. */ readonly modelVersion: number;
  /** How it was found, such as "exact" or "simulate". */ readonly method: string;
  /** Parameters as resolved: every default filled in. */ readonly parameters: unknown;
  /** Seed string, where something was drawn. */ readonly seed?: string;
  /** Runs simulated, where something was. */ readonly runs?: number;
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The key a result is stored and looked up by: sha-256 of the identity's canonical JSON, in hex. */
export function resultKey({ experiment, modelVersion, method, parameters, seed, runs }: Identity): string {
  return sha256(canonicalJson({ experiment, modelVersion, method, parameters, seed, runs }));
}
