import { quoted } from "../state/command.ts";

/** Where the commands look unless they are told. */
const USUAL = "results/trials";

/** A command about the trials of a folder, to be pasted. @param words  of the command, after `agents` */
export const trialsCommand = (words: string, folder: string): string =>
  `harness-lab agents ${words}${folder === USUAL ? "" : ` --out ${quoted(folder)}`}`;
