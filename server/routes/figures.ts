import Type from "typebox";
import { EXPERIMENTS } from "../../experiments/catalogue.ts";
import { resultCsv } from "../../figures/csv.ts";
import { FIGURES, type PaperFigure } from "../../figures/paperFigures.ts";
import type { FigureEntry, FigureFormat, FiguresAnswer } from "../api.ts";
import { ServerProblem } from "../problems.ts";
import type { App, ServerContext } from "./context.ts";
import { simulationQuery } from "./experiments.ts";
import { whileListening } from "./vanished.ts";

const MEDIA_TYPES: Readonly<Record<FigureFormat, string>> = {
  svg: "image/svg+xml",
  png: "image/png",
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  "vl.json": "application/json; charset=utf-8",
};
const FILE = /^([a-z0-9-]{1,40})\.(svg|png|csv|json|vl\.json)$/;

export function addFigures(app: App, { threads, experiments, limits }: ServerContext): void {
  app.get(
    "/figures",
    { schema: { summary: "the paper's figures" } },
    async () => ({ figures: FIGURES.map(entryOf) }) satisfies FiguresAnswer,
  );

  app.get(
    "/figures/:file",
    {
      schema: {
        summary: "a figure as a file: <id>.svg, .png, .csv, .json or .vl.json",
        params: Type.Object({ file: Type.String({ maxLength: 100 }) }),
        querystring: simulationQuery(limits.runsAtOnce),
      },
    },
    async (request, reply) => {
      const [, id = "", format = ""] = FILE.exec(request.params.file) ?? [];
      const figure = FIGURES.find((each) => each.id === id);
      if (!figure) throw new ServerProblem("not-found", "there is no such figure; GET figures lists them");
      const signal = whileListening(request, reply);
      const results = await Promise.all(figure.experiments.map((of) => experiments.result({ id: of, ...request.query }, signal)));
      reply.type(MEDIA_TYPES[format as FigureFormat]);
      if (format === "csv")
        return reply.send(results.map((result, i) => (i === 0 ? resultCsv(result) : bodyOf(resultCsv(result)))).join(""));
      if (format === "json") return reply.send(JSON.stringify(results));
      const { svg, png, vegaLite } = await threads.ask("drawFigure", { id, results }, { signal });
      if (format === "vl.json") return reply.send(vegaLite);
      return reply.send(format === "svg" ? svg : Buffer.from(png));
    },
  );
}

/** Rows without the line of heads. */
const bodyOf = (csv: string): string => csv.slice(csv.indexOf("\n") + 1);

function entryOf({ id, title, caption, experiments }: PaperFigure): FigureEntry {
  const cells = EXPERIMENTS.filter((each) => experiments.includes(each.id)).flatMap(({ curves }) => curves.flatMap((curve) => curve.cells));
  const first = cells.find(({ of }) => of.kind === "point")?.of;
  return {
    id,
    title,
    caption,
    experiments,
    ...(first?.kind === "point" ? { point: first.point } : {}),
    command: `harness-lab reproduce --only ${id}`,
  };
}
