import type { Command } from "commander";
import { interruptible } from "../interrupt.ts";
import { damageTold, storeOption } from "./common.ts";

interface ImportOptions {
  readonly store: string;
}

export function addImport(group: Command): void {
  group
    .command("import")
    .summary("whole records that another store exported")
    .description(
      "Takes exported records into a store, all or none. Each is held against its checksum and its key; what is there already stays.",
    )
    .argument("<file>", "Parquet, as results export --records writes it")
    .addOption(storeOption())
    .addHelpText("after", HELP)
    .action(importResults);
}

async function importResults(file: string, { store: folder }: ImportOptions): Promise<void> {
  const [{ importRecords }, { progressBar }] = await Promise.all([import("../../store/importRecords.ts"), import("../progress.ts")]);
  let bar: ReturnType<typeof progressBar> | undefined;
  const onProgress = (done: number, total: number) => {
    bar ??= progressBar("importing", total, "records");
    bar.update(done);
  };
  const work = (signal: AbortSignal) =>
    importRecords(folder, file, { field: "--store", onDamaged: damageTold({ count: 0 }), signal, onProgress });
  const { added, known } = await interruptible(work, () => "nothing was imported").finally(() => bar?.stop());
  process.stderr.write(`${added} results added to ${folder}${known > 0 ? `, ${known} were there already` : ""}\n`);
}

const HELP = `
Importing the same file again is harmless. A file with a damaged record, or with another result under a key of the store, is refused whole.
Figures are in units of work or probabilities, as they were stored.

Example:
  harness-lab results import all.parquet --store results/store`;
