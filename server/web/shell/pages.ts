/** A page that has been mounted; ended when another is gone to. */
export interface MountedPage {
  end(): void;
  /** Ctrl+Z and Ctrl+Shift+Z, where the page can. */ undo?(): void;
  redo?(): void;
}
export type Mount = (host: HTMLElement) => MountedPage;

export interface PageEntry {
  readonly path: string;
  readonly title: string;
  load(): Promise<{ readonly mount: Mount }>;
}

/** In the order of the navigation. Pages of agent runs and of optimizers take their place behind these. */
export const PAGES: readonly PageEntry[] = [{ path: "/explore", title: "Explore", load: () => import("../explore/page.ts") }];
