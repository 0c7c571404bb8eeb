/** Requests for people, "2 x 4, 3.5": equal neighbours together. @param text  one request */
export function planText(requests: readonly number[], text: (request: number) => string): string {
  const groups: { readonly said: string; count: number }[] = [];
  for (const request of requests) {
    const said = text(request);
    const last = groups.at(-1);
    if (last?.said === said) last.count++;
    else groups.push({ said, count: 1 });
  }
  return groups.map(({ said, count }) => (count === 1 ? said : `${count} x ${said}`)).join(", ");
}
