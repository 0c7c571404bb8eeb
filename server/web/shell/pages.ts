import type { Mount } from "./mount.ts";

export interface PageEntry {
  readonly path: string;
  readonly title: string;
  load(): Promise<{ readonly mount: Mount }>;
}

/** In the order of the navigation. A page of optimizers takes its place behind these. */
export const PAGES: readonly PageEntry[] = [
  { path: "/explore", title: "Explore", load: () => import("../explore/page.ts") },
  { path: "/figures", title: "Figures", load: () => import("../figures/page.ts") },
  { path: "/sweeps", title: "Sweeps", load: () => import("../sweeps/page.ts") },
  { path: "/results", title: "Results", load: () => import("../results/page.ts") },
  { path: "/runs", title: "Runs", load: () => import("../runs/page.ts") },
];
