import { type ByteSource, checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import type { Beside } from "../xml/included-files.ts";
import { readDocument } from "./document.ts";
import { type LemsSimulation, simulationOf } from "./simulation.ts";
import { coreFile } from "./standard/index.ts";

/** Options for reading a LEMS file. */
export interface ReadLemsOptions {
  /** Opens included files and refuses those that must not be read; without it, none are read. */
  readonly beside?: Beside | undefined;
}

const names: OptionNames<ReadLemsOptions> = { beside: true };

/**
 * Read a LEMS simulation: its network, and the output files that it specifies.
 *
 * NeuroML's own definitions, such as `Cells.xml`, are built in and used if no such file exists. The network samples at
 * the start of each step and runs one step longer than the simulation, so that both ends are sampled. Throws
 * `SL_LEMS_*` and `SL_XML_*` with the place.
 */
export async function readLems(
  source: ByteSource,
  options: ReadLemsOptions = {},
): Promise<LemsSimulation> {
  checkOptionNames(options, names, "readLems");
  const { beside } = options;
  return simulationOf(await readDocument(source, { beside, known: coreFile }));
}
