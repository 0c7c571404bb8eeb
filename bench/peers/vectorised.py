"""All runs of a batch together in NumPy; arrays are compacted by boolean indexing as attempts end. `vectorised.py RUNS SEED`, float64.

A step is a uniform number looked up in a table of the inverse distribution function at 4097 places, linear between them.
"""
import json
import sys
import time
from statistics import NormalDist

import numpy as np

GOAL, STAGES, REQUEST, TOLERANCE, STEP_BUDGET, RETRY_BUDGET = 100.0, 10, 10.0, 2.0, 8, 5
LOW, HIGH = REQUEST - TOLERANCE, REQUEST + TOLERANCE
BATCH = 1 << 14

NORMAL = NormalDist(10, 6)
FIRST, LAST = NORMAL.cdf(4), NORMAL.cdf(14)
CELLS = 1 << 12
KNOTS = np.array([NORMAL.inv_cdf(FIRST + (LAST - FIRST) * i / CELLS) for i in range(CELLS + 1)])
WIDTHS = np.append(np.diff(KNOTS), 0.0)


def draw(random, count):
    place = random.random(count) * CELLS
    cell = place.astype(np.int64)
    return KNOTS.take(cell) + (place - cell) * WIDTHS.take(cell)


def simulate(runs, seed):
    random = np.random.Generator(np.random.SFC64(seed))
    passed, bias, steps = 0, 0.0, 0
    for begin in range(0, runs, BATCH):
        size = min(BATCH, runs - begin)
        total = np.zeros(size)
        failed = np.zeros(size, dtype=bool)
        for _ in range(STAGES):
            last = np.empty(size)
            trying = np.arange(size)
            for _ in range(RETRY_BUDGET):
                if trying.size == 0:
                    break
                active, progress, again = trying, 0.0, []
                for _ in range(STEP_BUDGET):
                    if active.size == 0:
                        break
                    progress = progress + draw(random, active.size)
                    steps += active.size
                    last[active] = progress
                    again.append(active[progress > HIGH])
                    below = progress < LOW
                    active, progress = active[below], progress[below]
                again.append(active)
                trying = np.concatenate(again)
            failed[trying] = True
            total += last
        passed += size - int(np.count_nonzero(failed))
        bias += float(np.abs(total - GOAL).sum())
    return passed, bias, steps


runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
simulate(runs // 8 + 1, seed + 1000)
begun = time.perf_counter()
passed, bias, steps = simulate(runs, seed)
seconds = time.perf_counter() - begun
print(json.dumps({"runs": runs, "seconds": seconds, "passRate": passed / runs, "finalBias": bias / runs, "meanSteps": steps / runs}))
