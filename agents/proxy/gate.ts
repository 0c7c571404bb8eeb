/** Lets one through at a time, in order. */
export class Gate {
  #last: Promise<void> = Promise.resolve();

  /** Waits for all before; what it gives must be called to let the next one through. */
  async enter(): Promise<() => void> {
    const before = this.#last;
    let leave = () => {};
    this.#last = new Promise<void>((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  }
}
