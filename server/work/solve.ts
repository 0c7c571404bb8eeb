import type { Point } from "../../model/point.ts";
import { lawAtEvenPlaces } from "../../theory/law/evenPlaces.ts";
import { solve } from "../../theory/solve.ts";

/** @returns the answer of `POST solve` as JSON text: turned into text here, the event loop is spared it */
export default function solveToText({ point, law }: { readonly point: Point; readonly law: number | undefined }): string {
  return JSON.stringify({ ...solve(point), ...(law === undefined ? {} : { law: lawAtEvenPlaces(point, law) }) });
}
