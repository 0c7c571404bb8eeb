/** A page that has been mounted; ended when another is gone to. */
export interface MountedPage {
  end(): void;
  /** Ctrl+Z and Ctrl+Shift+Z, where the page can. */ undo?(): void;
  redo?(): void;
}
export type Mount = (host: HTMLElement) => MountedPage;
