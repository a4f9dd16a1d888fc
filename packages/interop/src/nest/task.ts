import type { ExportTask } from "@spikeloom/simulate/scripts";
import type { NestLoss } from "./losses.ts";

/** Inputs for writing a network, and outputs besides code. */
export type NestTask = ExportTask<NestLoss>;
