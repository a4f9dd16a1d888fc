import type { ExportTask } from "@spikeloom/simulate/scripts";
import type { NestLoss } from "./losses.ts";

/** What a network is written with, and what comes of it besides code. */
export type NestTask = ExportTask<NestLoss>;
