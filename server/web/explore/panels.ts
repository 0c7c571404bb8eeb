import { fanCard } from "./cards/fan.ts";
import { funnelCard } from "./cards/funnel.ts";
import { lawCard } from "./cards/law.ts";
import { recommendedCard } from "./cards/recommended.ts";
import { theoremsCard } from "./cards/theorems.ts";
import type { MakePanel } from "./panel.ts";

/** The cards below the curve, in their order on the page. */
export const PANELS: readonly MakePanel[] = [recommendedCard, lawCard, funnelCard, fanCard, theoremsCard];
