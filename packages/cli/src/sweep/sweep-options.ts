import type { MeasureName } from "@spikeloom/sweep";
import type { RunFileOptions } from "../run-file.ts";

/** What `spikeloom sweep` is given. */
export interface SweepCommandOptions extends Omit<RunFileOptions, "tier" | "shards"> {
  /** `PATH=VALUES`. */
  readonly set?: readonly string[];
  readonly seeds?: number | readonly number[];
  readonly zip?: boolean;
  /** Measures leave out what was before. */
  readonly from?: string;
  /** What is measured; rate and CV of intervals unless told. */
  readonly measure?: readonly MeasureName[] | undefined;
  readonly out?: string;
  readonly overwrite?: boolean;
  /** Whether the table is written as Parquet, too. */
  readonly parquet?: boolean;
  /** A folder, or false for no pictures. */
  readonly plots?: string | boolean;
  /** Whether pictures are SVG alone. */
  readonly svg?: boolean;
  /** Where the list of jobs goes; true for its usual place. */
  readonly plan?: string | boolean;
  readonly array?: "slurm" | "plain";
  readonly job?: number;
  /** Whether it only says which jobs have no result yet. */
  readonly missing?: boolean;
  /** Whether it only makes the place of the results, for jobs that are done elsewhere. */
  readonly begin?: boolean;
  /** Whether it ends with whoever holds its standard input. */
  readonly tied?: boolean;
  /** Whether this is one of the processes of another one. */
  readonly worker?: boolean;
}
