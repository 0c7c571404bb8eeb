import { MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import type { ActionDistribution } from "../../model/point.ts";
import { truncatedNormal } from "../../numerics/truncatedNormal.ts";
import { CANONICAL_SETTING, type Setting } from "../setting.ts";
import { JOINING, type Place } from "./space.ts";

/** The unit of work: s keeps its canonical length, and everything else moves about it. */
const STEP = CANONICAL_SETTING.step;

/** The setting that a place describes. At the canonical place it is the canonical setting, up to rounding. */
export function settingAt(place: Place): Setting {
  const members = [MODEL_0, MODEL_1, MODEL_2, MODEL_3].map((model) => moved(model, place));
  const [, model1, model2, model3] = members;
  return {
    goal: place.goal * STEP,
    tolerance: place.tolerance * STEP,
    stepBudget: place.stepBudget,
    retryBudget: place.retryBudget,
    verification: place.verification,
    onUnrecovered: place.onUnrecovered,
    strength: place.strength / STEP,
    agents: { "Model 1": model1, "Model 2": model2, "Model 3": model3 },
    joining: JOINING[place.joining].map((member) => members[member]),
    step: STEP,
    spread: deviationOf(model2) / deviationOf(MODEL_2),
    rates: { aligned: { taskRate: place.taskRate, stageRate: 0 }, misaligned: { taskRate: 0, stageRate: place.stageRate } },
  };
}

/** A canonical agent with its middle, its width and the place and scale of its peak changed; ratios between middle and width are kept. */
function moved({ mu, sigma, min, max }: ActionDistribution, { spacing, spread, shape, skew }: Place): ActionDistribution {
  const [middle, half] = [(min + max) / 2, (max - min) / 2];
  const to = STEP * (middle / STEP) ** spacing;
  const width = half * spread * (to / middle);
  return {
    mu: to + width * ((mu - middle) / half + skew),
    sigma: width * (sigma / half) * shape,
    min: to - width,
    max: to + width,
  };
}

function deviationOf({ mu, sigma, min, max }: ActionDistribution): number {
  return Math.sqrt(truncatedNormal(mu, sigma, min, max).variance);
}
