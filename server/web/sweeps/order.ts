/**
 * The places of a field such that every beginning of the list is spread over the whole: a grid of wide meshes, then the places between, and
 * so on. Both ends of each axis belong to the first grid.
 *
 * @param lengths  of the axes, one or two; place = x · length of y + y
 * @param inner    the axis along which a mesh is walked first: one whose neighbours have work in common
 * @returns each of 0..places−1 once
 */
export function coarseToFineField(lengths: readonly number[], inner: 0 | 1 = 1): readonly number[] {
  const [across, up = 1] = lengths as [number, number?];
  const [levelsAcross, levelsUp] = [levelsOf(across), levelsOf(up)];
  const places = Array.from({ length: across * up }, (_, place) => {
    const [x, y] = [Math.floor(place / up), place % up];
    const level = Math.max(levelsAcross[x] as number, levelsUp[y] as number);
    return { place, level, outer: inner === 1 ? x : y };
  });
  return places.sort((a, b) => a.level - b.level || a.outer - b.outer || a.place - b.place).map(({ place }) => place);
}

/** 0 for the ends and the widest mesh of at most eight, 1 for the places halfway between, and so on. */
function levelsOf(count: number): number[] {
  let widest = 1;
  while (count - 1 > 8 * widest) widest *= 2;
  return Array.from({ length: count }, (_, i) => {
    if (i === count - 1) return 0;
    let level = 0;
    for (let mesh = widest; i % mesh !== 0; mesh /= 2) level++;
    return level;
  });
}
