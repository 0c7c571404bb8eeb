/** Advance widths of DejaVu Sans for the printable ASCII characters from the space on, in thousandths of an em. */
export const ADVANCES: readonly number[] = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337,
  337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732,
  684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635,
  635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];
/** Greek letters and signs are rarely wider; over-wide is the safe side, since labels must not touch. */
const OTHER_ADVANCE = 840;
const FIRST = 32;

/**
 * Width of a text in the shipped font, px, kerning left out. Vega itself only guesses it where there is no canvas.
 *
 * @param size  font size, px
 */
export function textWidth(text: string, size: number): number {
  const advances = [...text].map((character) => ADVANCES[(character.codePointAt(0) as number) - FIRST] ?? OTHER_ADVANCE);
  return (size / 1000) * advances.reduce((sum, advance) => sum + advance, 0);
}
