import type { Finding, Measure } from "../model/experiment.ts";
import { mirrored, type Peak, peakOf, type Series } from "./claims/series.ts";

/** The highest point of a series, marked "peak K = 17". */
export function markPeak(series: Series, measure: Measure, symbol: string): Finding {
  return mark(series, measure, peakOf(series), `peak ${symbol} = `);
}

/** The lowest point of a series, marked "minimum r = 3". */
export function markMinimum(series: Series, measure: Measure, symbol: string): Finding {
  return mark(series, measure, peakOf(mirrored(series)), `minimum ${symbol} = `);
}

function mark(series: Series, measure: Measure, { at, index }: Peak, words: string): Finding {
  return { curve: series.name, measure, at, value: series.ranges[index].value, label: `${words}${at}` };
}
