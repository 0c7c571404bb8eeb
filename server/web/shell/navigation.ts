import { html, type TemplateResult } from "lit-html";
import type { PageEntry } from "./pages.ts";
import { themeChoice, turnTheme } from "./theme.ts";

/** What the button says of each choice. */
const THEME_WORDS = { auto: "◐ auto", light: "○ light", dark: "● dark" } as const;

export function navigation(pages: readonly PageEntry[], current: string): TemplateResult {
  return html`
    <a class="home" href="/explore"><img src="/icon.svg" alt="" width="24" height="24" />harness-lab</a>
    <nav aria-label="pages">
      ${pages.map(({ path, title }) => html`<a href=${path} aria-current=${path === current ? "page" : "false"}>${title}</a>`)}
    </nav>
    <a class="aside" href="/api">API</a>
    <button type="button" class="aside" @click=${turnTheme} aria-label="colours: ${themeChoice()}; press to change" title="light, dark, or as the machine">
      ${THEME_WORDS[themeChoice()]}
    </button>`;
}
