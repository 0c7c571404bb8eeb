import type { Absent } from "../../model/result.ts";

/** What a part calls to name a figure that it leaves out. */
export type OnAbsent = (absent: Absent) => void;
