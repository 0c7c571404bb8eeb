import { all, create, type MathNode } from "mathjs/number";
import { InvalidInput } from "../../model/invalid.ts";

/** Longer than any formula worth reading in a spec. */
const MAX_LENGTH = 500;
/** All that an expression may call: elementary functions of numbers, each quick for every argument. */
const FUNCTIONS = new Set(
  "abs ceil floor round fix sign sqrt cbrt square cube pow nthRoot exp expm1 log log1p log2 log10 min max mod hypot sin cos tan asin acos atan atan2 sinh cosh tanh".split(
    " ",
  ),
);
const CONSTANTS = new Set(["pi", "e", "tau", "phi", "SQRT2", "LN2", "LN10", "true", "false"]);
/** Nodes of arithmetic and comparison. Assignments, functions of one's own, lists, ranges, texts and properties are left out. */
const NODES = new Set([
  "ConstantNode",
  "SymbolNode",
  "OperatorNode",
  "ParenthesisNode",
  "FunctionNode",
  "ConditionalNode",
  "RelationalNode",
]);

const { parse } = create(all);

/** Names an expression may use and their values at one point of a sweep. */
export type Scope = Readonly<Record<string, unknown>>;
export type Formula = (scope: Scope) => number;

/**
 * Compiles an expression such as "goal / K / 8". Only a short list of nodes and functions passes, so an expression
 * from a stranger's spec can neither reach the program nor run for long.
 *
 * @param names  what it may refer to
 * @param field  where in the spec it stands, for messages
 * @returns a formula that throws InvalidInput, quoting the expression, where it gives no finite number
 */
export function compileExpression(
  text: string,
  names: readonly string[],
  field: string,
): { readonly formula: Formula; readonly uses: ReadonlySet<string> } {
  if (text.length > MAX_LENGTH) throw new InvalidInput(field, `must have at most ${MAX_LENGTH} characters`, text.length);
  const root = parsed(text, field);
  root.traverse((node, path, parent) => requireAllowed(node, path === "fn" && parent?.type === "FunctionNode", names, field, text));
  const uses = new Set(symbolsOf(root).filter((name) => names.includes(name)));
  const code = root.compile();
  const formula = (scope: Scope): number => {
    const value = evaluated(() => code.evaluate(new Map(Object.entries(scope))), field, text);
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new InvalidInput(field, `"${text}" must give a finite number${at(scope, uses)}`, value ?? null);
  };
  return { formula, uses };
}

function parsed(text: string, field: string): MathNode {
  try {
    return parse(text);
  } catch (error) {
    throw new InvalidInput(field, `must be an expression (${firstLine(error)})`, text);
  }
}

function evaluated(evaluate: () => unknown, field: string, text: string): unknown {
  try {
    return evaluate();
  } catch (error) {
    throw new InvalidInput(field, `must be an expression that can be evaluated (${firstLine(error)})`, text);
  }
}

function requireAllowed(node: MathNode, called: boolean, names: readonly string[], field: string, text: string): void {
  const { name, value } = node as { name?: string; value?: unknown };
  if (!NODES.has(node.type) || typeof value === "string")
    throw new InvalidInput(field, "must use numbers, names, arithmetic and elementary functions only", text);
  if (node.type !== "SymbolNode") return;
  const known = called ? FUNCTIONS.has(name ?? "") : names.includes(name ?? "") || CONSTANTS.has(name ?? "");
  if (known) return;
  const allowed = called ? [...FUNCTIONS] : names;
  throw new InvalidInput(field, `must not use ${name}: the ${called ? "functions" : "names"} there are ${allowed.join(", ")}`, text);
}

const symbolsOf = (root: MathNode): string[] =>
  root.filter((node) => node.type === "SymbolNode").map((node) => (node as { name?: string }).name ?? "");

/** " at K = 5": where in the sweep, by the names that the expression uses. */
function at(scope: Scope, uses: ReadonlySet<string>): string {
  const shown = [...uses].map((name) => `${name} = ${JSON.stringify(scope[name])}`);
  return shown.length > 0 ? ` at ${shown.join(", ")}` : "";
}

const firstLine = (error: unknown): string => String(error instanceof Error ? error.message : error).split("\n")[0] as string;
