import {
  type CountedSpikes,
  type DynamicSynapses,
  decayOverStep,
  type NetworkProgram,
  RULE,
} from "@spikeloom/program";
import { evaluated, type Names } from "./expressions.ts";

/** Third factors and named events of a projection. */
export interface Outside {
  /** Spikes on their way, by what they cause and by step; events that code asks for. */
  readonly state: { due: Map<string, Map<number, number>>; triggered: Names };
  /** Set the third factors of a step, and count its named events. */
  begin(step: number, modulators: Names): Names;
  /** Count the spikes of a population that cause something later. */
  count(step: number, population: string, neurons: readonly number[]): void;
}

/** Create the third factors and named events of a projection; `interval` is the network's least delay in steps. */
export function createOutside(
  { factors, events, program: { named }, place }: DynamicSynapses,
  { dt }: NetworkProgram,
  interval: number,
): Outside {
  const state: Outside["state"] = { due: new Map(), triggered: new Map() };
  const causes = [
    ...[...factors].map(([name, one]) => [`factor ${name}`, one] as const),
    ...[...events].map(([name, one]) => [`event ${name}`, one] as const),
  ].flatMap(([cause, one]) => (one.kind === "spikes" ? [{ cause, spikes: one.spikes }] : []));
  const delayOf = ({ delay }: CountedSpikes): number =>
    delay === undefined ? Math.max(1, interval) : Math.round(delay / dt);
  const take = (cause: string, step: number): number => {
    const due = state.due.get(cause);
    const count = due?.get(step) ?? 0;
    due?.delete(step);
    return count;
  };
  const eventsAt = (name: string, step: number): number => {
    const times = events.get(name);
    if (times?.kind !== "regular") return take(`event ${name}`, step);
    const [start, every] = [Math.round(times.start / dt), Math.round(times.every / dt)] as const;
    return step >= start && (step - start) % every === 0 ? 1 : 0;
  };
  return {
    state,
    begin(step, modulators) {
      for (const [name, factor] of factors) {
        if (factor.kind === "spikes") {
          const before = (modulators.get(name) ?? 0) * decayOverStep(factor.tau, dt);
          modulators.set(name, before + factor.weight * take(`factor ${name}`, step));
        }
        if (factor.kind !== "formula") continue;
        const value = evaluated(factor.value, (text) => (text === "t" ? step * dt : undefined));
        if (!Number.isFinite(value)) throw notFinite(`${place}.modulators.${name}.formula`, value);
        modulators.set(name, value);
      }
      const counts = [...named.keys()].map((name): [string, number] => [
        name,
        eventsAt(name, step) + (state.triggered.get(name) ?? 0),
      ]);
      state.triggered.clear();
      return new Map(counts);
    },
    count(step, population, neurons) {
      for (const { cause, spikes } of causes) {
        if (spikes.from !== population) continue;
        const count = neurons.filter((neuron) => spikes.neurons.index(neuron) >= 0).length;
        const due = state.due.get(cause) ?? new Map<number, number>();
        state.due.set(cause, due);
        const at = step + delayOf(spikes);
        due.set(at, (due.get(at) ?? 0) + count);
      }
    },
  };
}

function notFinite(place: string, got: number): Error {
  const message = "The third factor is no finite number.";
  return RULE({ place, message, expected: "a number", got: String(got) });
}
