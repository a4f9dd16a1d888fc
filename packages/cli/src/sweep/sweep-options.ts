import type { MeasureName } from "@spikeloom/sweep";
import type { RunFileOptions } from "../run-file.ts";

/** Options of `spikeloom sweep`. */
export interface SweepCommandOptions extends Omit<RunFileOptions, "tier" | "shards"> {
  /** `PATH=VALUES`. */
  readonly set?: readonly string[];
  readonly seeds?: number | readonly number[];
  readonly zip?: boolean;
  /** Measures omit what was recorded before. */
  readonly from?: string;
  /** Measures; by default rate and CV of intervals. */
  readonly measure?: readonly MeasureName[] | undefined;
  readonly out?: string;
  readonly overwrite?: boolean;
  /** Whether the table is written as Parquet, too. */
  readonly parquet?: boolean;
  /** A folder, or false for no pictures. */
  readonly plots?: string | boolean;
  /** Whether only SVG pictures are written. */
  readonly svg?: boolean;
  /** Path of the list of jobs; true for its usual path. */
  readonly plan?: string | boolean;
  readonly array?: "slurm" | "plain";
  readonly job?: number;
  /** Whether it only lists the jobs without a result. */
  readonly missing?: boolean;
  /** Whether it only creates the file of the results, for jobs that are done elsewhere. */
  readonly begin?: boolean;
  /** Whether it ends when its standard input is closed. */
  readonly tied?: boolean;
}
