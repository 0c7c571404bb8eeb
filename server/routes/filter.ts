import Type, { type Static } from "typebox";
import type { Filter } from "../../store/filter.ts";
import { instant, keyPrefix } from "../../store/filterText.ts";
import { ServerProblem } from "../problems.ts";
import type { UseOptions } from "../store/storeAccess.ts";
import type { ServerContext } from "./context.ts";

const word = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 200, description }));

/** Which results are meant. */
export const FilterSchema = Type.Object({
  experiment: word("only these, such as retry or sweep-point"),
  method: word("only these: exact or simulate"),
  key: word("only keys that begin so"),
  text: word("only names that hold this"),
  since: word("only what was begun then or later, such as 2026-11-25 or 2026-11-25T08:30Z"),
});

/** @throws InvalidInput naming the query parameter */
export function filterOf({ experiment, method, key, since, text }: Static<typeof FilterSchema>): Filter {
  return {
    experiment,
    method,
    keyPrefix: key === undefined ? undefined : keyPrefix("key")(key),
    since: since === undefined ? undefined : instant("since")(since),
    namePart: text,
  };
}

export const reading = ({ limits }: ServerContext, signal: AbortSignal): UseOptions => ({ waitMs: limits.storeWaitMs, signal });

/** @throws ServerProblem where there is no store yet */
export function found<T>(result: T | undefined): T {
  if (result === undefined) throw new ServerProblem("not-found", "nothing is stored yet");
  return result;
}
