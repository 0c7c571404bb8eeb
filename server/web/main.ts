import "./shell/theme.ts";
import { startRouter } from "./shell/router.ts";

startRouter();
