import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Type from "typebox";
import { InvalidInput } from "../../model/invalid.ts";
import { exportStore } from "../../store/exportStore.ts";
import type { Filter } from "../../store/filter.ts";
import type { StoredResults } from "../../store/readStore.ts";
import type { ExportFormat } from "../api.ts";
import { ServerProblem } from "../problems.ts";
import type { App, ServerContext } from "./context.ts";
import { FilterSchema, filterOf, found, reading } from "./filter.ts";
import { whileListening } from "./vanished.ts";

const FIELD = "export";

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
  json: "application/json; charset=utf-8",
};

/** A file of stored results. It is written whole, in a folder of the server's own, before a byte is sent: a slow reader holds no store. */
export function addExport(app: App, context: ServerContext): void {
  const querystring = Type.Object({ ...FilterSchema.properties, format: Type.Enum(["csv", "parquet", "json"]) });
  const description = "csv and parquet hold figures in long form, as `lab results export`; json whole records.";
  app.get("/results/export", { schema: { summary: "stored results as a file", description, querystring } }, async (request, reply) => {
    const { format, ...rest } = request.query;
    const filter = filterOf(rest);
    const signal = whileListening(request, reply);
    const folder = await mkdtemp(join(tmpdir(), "harness-lab-export-"));
    const remove = () => rm(folder, { recursive: true, force: true });
    try {
      const file = join(folder, `results.${format}`);
      found(await context.store.read((results) => writeFile(results, file, format, filter, signal), reading(context, signal)));
      const stream = createReadStream(file);
      stream.once("close", () => void remove());
      return reply.type(MEDIA_TYPES[format]).header("content-disposition", `attachment; filename="results.${format}"`).send(stream);
    } catch (error) {
      await remove();
      // Whatever is wrong with that folder is named with its path.
      if (error instanceof InvalidInput && error.field === FIELD)
        throw new ServerProblem("store-unusable", "the export could not be written");
      throw error;
    }
  });
}

async function writeFile(results: StoredResults, file: string, format: ExportFormat, filter: Filter, signal: AbortSignal): Promise<true> {
  if (format === "json") await writeRecords(results, file, filter, signal);
  else await exportStore(results, file, { wholeRecords: false, filter, field: FIELD });
  return true;
}

/** A JSON list, a record a line. */
async function writeRecords(results: StoredResults, file: string, filter: Filter, signal: AbortSignal): Promise<void> {
  const out = await open(file, "w");
  try {
    let before = "[\n";
    for await (const { name, record } of results.records(filter)) {
      signal.throwIfAborted();
      await out.write(`${before}${JSON.stringify({ name, ...record })}`);
      before = ",\n";
    }
    await out.write(before === "[\n" ? "[]\n" : "\n]\n");
  } finally {
    await out.close();
  }
}
