import type { ExportTask } from "@spikeloom/simulate/scripts";
import type { PynnLoss } from "./losses.ts";

/** Inputs for writing a network, and outputs besides code. */
export type PynnTask = ExportTask<PynnLoss>;
