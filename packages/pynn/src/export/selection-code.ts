import type { Selection } from "@spikeloom/kernel";
import { before, behind, list, type Python } from "@spikeloom/simulate/scripts";
import { populationCode } from "./population/write-population.ts";
import type { PynnTask } from "./task.ts";

/** Maximum number of neuron indices in the script itself. */
const FEW = 20;

/** Write a part of a population; PyNN sorts the neurons of a part. */
export function selectionCode(
  task: PynnTask,
  {
    population,
    selection,
  }: { readonly population: string; readonly selection?: Selection | undefined },
): Python {
  const whole = populationCode(population);
  if (selection === undefined) return whole;
  const { indices, from, until, every } = selection;
  if (indices === undefined) {
    const parts = [from, until, ...(every === undefined ? [] : [every])];
    return `${whole}[${parts.map((part) => part ?? "").join(":")}]`;
  }
  const sorted = [...indices].sort((a, b) => a - b);
  if (sorted.length <= FEW) return behind(before(`${whole}[`, list(sorted.map(String))), "]");
  const kept = task.keep(`${population}-neurons`, Float64Array.from(sorted));
  return behind(before(`${whole}[`, behind(kept, ".astype(int)")), "]");
}
