import type { RareEvent } from "../../model/rare.ts";
import { nextUnit, type Stream } from "../../numerics/streams.ts";
import type { Agent } from "./agent.ts";
import type { AttemptRule } from "./attemptRule.ts";
import { makeGuide } from "./guide.ts";
import { guidedAttempts } from "./guidedAttempt.ts";
import { naturalAttempt } from "./naturalAttempt.ts";
import { type Centre, expectedTerms, type Retries, retried } from "./retries.ts";

/** Draws of their own that choose how the rest is estimated. */
const PILOTS = 256;
/** The pilots may have been lucky: a spread is taken to be at least this share of the mean. */
const LEAST_SPREAD = 0.01;
/** Nearest to 1 that a centre may be: the series divides by what is left. */
const LARGEST_CENTRE = 0.999;
/** Terms of the series beyond which whole stages are simulated instead: the stage is then all but sure to go the other way. */
const MOST_TERMS = 16;

/** A source of unbiased estimates of a stage's chance of the event. */
export interface StageEstimates {
  /** Unbiased for P(stage accepted), or for `fail` P(stage unrecovered); draws are independent. */ draw(stream: Stream): number;
  /** Attempts drawn so far, those of the pilot included. */ attempts(): number;
}

/**
 * Attempts are led to whichever of their two ends is the rarer: the other is then known to the digits of its complement. The pilot's
 * draws fix the factor of the control and the centre of the retry series, and are not used again: given them, every later draw is unbiased.
 */
export function stageEstimates(agent: Agent, rule: AttemptRule, retryBudget: number, event: RareEvent, pilot: Stream): StageEstimates {
  const accepting = makeGuide(agent, rule, "accepted");
  const guide = accepting.value(0, rule.stepBudget) <= 0.5 ? accepting : makeGuide(agent, rule, "rejected");
  const attempt = guidedAttempts(guide);
  let attempts = PILOTS;
  const pilots = Array.from({ length: PILOTS }, () => attempt(pilot));
  const factor = controlFactor(pilots);
  const centre = centreOf(pilots.map(({ value, control }) => value + factor * control));
  const retries: Retries = { retryBudget, wanted: guide.wanted, centre };

  const draw = (stream: Stream): number => {
    if (expectedTerms(retries) > MOST_TERMS) {
      let accepted = false;
      for (let tried = 0; tried < retryBudget && !accepted; tried++) {
        attempts++;
        accepted = naturalAttempt(agent, rule, stream);
      }
      return Number(accepted === (event === "pass"));
    }
    const one = () => {
      attempts++;
      const { value, control } = attempt(stream);
      return value + factor * control;
    };
    const { accepted, unrecovered } = retried(retries, one, () => nextUnit(stream));
    return event === "pass" ? accepted : unrecovered;
  };
  return { draw, attempts: () => attempts };
}

/** The factor in [0, 1] that makes the variance of value + factor·control least, as the pilots show it. */
function controlFactor(pilots: readonly { readonly value: number; readonly control: number }[]): number {
  const mean = pilots.reduce((sum, { value }) => sum + value, 0) / pilots.length;
  const shared = pilots.reduce((sum, { value, control }) => sum + (value - mean) * control, 0);
  const squares = pilots.reduce((sum, { control }) => sum + control * control, 0);
  return squares > 0 ? Math.min(1, Math.max(0, -shared / squares)) : 0;
}

function centreOf(draws: readonly number[]): Centre {
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const near = Math.min(LARGEST_CENTRE, Math.max(Number.MIN_VALUE, mean));
  const squares = draws.reduce((sum, draw) => sum + (draw - near) ** 2, 0) / draws.length;
  return { near, spread: Math.max(Math.sqrt(squares), LEAST_SPREAD * near) };
}
