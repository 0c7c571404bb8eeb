import { html, nothing, type TemplateResult } from "lit-html";
import { harmless } from "../../../agents/sandbox/harmless.ts";
import type { TrialAnswer } from "../../api.ts";
import { addressOf } from "../api/client.ts";
import { commandBlock } from "../picture/commandBlock.ts";
import type { TrialName } from "./state.ts";
import { trialsCommand } from "./trialsCommand.ts";

/**
 * The open trial: its record and its trace. The trace is a page of untrusted texts; its frame has an origin of its own and runs no script,
 * whatever it holds.
 */
export function trialCard(answer: TrialAnswer, { key, number }: TrialName): TemplateResult {
  const record = answer.records.find((one) => one.number === number)?.record;
  const trace = addressOf(`trials/${key}/${number}/trace`);
  const broken = answer.damaged.find((one) => one.number === number);
  if (!record)
    return html`<section class="card trial"><h2>The open trial</h2>
      <p class="fault" role="alert">${broken ? `It is damaged: ${harmless(broken.damage)}.` : "It is not there any more."}</p></section>`;
  return html`<section class="card trial" aria-labelledby="trial-head"><h2 id="trial-head">Trial ${record.cell.trial}${number > 1 ? `, record ${number}` : ""}</h2>
    <div class="row"><a class="button" href=${trace} target="_blank" rel="noopener">open the trace alone</a>
      <a class="button" href=${addressOf(`trials/${key}/${number}/trace`, { format: "atif" })} download="trace-${key.slice(0, 12)}.json">ATIF</a>
      <a class="button" href=${addressOf(`trials/${key}`)} download="trial-${key.slice(0, 12)}.json">record</a>
      ${commandBlock(trialsCommand(`show ${key.slice(0, 16)} --html trace.html`, answer.folder))}</div>
    ${answer.records.length > 1 ? html`<p class="faint">This trial has ${answer.records.length} records: it was run again after it was no sample.</p>` : nothing}
    <iframe sandbox="" src=${trace} title="the trial and its trace" referrerpolicy="no-referrer"></iframe>
    <details class="more"><summary>the record as it is kept</summary><pre tabindex="0"><code>${harmless(JSON.stringify(record, null, 1))}</code></pre></details>
  </section>`;
}
