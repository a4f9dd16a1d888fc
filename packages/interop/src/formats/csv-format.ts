import { defineFormat, type FormatRecord, type Loss, thingOf } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import { resultTables } from "../csv/result-tables.ts";

/** Results as tables with one row per spike or value, readable by pandas, R and spreadsheets. */
export const csvFormat: FormatRecord = defineFormat({
  name: "csv",
  about: "Recorded data as tables: one row per spike, sample and synapse value.",
  extensions: [],
  holds: ["result"],
  options: {},
  losses: { beside: "Metadata of a result besides its tables: network, seed and summary." },
  async write(thing) {
    const result = thingOf(thing, "result").result as Result;
    const message = "Tables do not store the network, the seed and other metadata of a result.";
    const losses: readonly Loss[] = [{ code: "beside", place: "the result", message }];
    return {
      files: (async function* () {
        yield* resultTables(result);
      })(),
      losses,
    };
  },
});
