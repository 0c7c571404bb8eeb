/** Calls a function of a module on each list of arguments, and prints what it gives and what it made of the arguments. */
import { readFileSync } from "node:fs";

const [name, calls] = JSON.parse(readFileSync(0, "utf8"));
const module = await import(process.argv[2]);
const results = calls.map((given) => ({ result: module[name](...given) ?? null, given }));
process.stdout.write(JSON.stringify(results));
