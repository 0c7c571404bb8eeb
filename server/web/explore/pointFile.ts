import { html, type TemplateResult } from "lit-html";
import { InvalidInput } from "../../../model/invalid.ts";
import type { PointInput } from "../../../model/point.ts";
import { inWords } from "../shell/inWords.ts";
import { say } from "../shell/notice.ts";
import { textFile } from "../shell/textFile.ts";
import { soundPoint } from "./state.ts";

/** As the command line has it. */
const MOST_BYTES = 8_000_000;

/**
 * A point from text, as `lab solve --point` reads it.
 *
 * @throws InvalidInput in words for the user
 */
function pointFromText(text: string): PointInput {
  if (text.length > MOST_BYTES) throw new InvalidInput("point", `must be at most ${MOST_BYTES} characters`, text.length);
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput("point", `must be JSON (${inWords(error)})`);
  }
  return soundPoint(input);
}

/** The point as JSON: pasted, dropped, downloaded. */
export function pointFile(point: PointInput, take: (point: PointInput) => void): TemplateResult {
  const read = (text: string) => {
    try {
      take(pointFromText(text));
      say("The point is taken.");
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      say(error.message, "fault");
    }
  };
  return textFile({
    name: "point-file",
    summary: "point as JSON",
    hint: html`What <code>harness-lab solve --point</code> takes: paste it, or drop a file here.`,
    label: "the point as JSON",
    text: JSON.stringify(point, null, 1),
    takeLabel: "take this point",
    accept: ".json,application/json",
    mostBytes: MOST_BYTES,
    take: read,
    save: () => save(point),
  });
}

async function save(point: PointInput): Promise<void> {
  const { download } = await import("../shell/download.ts");
  download({ name: "point.json", file: new Blob([`${JSON.stringify(point, null, 1)}\n`], { type: "application/json" }) });
}
