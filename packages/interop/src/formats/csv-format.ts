import { defineFormat, type FormatRecord, type Loss, thingOf } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";

/** Results as tables with a row for each spike or value, as pandas, R and spreadsheets read them. */
export const csvFormat: FormatRecord = defineFormat({
  name: "csv",
  about: "What a run recorded, as tables: a row for each spike, sample and value of a synapse.",
  extensions: [],
  holds: ["result"],
  options: {},
  losses: { beside: "What stands beside the tables in a result: its network, seed and summary." },
  async write(thing) {
    const result = thingOf(thing, "result").result as Result;
    const { resultTables } = await import("../csv/result-tables.ts");
    const message = "The network, the seed and what else a result says are in no table.";
    const losses: readonly Loss[] = [{ code: "beside", place: "the result", message }];
    return {
      files: (async function* () {
        yield* resultTables(result);
      })(),
      losses,
    };
  },
});
