import { type ByteSource, checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import type { Beside } from "../xml/included-files.ts";
import { readDocument } from "./document.ts";
import { type LemsSimulation, simulationOf } from "./simulation.ts";
import { coreFile } from "./standard/index.ts";

/** What may be read with a file of LEMS. */
export interface ReadLemsOptions {
  /** Opens the files that it includes, and refuses those that it may not; without it none are read. */
  readonly beside?: Beside | undefined;
}

const names: OptionNames<ReadLemsOptions> = { beside: true };

/**
 * Read a simulation of LEMS: its network, and the files that it asks for.
 *
 * NeuroML's own definitions, such as `Cells.xml`, are known by their names where no such file is there. The network samples at the start of each step and runs one step longer than the simulation, so that a
 * sample is there for both its ends. Throws `SL_LEMS_*` and `SL_XML_*` with the place.
 */
export async function readLems(
  source: ByteSource,
  options: ReadLemsOptions = {},
): Promise<LemsSimulation> {
  checkOptionNames(options, names, "readLems");
  const { beside } = options;
  return simulationOf(await readDocument(source, { beside, known: coreFile }));
}
