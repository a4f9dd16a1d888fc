import { styleText } from "node:util";
import { knownSets } from "@spikeloom/data";
import { sizeText } from "../data/set-sections.ts";
import { exitCodes } from "../exit-codes.ts";
import { table } from "../print/table.ts";
import { writeJson } from "../print/write-json.ts";

/** List the data sets that can be fetched, with their size and licence. */
export async function dataListCommand({ json }: { readonly json?: boolean }): Promise<number> {
  if (json === true) {
    writeJson({ sets: knownSets });
    return exitCodes.fine;
  }
  const rows = knownSets.map(({ name, about, licence, files }) => [
    ...[name, sizeText(files), licence, about],
  ]);
  const [titles = "", ...lines] = table([["set", "size", "licence", "description"], ...rows]);
  const hint = "spikeloom data get SET fetches one after asking for confirmation.";
  const own = "The set digits is included: 1797 digits of 8 by 8 pixels, returned by digits().";
  process.stdout.write(`${[styleText("bold", titles), ...lines].join("\n")}\n\n${hint}\n${own}\n`);
  return exitCodes.fine;
}
