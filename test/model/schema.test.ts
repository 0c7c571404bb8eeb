import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PointSchema } from "../../model/point.ts";

const file = new URL("../../docs/point.schema.json", import.meta.url);
const schema = `${JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", ...PointSchema }, null, 2)}\n`;

// UPDATE_SCHEMA=1 writes the file anew; the difference is then there to be read before it is committed.
if (process.env.UPDATE_SCHEMA === "1") writeFileSync(file, schema);

test("the published JSON schema is that of the code", () => expect(readFileSync(file, "utf8")).toBe(schema));

test("it states the limits that protect the machine", () => {
  for (const limit of [10_000, 1_000, 64]) expect(schema).toContain(String(limit));
});
