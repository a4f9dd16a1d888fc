import type { NetworkRecord } from "@spikeloom/kernel";
import {
  type Chosen,
  chooseInput,
  chooseNeurons,
  chooseReceptor,
  type ResolvedPopulation,
} from "@spikeloom/network";
import { STIMULUS } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import type { Feeds } from "../populations.ts";

/** A stimulus with the port of its target. */
export interface StimulusTarget {
  readonly index: number;
  readonly population: string;
  readonly targets: Chosen;
  /** The receptor of a Poisson stimulus, the input of the others. */
  readonly port: string;
}

/** Find out what feeds each population, and which expressions are recorded. */
export function findFeeds(
  network: NetworkRecord,
  resolved: ReadonlyMap<string, ResolvedPopulation>,
  { projections, ruled, open }: Pick<JobPlan, "projections" | "ruled" | "open">,
): { readonly feeds: ReadonlyMap<string, Feeds>; readonly stimuli: readonly StimulusTarget[] } {
  const feeds = new Map<string, Feeds>(
    [...resolved].map(([name, { model }]) => [
      name,
      {
        inputs: new Set(open ? Object.keys(model.inputs ?? {}) : []),
        receptors: new Set(),
        observed: new Set(),
      },
    ]),
  );
  for (const { to, receptor } of projections) {
    if (receptor !== undefined) feeds.get(to)?.receptors.add(receptor);
  }
  for (const { projection, program } of ruled) {
    for (const { into } of program.coupling) feeds.get(projection.to)?.inputs.add(into);
    for (const { of, variable } of program.reads) {
      const end = of === "pre" ? projection.from : projection.to;
      const expressions = resolved.get(end)?.model.expressions ?? {};
      if (Object.hasOwn(expressions, variable)) feeds.get(end)?.observed.add(variable);
    }
  }
  const stimuli = (network.stimuli ?? []).map((stimulus, index): StimulusTarget => {
    const place = `stimuli[${index}]`;
    const population = resolved.get(stimulus.into);
    if (population === undefined) {
      const message = `There is no population "${stimulus.into}".`;
      throw STIMULUS({ place: `${place}.into`, message });
    }
    const { model, size } = population;
    const isPoisson = stimulus.kind === "poisson";
    const port = isPoisson
      ? chooseReceptor(model, stimulus.receptor, place)
      : chooseInput(model, stimulus.input, place);
    const target = feeds.get(stimulus.into);
    (isPoisson ? target?.receptors : target?.inputs)?.add(port);
    const targets = chooseNeurons(stimulus.neurons, size, `${place}.neurons`);
    return { index, population: stimulus.into, targets, port };
  });
  for (const { population, variables } of network.record ?? []) {
    const expressions = resolved.get(population)?.model.expressions ?? {};
    for (const variable of variables) {
      if (Object.hasOwn(expressions, variable)) feeds.get(population)?.observed.add(variable);
    }
  }
  return { feeds, stimuli };
}
