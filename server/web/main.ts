import "./shell/theme.ts";
import { startRouter } from "./shell/router.ts";
import { solver } from "./solver/solvers.ts";

// Workers and the drawing code take a quarter of a second to start, which the page's own code takes too: side by side.
if (["/", "/explore"].includes(location.pathname)) {
  void import("./picture/draw.ts");
  for (const name of ["live", "live too"] as const) solver(name);
}
startRouter();
