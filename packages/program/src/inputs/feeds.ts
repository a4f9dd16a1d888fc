import type { NetworkRecord } from "@spikeloom/kernel";
import type { ResolvedPopulation } from "@spikeloom/network";
import { STIMULUS } from "../errors.ts";
import type { NetworkProgram } from "../network-program.ts";
import { lowerStimulus } from "./lower-stimulus.ts";
import type { StimulusProgram } from "./stimulus-program.ts";

/** Feeds found so far. */
interface FoundFeeds {
  readonly inputs: Set<string>;
  readonly receptors: Set<string>;
  readonly observed: Set<string>;
}

/** Context for lowering stimuli. */
interface FeedContext extends Pick<NetworkProgram, "projections" | "open" | "dt" | "seed"> {
  /** Resolve values for this many targets only, the first ones. */
  readonly first: number | undefined;
}

/** Collect the contributions to each population's inputs, and its recorded expressions. */
export function findFeeds(
  network: NetworkRecord,
  resolved: ReadonlyMap<string, ResolvedPopulation>,
  { projections, open, dt, seed, first }: FeedContext,
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
    const found = resolved.get(record.into);
    if (found === undefined) {
      const place = `stimuli[${index}].into`;
      throw STIMULUS({ place, message: `There is no population "${record.into}".` });
    }
    const population = { ...found, name: record.into };
    const stimulus = lowerStimulus(record, { index, population, dt, seed, first });
    const target = feeds.get(record.into);
    (stimulus.kind === "drive" ? target?.receptors : target?.inputs)?.add(stimulus.port);
    return stimulus;
  });
  for (const { population, variables } of network.record ?? []) {
    const expressions = resolved.get(population)?.model.expressions ?? {};
    for (const variable of variables) {
      if (Object.hasOwn(expressions, variable)) feeds.get(population)?.observed.add(variable);
    }
  }
  return { feeds, stimuli };
}
