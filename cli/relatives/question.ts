import { InvalidInput } from "../../model/invalid.ts";

/** @throws InvalidInput where neither a length nor a target is given: there is nothing to answer */
export function requireQuestion({ length, target }: { readonly length: number | undefined; readonly target: number | undefined }): void {
  if (length === undefined && target === undefined)
    throw new InvalidInput("--length", "or --target must be given: the length of a task, or the success rate asked of one");
}
