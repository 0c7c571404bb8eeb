import { html, nothing, type TemplateResult } from "lit-html";
import { InvalidInput } from "../../../model/invalid.ts";
import { download } from "../shell/download.ts";
import { say, sayFault } from "../shell/notice.ts";
import { textFile } from "../shell/textFile.ts";
import type { Plan } from "./plan.ts";
import type { SpecReading } from "./specFile.ts";

/** The sweep as a spec file: taken in, taken away. What the page cannot show it says, with the command that can. */
export function specCard(
  plan: Plan,
  beyond: Extract<SpecReading, { beyond: string }> | undefined,
  took: (reading: SpecReading) => void,
): TemplateResult {
  const read = async (text: string) => {
    try {
      const { readSpec } = await import("./specFile.ts");
      took(await readSpec(text));
      say(""); // what was wrong with the one before
    } catch (error) {
      sayFault(error);
      if (!(error instanceof InvalidInput)) throw error;
    }
  };
  const written = JSON.stringify(plan.spec, null, 1);
  const file = textFile({
    name: "spec-file",
    summary: "sweep as a spec file",
    hint: html`What <code>harness-lab sweep --spec</code> takes, YAML or JSON: paste it, or drop a file here.`,
    label: "the sweep as a spec",
    text: written,
    takeLabel: "take this spec",
    accept: ".yaml,.yml,.json",
    take: read,
    save: () => download({ name: "sweep.json", file: new Blob([`${written}\n`], { type: "application/json" }) }),
  });
  return html`<section class="card spec" aria-label="spec file">${file}
    ${beyond === undefined ? nothing : html`<div role="alert" class="beyond more"><p>This spec is sound, but ${beyond.beyond}. In a terminal:</p><pre tabindex="0"><code>${beyond.command}</code></pre></div>`}</section>`;
}
