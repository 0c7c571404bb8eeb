import { join } from "node:path";
import type { WorkflowStep } from "../../model/trial.ts";
import type { WireProtocol } from "../ports/port.ts";
import type { Prices } from "../proxy/prices.ts";
import { startProxy } from "../proxy/proxy.ts";
import type { Upstream } from "../proxy/upstream.ts";
import { ownFolder } from "../sandbox/ownFolder.ts";
import { removeFolder } from "../sandbox/removeFolder.ts";
import { askModel } from "./askModel.ts";
import { workflowRequest, writtenWorkflow } from "./writtenWorkflow.ts";

export interface Generator {
  readonly protocol: WireProtocol;
  readonly model: string;
  readonly upstream: Upstream;
  readonly prices: Prices;
}

const MOST_REQUESTS = 3;

/**
 * Has a model write a workflow of k steps, asking again where what it wrote cannot be used.
 *
 * @throws Error with the last reason after three answers
 */
export async function generateWorkflow(
  { protocol, model, upstream, prices }: Generator,
  instruction: string,
  k: number,
): Promise<readonly WorkflowStep[]> {
  const folder = await ownFolder("workflow");
  const socket = join(folder, "model.sock");
  try {
    const proxy = await startProxy({ socket, protocol, upstream, model, prices, budget: { requests: MOST_REQUESTS } });
    try {
      for (let asked = 1; ; asked++) {
        try {
          return writtenWorkflow(await askModel(socket, protocol, model, workflowRequest(instruction, k)), k);
        } catch (error) {
          const reason = proxy.failure()?.message ?? (error as Error).message;
          if (asked === MOST_REQUESTS || proxy.failure() !== undefined) throw new Error(`no workflow of ${k} steps was written: ${reason}`);
        }
      }
    } finally {
      await proxy.close();
    }
  } finally {
    await removeFolder(folder);
  }
}
