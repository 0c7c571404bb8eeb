import type { Point } from "../model/point.ts";
import { type Distance, distance, NO_DISTANCE } from "./law/distance.ts";
import type { PiecewiseLaw } from "./law/piecewise.ts";
import type { SubsetRun } from "./pointLaws.ts";

/**
 * Bounds on how far the law of X moves between two quadrature orders, from the distances of their stage laws.
 *
 * Wasserstein and Kolmogorov distances add over independent stages; the bias |X − G| is 1-Lipschitz in X, so the first bounds
 * its error. Under `abort` a changed pass rate also changes who goes on: that share times all the progress still to come is added.
 */
export function lawError(point: Point, fine: readonly SubsetRun[], coarse: readonly SubsetRun[]): { progress: Distance; passed: Distance } {
  const each = fine.map((run, s) => runError(point, run, coarse[s]));
  return { progress: mean(each.map(({ progress }) => progress)), passed: mean(each.map(({ passed }) => passed)) };
}

function runError(point: Point, fine: SubsetRun, coarse: SubsetRun): { progress: Distance; passed: Distance } {
  const parts = fine.distinct.map((stage, i) => {
    const other = coarse.distinct[i];
    const furthest = stage.all.support[1];
    // Mass that the quadrature lost or made may belong anywhere.
    const astray = stage.defect * stage.meanAttempts;
    const apart = (a: PiecewiseLaw, b: PiecewiseLaw) => widened(distance(a, b), astray, furthest);
    return {
      all: apart(stage.all, other.all),
      passed: stage.passed && other.passed ? apart(stage.passed, other.passed) : NO_DISTANCE,
      unrecovered: apart(stage.unrecovered, other.unrecovered),
      passRate: stage.passRate,
      passChange: Math.abs(stage.passRate - other.passRate),
      furthest,
    };
  });
  const places = fine.order.map((i) => parts[i]);
  const passed = total(places.map((part) => part.passed));
  if (point.onUnrecovered === "carry") return { progress: total(places.map((part) => part.all)), passed };
  let ahead = places.reduce((sum, part) => sum + part.furthest, 0);
  const stops = places.map((part, t) => {
    ahead -= part.furthest;
    const reach = fine.reach[t];
    return {
      wasserstein: reach * (part.passRate * part.passed.wasserstein + part.unrecovered.wasserstein + part.passChange * ahead),
      kolmogorov: reach * (part.passRate * part.passed.kolmogorov + part.unrecovered.kolmogorov + part.passChange),
    };
  });
  return { progress: total(stops), passed };
}

function widened({ wasserstein, kolmogorov }: Distance, astray: number, furthest: number): Distance {
  return { wasserstein: wasserstein + astray * furthest, kolmogorov: kolmogorov + astray };
}

function total(distances: readonly Distance[]): Distance {
  return {
    wasserstein: distances.reduce((sum, { wasserstein }) => sum + wasserstein, 0),
    kolmogorov: distances.reduce((sum, { kolmogorov }) => sum + kolmogorov, 0),
  };
}

function mean(distances: readonly Distance[]): Distance {
  const { wasserstein, kolmogorov } = total(distances);
  return { wasserstein: wasserstein / distances.length, kolmogorov: kolmogorov / distances.length };
}
