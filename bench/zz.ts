import { validate } from "../experiments/validation/validate.ts";

const t = performance.now();
const v = await validate({ points: +process.argv[2], repeats: +process.argv[3], seed: "lab", workers: 2 });
console.log(((performance.now() - t) / 1000).toFixed(1) + "s", v.points, v.violations);
for (const s of v.statements)
  console.log(
    s.theorem,
    s.statement.slice(0, 40).padEnd(40),
    s.points,
    "viol",
    s.violations,
    "vac",
    s.vacuous,
    "unres",
    s.unresolved,
    s.slack && [s.slack.smallest.toExponential(1), s.slack.median.toExponential(1)].join(" "),
    s.identityError?.toExponential(1),
  );
for (const s of v.statements) for (const c of s.counterexamples) console.log(s.statement.slice(0, 30), JSON.stringify(c));
for (const c of v.coverage) console.log(c.quantity, c.setting, c.refused, JSON.stringify(c.covered), c.holds);
