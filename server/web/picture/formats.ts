/** What a picture can be taken away as. */
export const FORMATS = ["SVG", "PNG", "CSV", "JSON", "Vega-Lite"] as const;
export type Format = (typeof FORMATS)[number];
