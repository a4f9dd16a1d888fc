import type { ConventionRecord, NetworkRecord } from "@spikeloom/kernel";
import { ownTargets } from "../drives/target-values.ts";
import { SLOT_MISSING, STIMULUS } from "../errors.ts";
import { type LaidPopulation, slotView } from "../populations.ts";
import { type CurrentValue, currentStimulus } from "./current-stimuli.ts";
import type { StimulusTarget } from "./feeds.ts";

/** Acts on the memory at the beginning of a step. */
export type Stimulate = (step: number) => void;

/** What stimuli are prepared with. */
export interface StimulateOptions {
  readonly network: NetworkRecord;
  readonly dt: number;
  readonly seed: number;
  readonly precision: "f64" | "f32";
  readonly populations: readonly LaidPopulation[];
  readonly buffer: ArrayBufferLike;
  readonly held: ConventionRecord["inputHold"];
  /** Addresses of inputs that synapses add to at each step, so that they begin anew each time. */
  readonly coupled: ReadonlySet<number>;
}

/** Steps between the one whose value counts and the present one. */
const lags = { start: 0, previous: 1, end: -1 } as const;

/** Prepare the continuous inputs: each is the sum of its stimuli, written when it changes. */
export function prepareInputs(
  stimuli: readonly StimulusTarget[],
  options: StimulateOptions,
): readonly Stimulate[] {
  const groups = new Map<string, StimulusTarget[]>();
  for (const stimulus of stimuli) {
    if (options.network.stimuli?.[stimulus.index]?.kind === "poisson") continue;
    const key = `${stimulus.population}\n${stimulus.port}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(stimulus);
  }
  const acts = [...groups.values()].map((group) => prepareInput(group, options));
  return [...clearCoupled(groups, options), ...acts];
}

/** Clear the inputs that nothing but synapses feeds. */
function clearCoupled(
  groups: ReadonlyMap<string, readonly StimulusTarget[]>,
  { populations, coupled, buffer, precision }: StimulateOptions,
): readonly Stimulate[] {
  return populations.flatMap(({ name, slots, part }) =>
    [...slots].flatMap(([port, address]) => {
      if (!coupled.has(address) || groups.has(`${name}\n${port}`)) return [];
      const input = slotView(buffer, { address, size: part.size, precision });
      return [(): void => void input.fill(0)];
    }),
  );
}

function prepareInput(group: readonly StimulusTarget[], options: StimulateOptions): Stimulate {
  const { network, populations, buffer, precision, dt, seed, coupled } = options;
  const [first] = group;
  const population = populations.find(({ name }) => name === first?.population);
  const port = first?.port ?? "";
  const address = population?.slots.get(port);
  if (population === undefined || address === undefined) {
    throw SLOT_MISSING({ population: first?.population ?? "", slot: port });
  }
  const { part, resolved } = population;
  const { size, model } = resolved;
  const unit = model.inputs?.[port]?.unit ?? "1";
  const input = slotView(buffer, { address, size: part.size, precision });
  const parts = group.map(({ index, targets }) => {
    const record = network.stimuli?.[index];
    const place = `stimuli[${index}]`;
    if (record === undefined || record.kind === "poisson") {
      throw STIMULUS({ place, message: "This stimulus feeds no continuous input." });
    }
    const request = { place, index, dt, seed, targets, populationSize: size, unit };
    const value: CurrentValue = currentStimulus(record, request);
    return { own: ownTargets(targets, part), value, last: Number.NaN };
  });
  const lag = lags[options.held];
  return (step) => {
    const values = parts.map(({ value }) => (step < lag ? 0 : value(step - lag)));
    const isSame = parts.every(({ last }, k) => last === values[k]);
    if (isSame && !coupled.has(address)) return;
    input.fill(0);
    parts.forEach((one, k) => {
      const value = values[k] ?? 0;
      one.last = typeof value === "number" ? value : Number.NaN;
      const { numbers, places } = one.own;
      for (let n = 0; n < places.length; n++) {
        const place = places[n] as number;
        const more = typeof value === "number" ? value : (value[numbers[n] as number] ?? 0);
        input[place] = (input[place] ?? 0) + more;
      }
    });
  };
}
