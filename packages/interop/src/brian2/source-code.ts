import { type ResolvedPopulation, spikeStep } from "@spikeloom/network";
import { lowerSource } from "@spikeloom/program";
import { timeOfStep } from "@spikeloom/simulate";
import {
  behind,
  call,
  dictionary,
  EXPORT_NEURON,
  EXPORT_VALUE,
  keyword,
  oneIfAlike,
  type Python,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { isConstant, ratesByStep, sourceRates } from "../scripts/step-rates.ts";
import { groupCode } from "./group-code.ts";
import type { Brian2Task } from "./task.ts";
import { quantityCode } from "./units.ts";

/** Write a population of sources. */
export function sourceCode(task: Brian2Task, name: string, resolved: ResolvedPopulation): Python {
  const { model, size } = resolved;
  const number = Object.keys(task.network.populations).indexOf(name);
  const label = keyword("name", pythonText(`group_${number}`));
  if (resolved.times !== undefined) {
    const { neurons, times } = givenSpikes(task, name, resolved.times);
    return call(
      `${groupCode(name)} = b.SpikeGeneratorGroup`,
      String(size),
      behind(task.keep(`${name}-neurons`, neurons), ".astype(int)"),
      behind(task.keep(`${name}-spike-times`, times), "*ms"),
      label,
    );
  }
  const rows = sourceRates(lowerSource({ ...resolved, name }), {
    dt: task.dt,
    steps: task.steps,
    size,
  });
  if (rows === undefined) {
    throw EXPORT_NEURON({
      message: `Brian2 scripts do not support the source of population "${name}".`,
      place: `populations.${name}.model`,
      got: model.name,
      next: "Use a Poisson source or given spike times.",
    });
  }
  const law = task.convention.multiplicity === "count" ? ", with at most one spike per step" : "";
  const message = `Its spikes are redrawn: same distribution, different values${law}.`;
  task.lose("drawn-anew", `populations.${name}`, message);
  const rates = ratesByStep(rows, { size, steps: task.steps });
  const made = `${groupCode(name)} = b.PoissonGroup`;
  if (rows.every(isConstant)) {
    const code = quantityCode(task, `${name}-rate`, { values: oneIfAlike(rates), unit: "kHz" });
    return call(made, String(size), code, label);
  }
  const kept = behind(task.keep(`${name}-rates`, rates, size), "*kHz");
  const array = call("b.TimedArray", kept, "dt=DT");
  return call(
    made,
    String(size),
    pythonText("rates_of_source(t, i)"),
    keyword("namespace", dictionary([[pythonText("rates_of_source"), array]])),
    label,
  );
}

/** Assign spikes to steps; a spike stamped with the end of a step is emitted in that step. */
function givenSpikes(
  { dt, convention }: Brian2Task,
  name: string,
  lists: readonly Float64Array[],
): { readonly neurons: Float64Array; readonly times: Float64Array } {
  const back = convention.spikeStamp === "end" ? 1 : 0;
  const neurons: number[] = [];
  const times: number[] = [];
  for (const [neuron, list] of lists.entries()) {
    const steps = Array.from(list, (time) => spikeStep(time, { dt, convention }) - back);
    const early = steps.findIndex((step) => step < 0);
    if (early >= 0) throw refusal(name, "before the end of its first step", list[early]);
    const kept = convention.multiplicity === "one" ? [...new Set(steps)] : steps;
    const twice = kept.findIndex((step, k) => step === kept[k - 1]);
    if (twice >= 0) throw refusal(name, "twice in one step", list[twice]);
    for (const step of kept) {
      neurons.push(neuron);
      times.push(timeOfStep(step, dt));
    }
  }
  return { neurons: Float64Array.from(neurons), times: Float64Array.from(times) };
}

function refusal(name: string, when: string, time: number | undefined) {
  return EXPORT_VALUE({
    message: `A Brian2 source cannot emit a spike ${when} under this convention.`,
    place: `populations.${name}.times`,
    got: `${time} ms`,
    next: "Move the spike, or run the network with SpikeLoom.",
  });
}
