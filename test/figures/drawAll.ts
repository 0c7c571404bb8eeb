import { createHash } from "node:crypto";
import { fanSvg } from "../../figures/fan.ts";
import { FIGURES } from "../../figures/paperFigures.ts";
import { renderDrawing, renderFigure } from "../../figures/render.ts";
import { plausibleResults } from "./plausible.ts";
import { plausibleRuns } from "./plausibleRuns.ts";

const hash = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Every picture as one line of hashes, to be compared between processes. */
export async function hashAll(): Promise<string[]> {
  const results = plausibleResults();
  const lines: string[] = [];
  for (const figure of FIGURES) {
    const { svg, png, vegaLite } = await renderFigure(figure.spec(results));
    lines.push([figure.id, hash(svg), hash(png), hash(vegaLite)].join(" "));
  }
  const { svg, png } = renderDrawing(fanSvg(plausibleRuns(20), { goal: 100, tolerance: 2 }));
  return [...lines, ["fan", hash(svg), hash(png)].join(" ")];
}

if (process.argv[2] === "--print") console.log((await hashAll()).join("\n"));
