import { InvalidInput } from "../../model/invalid.ts";
import { at } from "../json.ts";
import type { ModelRequest, Wire } from "../wire/wire.ts";

/** A request that may go on: as it was read, and its body written anew, so that what was checked is what is sent. */
export interface CheckedRequest {
  readonly request: ModelRequest;
  readonly body: Buffer;
}

/**
 * Reads an agent's request, and refuses one that names another model than the trial's: it would be spent on what the trial is not about.
 * @throws InvalidInput naming the field
 */
export function checkedRequest(wire: Wire, path: string, bytes: Buffer, model: string | undefined): CheckedRequest {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new InvalidInput("body", "must be JSON");
  }
  const request = wire.read(body, path);
  if (model !== undefined) {
    if (request.model !== model) throw new InvalidInput("model", `must be ${model}, the model of this trial`, request.model);
    // Some servers take others in its place.
    for (const field of ["models", "fallbacks"])
      if (at(body, field) !== undefined) throw new InvalidInput(field, "must not be given: the model of this trial is fixed");
  }
  try {
    return { request, body: Buffer.from(JSON.stringify(body)) };
  } catch {
    throw new InvalidInput("body", "must not be nested so deep");
  }
}
