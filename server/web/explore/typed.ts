import { nothing } from "lit-html";
import { type AttributePart, Directive, directive, type ElementPart, type PartInfo, PartType } from "lit-html/directive.js";

/**
 * Keeps a number field at a value without touching what is being typed there: "2.0" on the way to "2.05" is 2, and stays "2.0".
 */
class Typed extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error("typed() stands alone in a tag");
  }

  render(_value: number | undefined): typeof nothing {
    return nothing;
  }

  override update(part: ElementPart | AttributePart, [value]: [number | undefined]): typeof nothing {
    const input = part.element as HTMLInputElement;
    const text = value === undefined ? "" : String(value);
    const isTyping = document.activeElement === input;
    if (!isTyping || (input.value !== "" && Number(input.value) !== value)) input.value = text;
    return nothing;
  }
}

export const typed = directive(Typed);
