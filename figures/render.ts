import { fileURLToPath } from "node:url";
import { type RenderedImage, Resvg } from "@resvg/resvg-js";
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { legalXml } from "./markup.ts";
import { strictLogger } from "./strictLogger.ts";
import { renumberIds } from "./svgIds.ts";
import { PAPER } from "./theme.ts";

export interface Picture {
  readonly svg: string;
  /** Twice the size of the SVG. */ readonly png: Uint8Array;
}
export interface RenderedFigure extends Picture {
  /** The specification as JSON text, for readers who want to redraw it. */ readonly vegaLite: string;
}

/** Without these files resvg leaves out every label and says nothing. */
export const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) =>
  fileURLToPath(new URL(`./fonts/${name}`, import.meta.url)),
);

/**
 * Draws a specification whose data are inlined. The same specification gives the same bytes.
 *
 * @throws FigureWarning if Vega or Vega-Lite has anything to complain of
 */
export async function renderFigure(spec: TopLevelSpec): Promise<RenderedFigure> {
  const { logger, settle } = strictLogger();
  const compiled = compile(spec, { logger }).spec;
  settle();
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger, loader: offlineLoader() });
  try {
    const svg = renumberIds(legalXml(await view.toSVG()));
    settle();
    return { ...renderDrawing(svg), vegaLite: `${JSON.stringify({ $schema: SCHEMA, ...spec }, null, 1)}\n` };
  } finally {
    view.finalize();
  }
}

/** @param svg  a whole SVG document, with its size in px */
export function renderDrawing(svg: string): Picture {
  return { svg, png: raster(svg, FONT_FILES).asPng() };
}

/** Pixels at twice the size of the SVG. */
export function raster(svg: string, fontFiles: readonly string[]): RenderedImage {
  const font = { loadSystemFonts: false, fontFiles: [...fontFiles], defaultFontFamily: "DejaVu Sans" };
  return new Resvg(svg, { fitTo: { mode: "zoom", value: 2 }, background: PAPER, font }).render();
}

const SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json";

/** Figures are drawn from the data they hold: nothing may be fetched. */
function offlineLoader(): vega.Loader {
  const refuse = (uri: string) => Promise.reject(new Error(`a figure must hold its data, but asks for ${uri}`));
  return { ...vega.loader(), load: refuse, http: refuse, file: refuse };
}
