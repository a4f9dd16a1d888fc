import { loadTrained } from "../compare/load-trained.ts";
import { measureTrained, type TrainedMeasures } from "../compare/measure-trained.ts";
import { type MemoryName, memoryEnergyOf } from "../compare/memory-accesses.ts";
import { exitCodes } from "../exit-codes.ts";
import { comparedText, differenceOf } from "../print/compared.ts";
import { writeJson } from "../print/write-json.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";

/** Options of `spikeloom compare`. */
export interface CompareCommandOptions extends StackChoice {
  readonly allowOutside?: boolean;
  readonly json?: boolean;
  /** The memory whose accesses are added to the energy. */
  readonly memoryAccesses?: MemoryName;
}

/** Measure two trained networks on their test samples, and print them side by side. */
export async function compareCommand(
  first: string,
  second: string,
  options: CompareCommandOptions,
): Promise<number> {
  const { allowOutside, json } = options;
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

/** Energy of memory accesses in nJ. */
function memoryEnergies({ memory }: TrainedMeasures, name: MemoryName): object {
  return {
    energy: memoryEnergyOf(memory.accesses, name),
    withoutSpikes: memoryEnergyOf(memory.withoutSpikes, name),
  };
}
