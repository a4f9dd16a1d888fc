import { defineFormat, type FormatRecord, type Loss, thingOf } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";

/** Results as tables in Parquet, as pandas, Polars, DuckDB and Arrow read them. */
export const parquetFormat: FormatRecord = defineFormat({
  name: "parquet",
  about: "What a run recorded, as tables in Parquet, with units in the names of columns.",
  extensions: [],
  holds: ["result"],
  options: {},
  losses: { beside: "What stands beside the tables in a result: its network, seed and summary." },
  async write(thing) {
    const result = thingOf(thing, "result").result as Result;
    const { resultParquet } = await import("../parquet/result-parquet.ts");
    const message = "The network, the seed and what else a result says are in no table.";
    const losses: readonly Loss[] = [{ code: "beside", place: "the result", message }];
    return {
      files: (async function* () {
        yield* resultParquet(result);
      })(),
      losses,
    };
  },
});
