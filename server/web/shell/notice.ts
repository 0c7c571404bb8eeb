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
