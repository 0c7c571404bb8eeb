import { inWords } from "./inWords.ts";

/** One line at the foot of the page, read out by screen readers; a fault stays until the next, until it is closed, or until another page. */
const line = document.createElement("div");
line.className = "notice";
line.setAttribute("role", "status");
const words = document.createElement("span");
const close = document.createElement("button");
close.type = "button";
close.textContent = "close";
close.addEventListener("click", () => say(""));
addEventListener("keydown", ({ key }) => {
  if (key === "Escape") say("");
});
document.body.append(line);

const SHOWN_MS = 5_000;
let fading: ReturnType<typeof setTimeout> | undefined;

export function say(text: string, kind: "word" | "fault" = "word"): void {
  clearTimeout(fading);
  words.textContent = text;
  line.dataset.kind = kind;
  line.setAttribute("role", kind === "fault" ? "alert" : "status");
  line.replaceChildren(...(text === "" ? [] : kind === "fault" ? [words, close] : [words]));
  if (kind === "word" && text !== "") fading = setTimeout(() => say(""), SHOWN_MS);
}

/** Says what was thrown, which is no fault of the user's input. */
export const sayFault = (error: unknown): void => say(inWords(error), "fault");
