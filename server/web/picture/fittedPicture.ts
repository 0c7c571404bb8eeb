import type { PictureContent } from "./content.ts";
import { picture } from "./picture.ts";
import { pictureWidth } from "./width.ts";

/** What a picture of this width, px, holds; made anew whenever that changes. */
export type OfWidth = (width: number) => PictureContent;

/** A picture that keeps to the width it is given. */
export interface FittedPicture {
  readonly element: HTMLElement;
  show(content: OfWidth): Promise<void>;
  end(): void;
}

export function fittedPicture(): FittedPicture {
  const drawn = picture();
  let content: OfWidth | undefined;
  const width = pictureWidth(drawn.element, () => content && void drawn.show(content(width.now)));
  return {
    element: drawn.element,
    show(next) {
      content = next;
      return drawn.show(next(width.now));
    },
    end() {
      width.end();
      drawn.dispose();
    },
  };
}
