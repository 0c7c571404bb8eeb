import "./shell/theme.ts";
import { startRouter } from "./shell/router.ts";
import { solver } from "./solver/solvers.ts";

// A worker takes a quarter of a second to start, which the page's own code takes too: side by side.
if (["/", "/explore"].includes(location.pathname)) for (const name of ["live", "live too"] as const) solver(name);
startRouter();
