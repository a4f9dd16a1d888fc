import { timeOfStep } from "@spikeloom/simulate";
import {
  call,
  dictionary,
  inUnit,
  list,
  numbersCode,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { isConstant, type StepRates } from "../scripts/step-rates.ts";
import type { NestTask } from "./task.ts";

/** Let processes of equal rate act on neurons, independently for each. */
export function drawCode(
  task: NestTask,
  row: StepRates,
  {
    name,
    label,
    synapse,
  }: { readonly name: string; readonly label: string; readonly synapse?: Python },
): readonly Python[] {
  const law = lawOf(task, row, label);
  if (law === undefined) return [];
  const chosen = list(row.neurons.map(String));
  const neurons = row.neurons.length > 6 ? keptNeurons(task, row.neurons, label) : chosen;
  return [call("draw", `nodes[${pythonText(name)}]`, neurons, law, ...(synapse ? [synapse] : []))];
}

function keptNeurons({ keep }: NestTask, neurons: readonly number[], label: string): Python {
  return keep(`${label}-neurons`, Float64Array.from(neurons));
}

/**
 * Write a rate in Hz, with the times of its changes.
 *
 * Spikes that a generator draws in a step reach a neuron in the next, so times are one step early; it cannot draw
 * before its second step. Undefined if the rate is always zero.
 */
function lawOf(task: NestTask, row: StepRates, label: string): Python | undefined {
  const { rates } = row;
  if (rates.every((rate) => rate === 0)) return undefined;
  const first = rates[0] ?? 0;
  if (isConstant(row)) return dictionary([[pythonText("rate"), pythonFloat(inUnit(first, "Hz"))]]);
  const times: number[] = [];
  const values: number[] = [];
  for (let step = 2; step < rates.length; step++) {
    const rate = rates[step] as number;
    if (times.length > 0 && rate === rates[step - 1]) continue;
    times.push(timeOfStep(step - 1, task.dt));
    values.push(inUnit(rate, "Hz"));
  }
  const column = (what: string, numbers: readonly number[]): Python =>
    numbersCode(task, `${label}-${what}`, Float64Array.from(numbers));
  return dictionary([
    [pythonText("rate_times"), column("times", times)],
    [pythonText("rate_values"), column("rates", values)],
  ]);
}
