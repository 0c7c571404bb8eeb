/** How wide a picture is to be drawn in an element, in px of a page whose text is 15 px high: on a large screen it is scaled up with the text. */
export interface PictureWidth {
  readonly now: number;
  end(): void;
}

/** A picture is compiled anew for another width, so widths come in steps. */
const STEP = 40;
const BASE_TEXT = 15;

export function pictureWidth(element: HTMLElement, onChange: () => void): PictureWidth {
  const measure = () => {
    const text = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const scaled = (element.clientWidth || 600) / Math.max(1, text / BASE_TEXT);
    return Math.max(280, Math.floor(scaled / STEP) * STEP);
  };
  let now = 600;
  const observer = new ResizeObserver(() => {
    const next = measure();
    if (next === now) return;
    now = next;
    onChange();
  });
  observer.observe(element);
  return {
    get now() {
      now = element.isConnected ? measure() : now;
      return now;
    },
    end: () => observer.disconnect(),
  };
}
