import { defineFormat, type FormatRecord, type Loss, thingOf } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";

/** Results as Parquet tables, readable by pandas, Polars, DuckDB and Arrow. */
export const parquetFormat: FormatRecord = defineFormat({
  name: "parquet",
  about: "Recorded data as Parquet tables, with units in column names.",
  extensions: [],
  holds: ["result"],
  options: {},
  losses: { beside: "Metadata of a result besides its tables: network, seed and summary." },
  async write(thing) {
    const result = thingOf(thing, "result").result as Result;
    const { resultParquet } = await import("../parquet/result-parquet.ts");
    const message = "Tables do not store the network, the seed and other metadata of a result.";
    const losses: readonly Loss[] = [{ code: "beside", place: "the result", message }];
    return {
      files: (async function* () {
        yield* resultParquet(result);
      })(),
      losses,
    };
  },
});
