import type { ExportTask } from "@spikeloom/simulate/scripts";
import type { Brian2Loss } from "./losses.ts";

/** What a network is written with, and what comes of it besides code. */
export type Brian2Task = ExportTask<Brian2Loss>;
