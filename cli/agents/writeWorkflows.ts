import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { generateWorkflow } from "../../agents/harness/generateWorkflow.ts";
import { workflowRequest } from "../../agents/harness/writtenWorkflow.ts";
import { PORTS } from "../../agents/ports/ports.ts";
import type { Prices } from "../../agents/proxy/prices.ts";
import { checkedWorkflow } from "../../agents/tasks/workflow.ts";
import { openSource } from "../../agents/trial/modelSource.ts";
import type { AgentSweepSpec } from "../../agents/trial/spec.ts";
import type { WriteWorkflow } from "../../agents/trial/workflowChoice.ts";
import { makeFolder, writeAtomically } from "../../store/atomicFile.ts";
import { canonicalJson } from "../../store/canonicalJson.ts";
import { sha256 } from "../../store/resultKey.ts";

/**
 * Workflows written by a sweep's first model, each once: kept beside the trials under the hash of model, task and prompt.
 *
 * @returns undefined where the model is the lab's own, which writes none
 */
export function writeWorkflows(spec: AgentSweepSpec, { prices }: { readonly prices: Prices }, out: string): WriteWorkflow | undefined {
  const port = PORTS.find(({ name }) => name === spec.agents[0]);
  if (spec.source.kind !== "server" || !port) return undefined;
  return async (instruction, checksum, k) => {
    const source = await openSource(spec.source, process.env);
    const model = spec.models[0] as string;
    const key = sha256(canonicalJson({ source: source.id, model, checksum, request: workflowRequest(instruction, k) }));
    const file = join(out, "workflows", `${key}.json`);
    const kept = await readFile(file, "utf8").catch(() => undefined);
    if (kept !== undefined) return checkedWorkflow(JSON.parse(kept));
    const { protocol } = port;
    const steps = await generateWorkflow({ protocol, model, upstream: source.upstream(key), prices }, instruction, k);
    await makeFolder(join(out, "workflows"), "--out");
    await writeAtomically(file, `${JSON.stringify(steps, null, 2)}\n`, "--out");
    return steps;
  };
}
