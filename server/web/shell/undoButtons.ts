import { html, type TemplateResult } from "lit-html";
import type { Timeline } from "../state/timeline.ts";

/** What Ctrl+Z and Ctrl+Shift+Z do, as buttons. */
export function undoButtons(time: Pick<Timeline<unknown>, "canUndo" | "canRedo" | "undo" | "redo">): TemplateResult {
  return html`<button type="button" ?disabled=${!time.canUndo} @click=${() => time.undo()} title="Ctrl+Z">undo</button>
    <button type="button" ?disabled=${!time.canRedo} @click=${() => time.redo()} title="Ctrl+Shift+Z">redo</button>`;
}
