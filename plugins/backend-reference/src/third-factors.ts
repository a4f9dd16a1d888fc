import {
  type CountedSpikes,
  decayOverStep,
  eventCount,
  formulaFactor,
  stepsToEffect,
} from "@spikeloom/program";
import type { Names } from "./expressions.ts";
import type { Rule } from "./plasticity.ts";
import { type State, spikesAt } from "./state.ts";

/** Set the third factors of a step, and count its named events; `interval` is the network's least delay in steps. */
export function beginOutside(
  { dynamic, program: { named }, network: { dt }, state: { modulators, triggered } }: Rule,
  {
    step,
    state,
    interval,
  }: { readonly step: number; readonly state: State; readonly interval: number },
): Names {
  const countOf = (spikes: CountedSpikes): number => {
    const sent = spikesAt(state, spikes.from, step - stepsToEffect(spikes, { dt, interval }));
    return sent.filter((neuron) => spikes.neurons.index(neuron) >= 0).length;
  };
  for (const [name, factor] of dynamic.factors) {
    if (factor.kind === "spikes") {
      const before = (modulators.get(name) ?? 0) * decayOverStep(factor.tau, dt);
      modulators.set(name, before + factor.weight * countOf(factor.spikes));
    }
    if (factor.kind !== "formula") continue;
    const place = `${dynamic.place}.modulators.${name}`;
    modulators.set(name, formulaFactor(factor, { t: step * dt, place }));
  }
  const counts = [...named.keys()].map((name) => {
    const times = dynamic.events.get(name);
    const asked = triggered.get(name) ?? 0;
    const spikes = times?.kind === "spikes" ? countOf(times.spikes) : 0;
    return [name, eventCount(times, { step, dt, asked }) + spikes] as const;
  });
  triggered.clear();
  return new Map(counts);
}
