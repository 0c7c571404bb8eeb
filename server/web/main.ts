import "./shell/theme.ts";
import { startRouter } from "./shell/router.ts";
import { solver } from "./solver/solvers.ts";

// A worker takes a quarter of a second to start, which the page's own code takes too: side by side.
for (const name of ["live", "live 2"] as const) solver(name);
startRouter();
