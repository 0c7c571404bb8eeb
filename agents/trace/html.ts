import { createHash } from "node:crypto";
import type { TrialRecord } from "../../model/trial.ts";
import { harmlessLine } from "../sandbox/harmless.ts";
import { factsOf, taskName } from "./facts.ts";
import { type Child, element, type Markup, render, trusted } from "./markup.ts";
import { Shortened } from "./shortened.ts";
import { stageTable } from "./stageTable.ts";
import { TRACE_STYLE } from "./style.ts";
import type { Trajectory } from "./trajectory.ts";
import { turnsMarkup } from "./turns.ts";

/**
 * A trial and its trace as one HTML page that needs no network and no script. Nothing in either is trusted: every text is made harmless
 * and escaped, and the page's policy allows its own style sheet and nothing else. Long texts are folded, and those that are very long
 * are cut in the middle; the page says so.
 *
 * @param trajectory  absent where the trial left none
 * @param notices     what the reader of the trace had to say, one sentence each
 */
export function traceHtml(trial: TrialRecord, trajectory?: Trajectory, notices: readonly string[] = []): string {
  const shortened = new Shortened();
  const title = harmlessLine(`${trial.cell.agent} on ${taskName(trial.cell)}, trial ${trial.cell.trial}`);
  const steps = trajectory ? turnsMarkup(trajectory.steps, shortened) : element("p", {}, "The trial left no trace.");
  const said = [
    ...trial.notices,
    ...notices,
    ...(shortened.cut > 0 ? [`${shortened.cut} long texts are shown without their middle.`] : []),
  ];
  const main: Child = [
    element("header", {}, element("h1", {}, title), verdict(trial), factsOf(trial, trajectory)),
    said.length > 0
      ? section(
          "notices",
          "Notices",
          element(
            "ul",
            {},
            said.map((notice) => element("li", {}, harmlessLine(notice, 500))),
          ),
        )
      : undefined,
    section("stages", "Stages", stageTable(trial, trajectory)),
    section("steps", "Steps", trajectory?.notes === undefined ? undefined : element("p", {}, shortened.of(trajectory.notes)), steps),
  ];
  return page(title, main);
}

function verdict({ passed, status, reason }: TrialRecord): Markup {
  const kind = passed === undefined ? "open" : passed ? "good" : "bad";
  const word = passed === undefined ? `No sample: ${status}` : passed ? "Passed" : "Not passed";
  const how = passed !== undefined && status !== "finished" ? ` (${status})` : "";
  return element("p", { class: `verdict ${kind}` }, `${word}${how}.`, reason === undefined ? undefined : ` ${harmlessLine(reason, 500)}`);
}

function section(id: string, title: string, ...content: Child[]): Markup {
  return element("section", { id, "aria-labelledby": `${id}-title` }, element("h2", { id: `${id}-title` }, title), content);
}

/** All that the page may do: it has one style sheet, and nothing else is loaded or run. To be sent as its policy where it is served. */
export const TRACE_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(TRACE_STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;

function page(title: string, main: Child): string {
  const head = element(
    "head",
    {},
    trusted(
      `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${TRACE_POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">`,
    ),
    element("title", {}, `${title} · harness-lab`),
    element("style", {}, trusted(TRACE_STYLE)),
  );
  return `<!doctype html>\n${render(element("html", { lang: "en" }, head, element("body", {}, element("main", {}, main))))}\n`;
}
