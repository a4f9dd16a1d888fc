import type { ExportTask } from "@spikeloom/simulate/scripts";
import type { PynnLoss } from "./losses.ts";

/** What a network is written with, and what comes of it besides code. */
export type PynnTask = ExportTask<PynnLoss>;
