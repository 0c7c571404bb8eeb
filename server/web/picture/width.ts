/** Room for axis titles and labels beside a panel, px. */
const AXES = 86;
/** A picture is compiled anew only when its width has changed by so much: not at every pixel of a resize. */
const STEP = 20;
const LEAST = 200;
const MOST = 1100;

/**
 * The width of a picture's panel that fits its element.
 *
 * @param onChange  told when it has become another
 */
export function widthOf(element: HTMLElement, onChange: () => void): { now(): number; end(): void } {
  const now = () => {
    const room = (element.clientWidth || 640) - AXES;
    return Math.min(MOST, Math.max(LEAST, STEP * Math.floor(room / STEP)));
  };
  let last = 0;
  const observer = new ResizeObserver(() => {
    const width = now();
    if (width === last) return;
    const isFirst = last === 0;
    last = width;
    if (!isFirst) onChange();
  });
  observer.observe(element);
  return { now, end: () => observer.disconnect() };
}
