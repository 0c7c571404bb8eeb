import type { MakePanel } from "./panel.ts";

/** The cards below the curve, in their order on the page. */
export const PANELS: readonly MakePanel[] = [];
