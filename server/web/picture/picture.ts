import { render } from "lit-html";
import type * as vega from "vega";
import { DARK, LIGHT } from "../../../figures/look.ts";
import { onThemeChange, themeNow } from "../shell/theme.ts";
import type { PictureContent } from "./content.ts";
import { pictureMenu } from "./menu.ts";

/** A picture on a page that is redrawn in place. */
export interface Picture {
  /** What lit puts into a page; the same element for ever. */ readonly element: HTMLElement;
  /** Draws it, or redraws it with other data. Calls while it draws are folded into one. Resolves once the last state asked for is seen. */
  show(content: PictureContent): Promise<void>;
  /** Greys what is shown while other numbers are under way. */ busy(isBusy: boolean): void;
  dispose(): void;
}

/** Vega and Vega-Lite are most of what the pages weigh, so they come after the page itself is seen. */
const drawing = () => import("./draw.ts");

export function picture(): Picture {
  void drawing(); // its code arrives while the numbers are still being solved
  const element = document.createElement("figure");
  element.className = "picture";
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  canvas.setAttribute("role", "img");
  const foot = document.createElement("figcaption");
  element.append(canvas, foot);

  let view: vega.View | undefined;
  let shape = "";
  let wasEmpty = false;
  let wanted: PictureContent | undefined;
  let drawn: Promise<void> | undefined;

  let areNumbersOpen = false;
  const showMenu = (content: PictureContent) =>
    render(pictureMenu(content, { isOpen: areNumbersOpen, turn: (isOpen) => turnNumbers(content, isOpen) }), foot);
  const turnNumbers = (content: PictureContent, isOpen: boolean) => {
    if (isOpen === areNumbersOpen) return;
    areNumbersOpen = isOpen;
    showMenu(content);
  };

  const draw = async (content: PictureContent) => {
    const look = themeNow() === "dark" ? DARK : LIGHT;
    const spec = content.spec(look);
    const nextShape = JSON.stringify(spec);
    canvas.setAttribute("aria-label", content.summary);
    if (!view || nextShape !== shape) {
      const { viewOf } = await drawing();
      view?.finalize();
      shape = nextShape;
      view = viewOf({ ...spec, datasets: content.datasets } as typeof spec, canvas);
    } else {
      for (const [name, rows] of Object.entries(content.datasets)) view.data(name, rows as object[]);
      // Axes of an empty picture have no labels, and no room was left for them.
      if (wasEmpty) view.resize();
    }
    wasEmpty = Object.values(content.datasets).every((rows) => rows.length === 0);
    await view.runAsync();
    showMenu(content);
    element.dataset.drawn = String(Number(element.dataset.drawn ?? 0) + 1);
  };

  const drawAll = async () => {
    let shown: PictureContent | undefined;
    while (wanted && wanted !== shown) {
      shown = wanted;
      await draw(shown);
    }
  };
  const show = (content: PictureContent): Promise<void> => {
    wanted = content;
    drawn ??= drawAll().finally(() => {
      drawn = undefined;
    });
    return drawn;
  };
  const forget = onThemeChange(() => {
    if (wanted) void show({ ...wanted });
  });
  return {
    element,
    show,
    busy: (isBusy) => element.classList.toggle("busy", isBusy),
    dispose() {
      forget();
      view?.finalize();
      view = undefined;
    },
  };
}
