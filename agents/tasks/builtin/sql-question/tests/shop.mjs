/** Shops of the verifier's own, as rows, and the answers worked out from the rows without SQL. */

export const SCHEMA = `CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL REFERENCES customers (id),
  placed TEXT NOT NULL, -- YYYY-MM-DD
  cancelled INTEGER NOT NULL -- 0 or 1
);
CREATE TABLE lines ("order" INTEGER NOT NULL REFERENCES orders (id), product TEXT NOT NULL, pieces INTEGER NOT NULL, cents INTEGER NOT NULL);
CREATE TABLE refunds ("order" INTEGER NOT NULL REFERENCES orders (id), paid TEXT NOT NULL, cents INTEGER NOT NULL);
`;

const date = (day) => new Date(Date.UTC(2030, 10, 1) + day * 86_400_000).toISOString().slice(0, 10);

/** @param next  of `numbers` */
export function shop(next, customers, orders, days) {
  const rows = { customers: [], orders: [], lines: [], refunds: [] };
  const names = ["Ada", "Bo", "Cleo", "Dag", "Ewa", "Finn", "O'Hara", "Ida"];
  for (let id = 1; id <= customers; id++)
    rows.customers.push([id, `${names[id % names.length]} ${String.fromCharCode(64 + (id % 26 || 26))}.`]);
  for (let id = 1; id <= orders; id++) {
    // Some customers only come early, some never.
    const customer = 1 + next(Math.ceil(customers * 0.9));
    const placed = next(customer % 3 === 0 ? Math.ceil(days / 3) : days);
    const cancelled = next(6) === 0 ? 1 : 0;
    rows.orders.push([id, customer, date(placed), cancelled]);
    const count = next(4); // an order may have no lines
    for (let line = 0; line < count; line++)
      rows.lines.push([id, ["tea", "cup", "pot", "tin"][next(4)], 1 + next(3), [250, 400, 999, 1500][next(4)]]);
    if (!cancelled && count > 0) while (next(4) === 0) rows.refunds.push([id, date(placed + next(60)), 100 * (1 + next(3))]);
  }
  return rows;
}

export function sqlOf(rows) {
  const value = (one) => (typeof one === "number" ? one : `'${one.replaceAll("'", "''")}'`);
  const inserts = Object.entries(rows)
    .filter(([, list]) => list.length > 0)
    .map(([table, list]) => `INSERT INTO ${table} VALUES\n${list.map((row) => `  (${row.map(value).join(", ")})`).join(",\n")};\n`);
  return SCHEMA + inserts.join("");
}

const ascending = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const month = (day) => day.slice(0, 7);
const add = (map, key, cents) => map.set(key, (map.get(key) ?? 0) + cents);

/** What each query must give. */
export function answers({ customers, orders, lines, refunds }) {
  const good = new Map(orders.filter(([, , , cancelled]) => !cancelled).map((order) => [order[0], order]));
  const [net, ofMonth, ofCustomer] = [new Map(), new Map(), new Map()];
  for (const [, , placed] of good.values()) add(net, month(placed), 0);
  for (const [order, , pieces, cents] of lines) {
    if (!good.has(order)) continue;
    const [, customer, placed] = good.get(order);
    add(net, month(placed), pieces * cents);
    add(ofCustomer, customer, pieces * cents);
    if (!ofMonth.has(month(placed))) ofMonth.set(month(placed), new Map());
    add(ofMonth.get(month(placed)), customer, pieces * cents);
  }
  for (const [order, paid, cents] of refunds) {
    add(net, month(paid), -cents);
    add(ofCustomer, orders.find(([id]) => id === order)[1], -cents);
  }
  const byId = new Map(customers);
  const best = [...ofMonth]
    .sort((a, b) => ascending(a[0], b[0]))
    .flatMap(([name, sums]) => {
      const most = Math.max(...sums.values());
      const first = [...sums].filter(([, cents]) => cents === most).sort((a, b) => a[0] - b[0]);
      return first.map(([id, cents]) => ({ month: name, customer: id, name: byId.get(id), cents }));
    });
  const newest = [...good.values()]
    .map(([, , placed]) => placed)
    .sort()
    .at(-1);
  const lapsed = customers.flatMap(([id]) => {
    const last = [...good.values()]
      .filter(([, customer]) => customer === id)
      .map(([, , placed]) => placed)
      .sort()
      .at(-1);
    const days = last === undefined ? null : Math.round((Date.parse(newest) - Date.parse(last)) / 86_400_000);
    return days === null || days >= 90 ? [{ customer: id, days }] : [];
  });
  return {
    revenue: [...net].sort((a, b) => ascending(a[0], b[0])).map(([name, cents]) => ({ month: name, cents })),
    best,
    lapsed,
    answer: [{ cents: lapsed.reduce((sum, { customer }) => sum + (ofCustomer.get(customer) ?? 0), 0) }],
  };
}
