import { html, render } from "lit-html";
import type { MountedPage } from "./mount.ts";
import { navigation } from "./navigation.ts";
import { say, sayFault } from "./notice.ts";
import { PAGES } from "./pages.ts";
import { onThemeChange } from "./theme.ts";

let mounted: MountedPage | undefined;
let visit = 0;

/** Goes to an address of the pages, as a click on a link does. */
function goTo(address: string): void {
  history.pushState(null, "", address);
  void showPage();
}

/** The page of the present address; of an unknown one, the first. */
const entryHere = () => PAGES.find(({ path }) => path === location.pathname) ?? PAGES[0];

function showHead(): void {
  render(navigation(PAGES, entryHere().path), document.getElementById("head") as HTMLElement);
}

async function showPage(): Promise<void> {
  const mine = ++visit;
  const entry = entryHere();
  showHead();
  document.title = `${entry.title} · harness-lab`;
  const main = document.getElementById("page") as HTMLElement;
  try {
    const { mount } = await entry.load();
    if (mine !== visit) return;
    mounted?.end();
    mounted = undefined;
    say(""); // what was said belongs to the page before
    const host = document.createElement("div");
    host.className = `page ${entry.path.slice(1)}`;
    main.replaceChildren(host);
    mounted = mount(host);
  } catch (error) {
    if (mine !== visit) return;
    render(html`<p class="fault">This page could not be loaded; is the server still there? Reload to try again.</p>`, main);
    sayFault(error);
  }
}

export function startRouter(): void {
  addEventListener("popstate", () => void showPage());
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a");
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || link.target !== "" || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.hash !== "" && link.pathname === location.pathname) return;
    if (!PAGES.some(({ path }) => path === link.pathname) && link.pathname !== "/") return;
    event.preventDefault();
    goTo(link.href);
    document.getElementById("page")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || isText(event.target)) return;
    const act = event.shiftKey ? mounted?.redo : mounted?.undo;
    if (!act) return;
    event.preventDefault();
    act();
  });
  onThemeChange(showHead);
  void showPage();
}

/** There the browser's own undo is meant. */
function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input[type=text], input[type=search], textarea, [contenteditable]");
}
