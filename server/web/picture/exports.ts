import { type Cell, csvText } from "../../../figures/csvText.ts";
import type { PictureContent, Table } from "./content.ts";
import { viewOf, wholeSpec } from "./draw.ts";
import type { Format } from "./formats.ts";

const ENDINGS: Readonly<Record<Format, string>> = { SVG: "svg", PNG: "png", CSV: "csv", JSON: "json", "Vega-Lite": "vl.json" };
const SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json";

/** Pictures are made in the light look, since they are mostly put on white. @returns the file with its name */
export async function exported(content: PictureContent, format: Format): Promise<{ readonly name: string; readonly file: Blob }> {
  return { name: `${content.name}.${ENDINGS[format]}`, file: await fileOf(content, format) };
}

async function fileOf(content: PictureContent, format: Format): Promise<Blob> {
  switch (format) {
    case "CSV":
      return new Blob([csvOf(content.table)], { type: "text/csv" });
    case "JSON":
      return json(content.json);
    case "Vega-Lite":
      return json({ $schema: SCHEMA, ...wholeSpec(content) });
    case "SVG":
      return new Blob([await svgOf(content)], { type: "image/svg+xml" });
    case "PNG":
      return pngOf(content);
  }
}

function csvOf({ columns, rows }: Table): string {
  const cellOf = (value: unknown): Cell => (typeof value === "object" && value !== null ? JSON.stringify(value) : (value as Cell));
  return csvText([columns, ...rows.map((row) => columns.map((column) => cellOf(row[column])))]);
}

const json = (value: unknown) => new Blob([`${JSON.stringify(value, null, 1)}\n`], { type: "application/json" });

async function svgOf(content: PictureContent): Promise<string> {
  const view = viewOf(wholeSpec(content));
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Twice the size of the picture, for print. */
async function pngOf(content: PictureContent): Promise<Blob> {
  const view = viewOf(wholeSpec(content));
  try {
    const canvas = await view.toCanvas(2);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large for a PNG"))), "image/png");
    });
  } finally {
    view.finalize();
  }
}
