import { inWords } from "./inWords.ts";

/** One line at the foot of the page, read out by screen readers; a fault stays until the next. */
const line = document.createElement("div");
line.className = "notice";
line.setAttribute("role", "status");
document.body.append(line);

const SHOWN_MS = 5_000;
let fading: ReturnType<typeof setTimeout> | undefined;

export function say(text: string, kind: "word" | "fault" = "word"): void {
  clearTimeout(fading);
  line.textContent = text;
  line.dataset.kind = kind;
  if (kind === "word") fading = setTimeout(() => say(""), SHOWN_MS);
}

/** Says what was thrown, which is no fault of the user's input. */
export const sayFault = (error: unknown): void => say(inWords(error), "fault");
