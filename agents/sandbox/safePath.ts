import { InvalidInput } from "../../model/invalid.ts";

/**
 * The parts of a path that stays in its folder.
 *
 * @throws InvalidInput for an absolute path, an empty one, one with `.` or `..`, a NUL, or above 4096 characters
 */
export function partsOfPath(field: string, path: string): string[] {
  const parts = path.split("/");
  if (path.length > 4096 || path.includes("\0") || parts.some((part) => part === "" || part === "." || part === ".."))
    throw new InvalidInput(field, "must be a relative path without . and ..", path);
  return parts;
}
