import type { ExportTask } from "@spikeloom/simulate/scripts";
import type { Brian2Loss } from "./losses.ts";

/** Inputs for writing a network, and outputs besides code. */
export type Brian2Task = ExportTask<Brian2Loss>;
