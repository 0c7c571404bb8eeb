/** What a designed sweep over settings says of the claims. */

/** One axis of the space of settings. */
export interface RobustnessParameter {
  readonly name: string;
  readonly symbol: string;
  /** Its range or choices in words, and why. */ readonly range: string;
  readonly reason: string;
  readonly canonical: number | string;
}

/** A place where a claim fails, as near to the canonical setting as was found. */
export interface NearestFailure {
  /** In the unit cube, by (B.6). */ readonly distance: number;
  /** Parameters that differ from the canonical setting, with their values here. */ readonly changed: Readonly<
    Record<string, number | string>
  >;
  /** Every parameter. */ readonly place: Readonly<Record<string, number | string>>;
  /** The claim's sweep there, as `sweep --spec` takes it; left out for the claims that have no points. */ readonly sweep?: object;
  /** The first point of that sweep, as `solve --point` takes it. */ readonly point?: object;
}

export interface ClaimRobustness {
  readonly id: string;
  /** Figure of the paper, such as "2a". */ readonly figure: string;
  /** The claim in its general form. */ readonly statement: string;
  readonly points: number;
  readonly held: number;
  readonly failed: number;
  /** Nothing moves there, or the sweep has no room. */ readonly notApplicable: number;
  /** The figures are too close together for their resolution. */ readonly cannotTell: number;
  /** The model refuses a point of the sweep. */ readonly refused: number;
  /** The solver cannot answer a point of the sweep. */ readonly unresolved: number;
  /** Why the first point that was refused or unresolved was. */ readonly reason?: string;
  /** held / (held + failed) with its 95% interval by Wilson. */ readonly share?: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
  };
  /** First-order indices by parameter, what noise alone would show, and the one or two that decide. */
  readonly sensitivity?: {
    readonly indices: Readonly<Record<string, number>>;
    readonly noise: number;
    readonly deciding: readonly string[];
  };
  readonly nearestFailure?: NearestFailure;
  /** Why any of the last three is left out. */ readonly absent?: Readonly<Record<string, string>>;
}

export interface RobustnessResult {
  readonly points: number;
  /** Names the design. */ readonly seed: string;
  readonly parameters: readonly RobustnessParameter[];
  readonly claims: readonly ClaimRobustness[];
}
