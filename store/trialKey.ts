import type { Cell } from "../model/trial.ts";
import { canonicalJson } from "./canonicalJson.ts";
import { sha256 } from "./resultKey.ts";

/** The key of a trial: sha-256 of its cell's canonical JSON, in hex. */
export const trialKey = (cell: Cell): string => sha256(canonicalJson(cell));

/** The key that the repeats of a trial share. */
export const cellKey = ({ trial: _, ...cell }: Cell): string => sha256(canonicalJson(cell));
