export type Theme = "light" | "dark";
/** `auto` follows the machine. */
export type ThemeChoice = Theme | "auto";

const KEY = "harness-lab theme";
const CHOICES: readonly ThemeChoice[] = ["auto", "light", "dark"];
const machine = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

export function themeChoice(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return CHOICES.find((choice) => choice === kept) ?? "auto";
}

export function themeNow(): Theme {
  const choice = themeChoice();
  if (choice !== "auto") return choice;
  return machine.matches ? "dark" : "light";
}

/** The next of auto, light, dark; kept for the next visit. */
export function turnTheme(): void {
  const next = CHOICES[(CHOICES.indexOf(themeChoice()) + 1) % CHOICES.length] as ThemeChoice;
  localStorage.setItem(KEY, next);
  apply();
}

/** @returns what stops the telling */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function apply(): void {
  document.documentElement.dataset.theme = themeNow();
  for (const listener of listeners) listener();
}

machine.addEventListener("change", apply);
document.documentElement.dataset.theme = themeNow();
