import { CommanderError } from "commander";
import { InvalidInput } from "../model/invalid.ts";
import { Interrupted } from "./interrupt.ts";

/** What the user is told when a command ends early, and the exit code. */
export interface Failure {
  /** One line; "" where there is nothing to say. */ readonly line: string;
  readonly code: number;
}

/** Room for the names of all claims, which a mistyped one is answered with. */
const MAX_LENGTH = 2000;

/** Turns whatever was thrown into one line and an exit code. */
export function failureOf(error: unknown): Failure {
  if (error instanceof InvalidInput) return { line: oneLine(`error: ${error.message}`), code: 2 };
  if (error instanceof Interrupted) return { line: oneLine(error.message), code: error.exitCode };
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { line: "", code: 0 }; // help or version, already shown
    return { line: oneLine(error.message), code: 2 };
  }
  // The reader of our output has gone away, as `head` does: nobody is left to tell.
  if ((error as NodeJS.ErrnoException | null)?.code === "EPIPE") return { line: "", code: 0 };
  if ((error as NodeJS.ErrnoException | null)?.code === "ENOSPC")
    return { line: "the disk is full: not all output could be written", code: 1 };
  if (error instanceof Error && (error.name === "DatabaseAway" || error.name === "Cancelled"))
    return { line: oneLine(`${error.message}; what is done is kept, the same command goes on from there`), code: 1 };
  if (error instanceof Error && error.name === "Unresolved") return { line: oneLine(`unresolved: ${error.message}`), code: 1 };
  return fault(error);
}

function fault(error: unknown): Failure {
  if (process.env.HARNESS_LAB_DEBUG === "1" && error instanceof Error) return { line: error.stack ?? error.message, code: 1 };
  const said = error instanceof Error ? error.message : String(error);
  return { line: oneLine(`fault: ${said} (a fault of the program; HARNESS_LAB_DEBUG=1 shows where)`), code: 1 };
}

/** A key or a file name from outside may hold line breaks or control codes; the line stays one, and a terminal stays itself. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, (codes) => (/^\n+$/.test(codes) ? " " : JSON.stringify(codes).slice(1, -1)));
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 3)}...` : line;
}
