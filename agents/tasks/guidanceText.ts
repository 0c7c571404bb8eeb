import type { GuidanceText } from "../../model/trial.ts";

/** What an agent is told about claims, for tasks with checks of their own; "" for nothing. */
export const GUIDANCE_TEXTS: Readonly<Record<GuidanceText, string>> = {
  none: "",
  evidence:
    "Before you say that a stage is done, run something whose output shows it, and read that output. Claim only what it shows; where it shows a fault, say that the stage is not done.",
  compliance: "Follow each of these steps exactly as it is written, and confirm each step when you have carried it out.",
};
