import { html, type TemplateResult } from "lit-html";
import { say } from "../shell/notice.ts";

/** The command that makes the numbers, to be read or copied. */
export function commandBlock(text: string): TemplateResult {
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say("The command is copied."),
      () => say("The browser does not let the page copy; select the command instead.", "fault"),
    );
  return html`<details class="command"><summary>command</summary><pre tabindex="0"><code>${text}</code></pre>
    <p class="plain">In a clone, once a terminal: <code>alias harness-lab='npm run --silent lab --'</code></p>
    <button type="button" @click=${copy}>copy</button></details>`;
}
