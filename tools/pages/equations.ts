/** What numbers an equation, such as T1.3, R.12 or O.2a. */
const LABEL = "[A-Z][A-Za-z]{0,3}\\d?\\.\\d+[a-z]?";
/** One or more numbers in one pair of brackets: (T1.3), (R.2, R.3), (O.1 to O.4). */
export const REFERENCE = new RegExp(`\\((${LABEL})((?:(?:, | and | to |–)${LABEL})*)\\)`);
const EVERY_LABEL = new RegExp(LABEL, "g");
const TAG = new RegExp(`\\\\tag\\*?\\{(${LABEL})\\}`, "g");

/** Numbers of the equations of a page, in their order. */
export function equationsOf(markdown: string): string[] {
  return [...markdown.matchAll(TAG)].map(([, label]) => label);
}

/** Numbers that a text refers to. */
export function referencesIn(text: string): string[] {
  return [...text.matchAll(new RegExp(REFERENCE, "g"))].flatMap(([found]) => labelsIn(found));
}

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
