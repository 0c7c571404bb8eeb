/** What numbers an equation, such as T1.3, R.12 or O.2a. */
const LABEL = "[A-Z][A-Za-z]{0,3}\\d?\\.\\d+[a-z]?";
/** One or more numbers in one pair of brackets: (T1.3), (R.2, R.3), (O.1 to O.4). */
export const REFERENCE = new RegExp(`\\((${LABEL})((?:(?:, | and | to |–)${LABEL})*)\\)`);
const EVERY_LABEL = new RegExp(LABEL, "g");
/** A number in running text without brackets of its own, as in "see also T1.3". */
export const BARE = new RegExp(`(?<![\\w.])${LABEL}(?![\\w.]*\\w)`);
const TAG = new RegExp(`\\\\tag\\*?\\{(${LABEL})\\}`, "g");

/** Numbers of the equations of a page, in their order. */
export function equationsOf(markdown: string): string[] {
  return [...markdown.matchAll(TAG)].map(([, label]) => label);
}

/**
 * Numbers that a text refers to: all in brackets, and those in running text that begin as equations of the pages do.
 *
 * @param index  tells "T1.3" from what looks like it, such as a version
 */
export function referencesIn(text: string, index: EquationIndex): string[] {
  const series = new Set([...index.keys()].map(seriesOf));
  const bracketed = [...text.matchAll(new RegExp(REFERENCE, "g"))].flatMap(([found]) => labelsIn(found));
  const bare = [...text.matchAll(new RegExp(BARE, "g"))].map(([label]) => label).filter((label) => series.has(seriesOf(label)));
  return [...new Set([...bracketed, ...bare])];
}

/** T1 of T1.3. */
const seriesOf = (label: string): string => label.split(".")[0];

/** Every number in a reference: two of "(R.2) to (R.5)" are two, what lies between is not spelt out. */
const labelsIn = (reference: string): string[] => reference.match(EVERY_LABEL) ?? [];

export const replaceLabels = (reference: string, by: (label: string) => string): string => reference.replace(EVERY_LABEL, by);

/** Where an equation is numbered: its page's name, without ending, by its number. */
export type EquationIndex = ReadonlyMap<string, string>;

/** @throws Error where two equations have one number */
export function equationIndex(pages: readonly { readonly name: string; readonly markdown: string }[]): EquationIndex {
  const index = new Map<string, string>();
  for (const { name, markdown } of pages)
    for (const label of equationsOf(markdown)) {
      if (index.has(label)) throw new Error(`${name}.md: equation (${label}) is numbered in ${index.get(label)}.md already`);
      index.set(label, name);
    }
  return index;
}

/** The anchor of an equation on its page. */
export const anchorOf = (label: string): string => `eq-${label}`;
