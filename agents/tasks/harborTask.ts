/** A task of Harbor's format, as far as the lab can run it: read, checked, and with nothing of its folder trusted. */
export interface HarborTask {
  /** As `[task] name` says, else the folder's name. */ readonly name: string;
  readonly version?: string;
  /** The task's folder on the host. */ readonly folder: string;
  /** Where the work folder is seen: the Dockerfile's or `workdir`, else /app. */ readonly workPath: string;
  /** What is copied into the work folder at the start, in order. */ readonly copies: readonly Copy[];
  /** Variables for agent and verifier, of `[environment] env` and the Dockerfile. */ readonly environment: Readonly<
    Record<string, string>
  >;
  readonly agentTimeoutMs: number;
  readonly memoryBytes?: number;
  readonly diskBytes?: number;
  /** One for a task without `[[steps]]`; each is a stage of the model: the unit that is verified. */ readonly stages: readonly HarborStage[];
  /** How Harbor makes one reward of several stages; the lab keeps each. */ readonly rewardStrategy?: string;
  /** Why it cannot run without a container, one sentence; absent where it can. */ readonly refusal?: string;
}

export interface HarborStage {
  /** Of `[[steps]]`; "task" where there are none. */ readonly name: string;
  readonly instruction: string;
  /** Relative to the task's folder. */ readonly tests: string;
  /** Absent where there is none. */ readonly solution?: string;
  /** Files added before the stage starts. */ readonly additions?: string;
  /** Rewards that must be reached, by name; "reward" alone, and 1, where the task says nothing. */ readonly leastReward: Readonly<
    Record<string, number>
  >;
  readonly verifierTimeoutMs: number;
  readonly verifierEnvironment: Readonly<Record<string, string>>;
  readonly solutionEnvironment: Readonly<Record<string, string>>;
  /** Overrides the task's. */ readonly agentTimeoutMs?: number;
}

export interface Copy {
  /** Relative to `environment/`. */ readonly from: string;
  /** Relative to the work folder, "" for itself. */ readonly to: string;
}
