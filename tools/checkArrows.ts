/** The import arrows as a quick check of its own; the architecture test proves that it can fail. */
import { checkArrows } from "./arrows.ts";

const { modules, violations } = await checkArrows(process.cwd());
for (const violation of violations) process.stderr.write(`${violation}\n`);
const count = Object.values(modules).reduce((sum, n) => sum + n, 0);
process.stderr.write(`arrows: ${violations.length} wrong among ${count} modules of ${Object.keys(modules).join(", ")}\n`);
process.exitCode = violations.length > 0 ? 1 : 0;
