import { extname } from "node:path";

/**
 * The file that a thread runs, as piscina takes it: beside a module, with the module's own extension: `.js` once built, `.ts` under tsx or
 * vitest. There a thread needs tsx itself, and by its API: with `--import tsx` alone a thread can require a `.ts` file but not import one.
 *
 * @param beside  `import.meta.url` of the module
 * @param name    without extension
 */
export function threadFile(beside: string, name: string): { filename: string; execArgv?: string[] } {
  const extension = extname(new URL(beside).pathname);
  const filename = new URL(`./${name}${extension}`, beside).href;
  if (extension !== ".ts") return { filename };
  const tsx = import.meta.resolve("tsx/esm/api");
  return { filename, execArgv: ["--import", `data:text/javascript,import { register } from ${JSON.stringify(tsx)}; register();`] };
}
