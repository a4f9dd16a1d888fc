import { compareResults } from "../compare/compare-results.ts";
import { loadTrained } from "../compare/load-trained.ts";
import { measureTrained, type TrainedMeasures } from "../compare/measure-trained.ts";
import { type MemoryName, memoryEnergyOf } from "../compare/memory-accesses.ts";
import { USAGE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { comparedText, differenceOf } from "../print/compared.ts";
import { comparedResultsText } from "../print/compared-results.ts";
import { writeJson } from "../print/write-json.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";

/** Options of `spikeloom compare`. */
export interface CompareCommandOptions extends StackChoice {
  readonly allowOutside?: boolean;
  readonly json?: boolean;
  /** The memory whose accesses are added to the energy. */
  readonly memoryAccesses?: MemoryName;
}

/** Compare two trained networks on their test samples, or the spikes of two results. */
export async function compareCommand(
  first: string,
  second: string,
  options: CompareCommandOptions,
): Promise<number> {
  const { allowOutside, json } = options;
  if (isResult(first) && isResult(second)) return compareSpikes(first, second, options);
  const stack = await chooseStack(first, options);
  const one = measureTrained(await loadTrained(first, { stack, allowOutside }));
  const other = measureTrained(await loadTrained(second, { stack, allowOutside }));
  const memory = options.memoryAccesses;
  if (json === true) {
    writeJson({
      first: one,
      second: other,
      difference: differenceOf(one, other),
      memoryEnergy: memory && {
        memory,
        first: memoryEnergies(one, memory),
        second: memoryEnergies(other, memory),
      },
    });
  } else process.stdout.write(comparedText(one, other, { memory }));
  return exitCodes.fine;
}

/** Whether the name of a file is that of a result, not of a trained network. */
function isResult(file: string): boolean {
  return /\.(h5|hdf5)$/i.test(file);
}

/** Print the first spike that differs between two results, and the statistics of both. */
async function compareSpikes(
  first: string,
  second: string,
  { json, memoryAccesses }: CompareCommandOptions,
): Promise<number> {
  if (memoryAccesses !== undefined) {
    throw USAGE({ message: "--memory-accesses applies to trained networks, not to results." });
  }
  const { readResult } = await import("../load/hdf5-files.ts");
  const compared = compareResults(await readResult(first), await readResult(second));
  if (json === true) writeJson({ ...compared, difference: compared.difference ?? null });
  else process.stdout.write(comparedResultsText(compared));
  return exitCodes.fine;
}

/** Energy of memory accesses in nJ. */
function memoryEnergies({ memory }: TrainedMeasures, name: MemoryName): object {
  return {
    energy: memoryEnergyOf(memory.accesses, name),
    withoutSpikes: memoryEnergyOf(memory.withoutSpikes, name),
  };
}
