/**
 * The exact solver cannot answer this point: the message says what stands in the way.
 * The simulation can still be asked.
 */
export class Unresolved extends Error {
  override readonly name = "Unresolved";
}
