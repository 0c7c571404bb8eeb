import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type MathNode, parse } from "mathjs";
import { FORMULAS, type Formula, SYMBOLS } from "../theory/formulas.ts";

/** `npm run docs`: writes the formula blocks of docs/theory/*.md from theory/formulas.ts. */

const FOLDER = join(import.meta.dirname, "../docs/theory");
const BLOCK = /<!-- formula (\S+) -->\n[\s\S]*?<!-- \/formula -->/g;
const RELATIONS = { "=": "=", ">=": "\\ge", "<=": "\\le" } as const;

/**
 * A page with every block between `<!-- formula ID -->` and `<!-- /formula -->` written anew. All else is left as it is.
 *
 * @throws Error naming a formula that is not in the catalogue, or a block without its end
 */
export function withFormulas(page: string): string {
  const opened = page.match(/<!-- formula /g)?.length ?? 0;
  const written = page.replace(BLOCK, (_, id: string) => block(id));
  if ((page.match(BLOCK)?.length ?? 0) !== opened) throw new Error("a formula block has no end");
  return written;
}

/** Ids of a page's blocks, in their order. */
export function formulasOf(page: string): string[] {
  return [...page.matchAll(BLOCK)].map((match) => match[1]);
}

/** Every page of the folder: its path and its text. */
export function theoryPages(): { readonly path: string; readonly text: string }[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .map((name) => ({ path: join(FOLDER, name), text: readFileSync(join(FOLDER, name), "utf8") }));
}

/** TeX of a formula, without delimiters or number. */
export function texOf({ left, relation = "=", right }: Formula): string {
  return `${sideTex(left)} ${RELATIONS[relation]} ${sideTex(right)}`;
}

function block(id: string): string {
  if (!Object.hasOwn(FORMULAS, id)) throw new Error(`theory/formulas.ts has no formula ${id}`);
  return `<!-- formula ${id} -->\n$$\n${texOf(FORMULAS[id])} \\tag{${id}}\n$$\n<!-- /formula -->`;
}

function sideTex(expression: string): string {
  const tex = parse(expression).toTex({ parenthesis: "auto", handler: texOfNode });
  // Juxtaposition reads as a product; a dot is kept before a digit only, and element by element is the same on paper.
  return tex
    .replaceAll(/\s*\.?\\cdot\s*(?=[^\d\s])/g, " \\, ")
    .replaceAll(".^", "^")
    .replaceAll(/\s+/g, " ")
    .trim();
}

type Options = { parenthesis: string; handler: unknown };

/** Own TeX for names and a few functions; undefined leaves a node to mathjs. */
function texOfNode(node: MathNode, options: Options): string | undefined {
  const { type, name, fn, args } = node as MathNode & { name?: string; fn?: { name?: string } | string; args?: MathNode[] };
  if (type === "SymbolNode") return symbol(name as string);
  if (type === "OperatorNode" && fn === "pow" && isSum((args as MathNode[])[0]))
    return `\\left(${(args as MathNode[])[0].toTex(options)}\\right)^{${(args as MathNode[])[1].toTex(options)}}`;
  if (type === "OperatorNode" && fn === "dotPow") return `{${(args as MathNode[]).map((arg) => arg.toTex(options)).join("}^{")}}`;
  if (type !== "FunctionNode" || !args) return undefined;
  const inner = args.map((arg) => arg.toTex(options));
  const called = (fn as { name: string }).name;
  switch (called) {
    case "abs":
    case "ceil":
    case "floor":
    case "sqrt":
      return undefined;
    case "max":
      return inner.length === 2 && inner[1] === "0" ? `\\left[${inner[0]}\\right]_+` : `\\max\\left(${inner.join(", ")}\\right)`;
    case "min":
      return `\\min\\left(${inner.join(", ")}\\right)`;
    case "sum":
      return `\\textstyle\\sum ${args[0].type === "SymbolNode" ? inner[0] : `{${inner[0]}}`}`;
    case "combinations":
      return `\\binom{${inner[0]}}{${inner[1]}}`;
    case "tanh":
      return `\\tanh\\left(${inner[0]}\\right)`;
    case "exp":
      return `e^{${inner[0]}}`;
    case "expm1":
      return `\\left(e^{${inner[0]}} - 1\\right)`;
    case "log1p":
      return `\\log\\left(1 + ${inner[0]}\\right)`;
    case "log":
      return args[0].type === "SymbolNode" ? `\\log ${inner[0]}` : `\\log\\left(${inner[0]}\\right)`;
    default:
      return `${symbol(called)}(${inner.join(", ")})`;
  }
}

const isSum = (node: MathNode): boolean => node.type === "FunctionNode" && (node as MathNode & { fn: { name: string } }).fn.name === "sum";

function symbol(name: string): string {
  if (!Object.hasOwn(SYMBOLS, name)) throw new Error(`theory/formulas.ts has no TeX for ${name}`);
  return SYMBOLS[name];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const { path, text } of theoryPages()) writeFileSync(path, withFormulas(text));
}
