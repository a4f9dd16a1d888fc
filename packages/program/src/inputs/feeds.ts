import type { NetworkRecord } from "@spikeloom/kernel";
import {
  chooseInput,
  chooseNeurons,
  chooseReceptor,
  type ResolvedPopulation,
} from "@spikeloom/network";
import { STIMULUS } from "../errors.ts";
import type { NetworkProgram, StimulusProgram } from "../network-program.ts";

/** Feeds that are being found. */
interface FoundFeeds {
  readonly inputs: Set<string>;
  readonly receptors: Set<string>;
  readonly observed: Set<string>;
}

/** Collect the contributions to each population's inputs, and its recorded expressions. */
export function findFeeds(
  network: NetworkRecord,
  resolved: ReadonlyMap<string, ResolvedPopulation>,
  { projections, open }: Pick<NetworkProgram, "projections" | "open">,
): {
  readonly feeds: ReadonlyMap<string, FoundFeeds>;
  readonly stimuli: readonly StimulusProgram[];
} {
  const feeds = new Map<string, FoundFeeds>(
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
  for (const { from, to, dynamic } of projections) {
    for (const { into } of dynamic?.program.coupling ?? []) feeds.get(to)?.inputs.add(into);
    for (const { of, variable } of dynamic?.program.reads ?? []) {
      const end = of === "pre" ? from : to;
      const expressions = resolved.get(end)?.model.expressions ?? {};
      if (Object.hasOwn(expressions, variable)) feeds.get(end)?.observed.add(variable);
    }
  }
  const stimuli = (network.stimuli ?? []).map((record, index): StimulusProgram => {
    const place = `stimuli[${index}]`;
    const population = resolved.get(record.into);
    if (population === undefined) {
      const message = `There is no population "${record.into}".`;
      throw STIMULUS({ place: `${place}.into`, message });
    }
    const { model, size } = population;
    const isPoisson = record.kind === "poisson";
    const port = isPoisson
      ? chooseReceptor(model, record.receptor, place)
      : chooseInput(model, record.input, place);
    const target = feeds.get(record.into);
    (isPoisson ? target?.receptors : target?.inputs)?.add(port);
    const targets = chooseNeurons(record.neurons, size, `${place}.neurons`);
    return { index, record, population: record.into, targets, port };
  });
  for (const { population, variables } of network.record ?? []) {
    const expressions = resolved.get(population)?.model.expressions ?? {};
    for (const variable of variables) {
      if (Object.hasOwn(expressions, variable)) feeds.get(population)?.observed.add(variable);
    }
  }
  return { feeds, stimuli };
}
