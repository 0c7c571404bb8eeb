/** 0..count−1, such that every beginning of the list is spread over the whole. */
export function coarseToFine(count: number): readonly number[] {
  const order = new Set<number>(count > 0 ? [0, count - 1] : []);
  for (let cuts = 2; order.size < count; cuts *= 2)
    for (let i = 1; i < cuts; i += 2) order.add(Math.min(count - 1, Math.round(((count - 1) * i) / cuts)));
  return [...order];
}
