import { nextUnit, type Stream } from "../../numerics/streams.ts";
import { ceilingOf, endingMass } from "./attemptRule.ts";
import type { Guide } from "./guide.ts";

/** Most nodes of one member's density: beyond them the proposal follows the guess less closely. */
const MOST_NODES = 512;

/** The density g(i, x) of one member, linear between even nodes, not normalised: w_i·f_i(x) times the guess at where x leads. */
interface Piece {
  readonly from: number;
  readonly width: number;
  /** At the nodes, shape [cells + 1]. */ readonly heights: Float64Array;
  /** Area up to each node. */ readonly areas: Float64Array;
  cells: number;
}

/** How the next step is drawn from one place: towards what the guess holds to be wanted. */
export class Proposal {
  readonly #guide: Guide;
  readonly #pieces: (Piece & { from: number; width: number })[];
  readonly weights: Float64Array;
  /** t, chance that this step ends the attempt as wanted: exact. */ ending = 0;
  /** T = t + the areas of all pieces: what the guess makes of this place. */ total = 0;

  constructor(guide: Guide) {
    this.#guide = guide;
    this.weights = new Float64Array(guide.agent.members.length);
    this.#pieces = guide.agent.members.map(() => ({
      from: 0,
      width: 0,
      heights: new Float64Array(MOST_NODES + 1),
      areas: new Float64Array(MOST_NODES + 1),
      cells: 0,
    }));
  }

  /** Makes it that of progress `at` with `left` steps left, this one included. */
  moveTo(at: number, left: number): this {
    const { agent, rule, wanted, spacing, value } = this.#guide;
    agent.weightsAt(rule.request - at, this.weights);
    this.ending = 0;
    let area = 0;
    for (const [i, member] of agent.members.entries()) {
      const piece = this.#pieces[i];
      const weight = this.weights[i];
      piece.cells = 0;
      if (weight === 0) continue;
      this.ending += weight * endingMass(rule, wanted, member, at, left);
      const [from, furthest] = member.support;
      const width = Math.min(furthest, ceilingOf(rule) - at) - from;
      if (left === 1 || !(width > 0)) continue;
      const cells = Math.min(MOST_NODES, Math.max(2, Math.ceil(width / spacing)));
      piece.from = from;
      piece.width = width / cells;
      piece.cells = cells;
      for (let j = 0; j <= cells; j++) {
        const step = j === cells ? from + width : from + j * piece.width;
        piece.heights[j] = weight * member.density(step) * value(at + step, left - 1);
        piece.areas[j] = j === 0 ? area : area + ((piece.heights[j - 1] + piece.heights[j]) / 2) * piece.width;
        area = piece.areas[j];
      }
    }
    this.total = this.ending + area;
    return this;
  }

  /** A member and a step of it that goes on, drawn with density g over its area. */
  draw(stream: Stream): { readonly member: number; readonly step: number } {
    const target = this.#areaBelow(this.#pieces.length) * nextUnit(stream);
    let member = 0;
    while (member < this.#pieces.length - 1 && (this.#pieces[member].cells === 0 || this.#areaBelow(member + 1) <= target)) member++;
    const { areas, heights, from, width, cells } = this.#pieces[member];
    let cell = 0;
    while (cell < cells - 1 && areas[cell + 1] <= target) cell++;
    const [low, high] = [heights[cell], heights[cell + 1]];
    const share = Math.min(1, (target - areas[cell]) / (areas[cell + 1] - areas[cell]));
    // The inverse of a linear density's distribution function, in the form without a difference.
    const place = (share * (low + high)) / (low + Math.sqrt(low * low + share * (high * high - low * low)));
    return { member, step: from + (cell + place) * width };
  }

  /** g at a step of a member; 0 where it does not go on. */
  height(member: number, step: number): number {
    const { from, width, heights, cells } = this.#pieces[member];
    const place = (step - from) / width;
    if (cells === 0 || !(place >= 0 && place <= cells)) return 0;
    const cell = Math.min(cells - 1, Math.floor(place));
    return heights[cell] + (heights[cell + 1] - heights[cell]) * (place - cell);
  }

  /** Area of the pieces before one. */
  #areaBelow(member: number): number {
    for (let i = member - 1; i >= 0; i--) if (this.#pieces[i].cells > 0) return this.#pieces[i].areas[this.#pieces[i].cells];
    return 0;
  }
}
