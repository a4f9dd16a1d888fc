import type { NetworkRecord } from "@spikeloom/kernel";

type Entry = Readonly<Record<string, unknown>>;

const count = <T>(n: number, make: (k: number) => T): readonly T[] =>
  Array.from({ length: n }, (_, k) => make(k));
const named = (n: number, make: (k: number) => unknown, name = "p"): Entry =>
  Object.fromEntries(count(n, (k) => [`${name}${k}`, make(k)]));

const head = { format: "spikeloom-network", version: 1 };
const A = { model: "lif-curr-exp", size: 2 };
const link = {
  from: "A",
  to: "A",
  receptor: "excitatory",
  connector: { kind: "all-to-all" },
  weight: "1 pA",
};
const whole = (parts: Entry): unknown => ({ ...head, populations: { A }, ...parts });
const neuron = (parts: Entry): Entry => ({
  kind: "neuron",
  contract: 1,
  name: "own",
  about: "A neuron.",
  parameters: { tau: { default: "10 ms", about: "time" } },
  ...parts,
});
const own = (parts: Entry): unknown =>
  whole({ models: { own: neuron(parts) }, populations: { A: { model: "own", size: 2 } } });
const state = (initial: unknown = 0): Entry => ({ initial, unit: "1", about: "value" });
const expression = (value: string): Entry => ({ value, unit: "1", about: "value" });

/** Networks with `n` of one thing, valid and invalid; the time to check them grows linearly with `n`. */
export const manyOf: Readonly<Record<string, (n: number) => unknown>> = {
  populations: (n) => whole({ populations: named(n, () => A) }),
  "populations with individual numbers": (n) =>
    whole({ populations: named(n, (k) => ({ ...A, parameters: { tau_m: `${10 + k / n} ms` } })) }),
  "populations of an unknown model": (n) =>
    whole({ populations: named(n, (k) => ({ model: `lif-${k}`, size: 2 })) }),
  "populations without size": (n) => whole({ populations: named(n, () => ({ model: "lif" })) }),
  projections: (n) => whole({ projections: count(n, (k) => ({ ...link, name: `l${k}` })) }),
  "projections without names": (n) => whole({ projections: count(n, () => link) }),
  "projections of one name": (n) =>
    whole({ projections: count(n, () => ({ ...link, name: "same" })) }),
  "projections between many": (n) =>
    whole({
      populations: named(n, () => A),
      projections: count(n, (k) => ({ ...link, from: `p${k}`, to: `p${(7 * k) % n}` })),
    }),
  "projections from unknown populations": (n) =>
    whole({
      populations: { A, ...named(n, () => A) },
      projections: count(n, (k) => ({ ...link, from: `q${k}` })),
    }),
  "plastic projections": (n) =>
    whole({ projections: count(n, () => ({ ...link, synapse: "tsodyks-markram" })) }),
  "projections with unknown fields": (n) =>
    whole({ projections: count(n, (k) => ({ ...link, [`wieght${k}`]: 1 })) }),
  stimuli: (n) =>
    whole({
      stimuli: count(n, () => ({
        kind: "poisson",
        into: "A",
        receptor: "excitatory",
        rate: "5 Hz",
        weight: "1 pA",
      })),
    }),
  "stimuli into unknown populations": (n) =>
    whole({
      populations: named(n, () => A),
      stimuli: count(n, (k) => ({ kind: "poisson", into: `q${k}`, rate: "5 Hz", weight: "1 pA" })),
    }),
  "stimuli of unknown kinds": (n) =>
    whole({ stimuli: count(n, (k) => ({ kind: `poison${k}`, into: "A" })) }),
  recorders: (n) =>
    whole({ record: count(n, () => ({ population: "A", variables: ["spikes", "v"] })) }),
  "recorders of unknown populations": (n) =>
    whole({
      populations: named(n, () => A),
      record: count(n, (k) => ({ population: `q${k}`, variables: ["v"] })),
    }),
  "recorded variables": (n) =>
    whole({ record: [{ population: "A", variables: count(n, (k) => `v${k}`) }] }),
  "recorded states": (n) => ({
    ...(own({ state: named(n, () => state(), "x") }) as Entry),
    record: [{ population: "A", variables: count(n, (k) => `y${k}`) }],
  }),
  "recorders of synapses": (n) =>
    whole({
      projections: count(n, (k) => ({ ...link, synapse: "static", name: `l${k}` })),
      recordSynapses: count(n, (k) => ({ projection: `l${k}` })),
    }),
  "recorders of unknown synapses": (n) =>
    whole({
      projections: count(n, (k) => ({ ...link, name: `l${k}` })),
      recordSynapses: count(n, (k) => ({ projection: `m${k}` })),
    }),
  models: (n) => whole({ models: named(n, () => neuron({})) }),
  parameters: (n) => own({ parameters: named(n, () => ({ default: "1 ms", about: "time" })) }),
  "given parameters": (n) => ({
    ...(own({ parameters: named(n, () => ({ default: "1 ms", about: "time" })) }) as Entry),
    populations: { A: { model: "own", size: 2, parameters: named(n, () => "2 ms") } },
  }),
  "unknown parameters": (n) =>
    whole({ populations: { A: { ...A, parameters: named(n, () => "1 ms") } } }),
  states: (n) => own({ state: named(n, () => state(), "x") }),
  "states with equations": (n) =>
    own({
      state: named(n, () => state(), "x"),
      dynamics: named(n, (k) => `-x${k} / tau`, "x"),
    }),
  "coupled equations": (n) =>
    own({
      state: named(n, () => state(), "x"),
      dynamics: named(n, (k) => `(x${(k + 1) % n} - x${k} * x${k}) / tau`, "x"),
    }),
  expressions: (n) => own({ expressions: named(n, () => expression("2 * 3"), "e") }),
  "chained expressions": (n) =>
    own({
      expressions: named(n, (k) => expression(k === 0 ? "1" : `e${k - 1} + 1`), "e"),
    }),
  "chained expressions, backwards": (n) =>
    own({
      expressions: named(n, (k) => expression(k === n - 1 ? "1" : `e${k + 1} + 1`), "e"),
    }),
  "expressions in a circle": (n) =>
    own({ expressions: named(n, (k) => expression(`e${(k + 1) % n} + 1`), "e") }),
  "unknown names in equations": (n) =>
    own({ expressions: named(n, (k) => expression(`f${k} + 1`), "e") }),
  "terms of one equation": (n) =>
    own({ expressions: { sum: expression(count(n, () => "1").join(" + ")) } }),
  "unknown terms of one equation": (n) =>
    own({ expressions: { sum: expression(count(n, (k) => `a${k}`).join(" + ")) } }),
  receptors: (n) =>
    own({
      state: named(n, () => state(), "x"),
      receptors: named(
        n,
        (k) => ({ unit: "1", about: "in", on: { [`x${k}`]: `x${k} + weight` } }),
        "r",
      ),
    }),
  inputs: (n) => own({ inputs: named(n, () => ({ unit: "1", about: "in" }), "i") }),
  events: (n) =>
    own({
      state: { x: state() },
      events: named(n, () => ({ when: "x > 1", do: { x: "0" }, about: "event" }), "e"),
    }),
  "assignments of a reset": (n) =>
    own({
      state: named(n, () => state(), "x"),
      spike: { when: "x0 > 1", reset: named(n, () => "0", "x") },
    }),
  "nulls as projections": (n) => whole({ projections: count(n, () => null) }),
  "nulls as populations": (n) => whole({ populations: named(n, () => null) }),
  "nulls as sizes": (n) => whole({ populations: named(n, () => ({ model: null, size: null })) }),
  "nulls as expressions": (n) => own({ expressions: named(n, () => null, "e") }),
  "nulls in a list": (n) =>
    whole({
      populations: { A: { model: "lif", size: n, parameters: { tau_m: count(n, () => null) } } },
    }),
  "values of a list": (n) =>
    whole({ populations: { A: { ...A, size: n, parameters: { tau_m: count(n, () => "0 ms") } } } }),
  "values of the wrong unit": (n) =>
    whole({ populations: { A: { ...A, size: n, parameters: { tau_m: count(n, () => "1 mV") } } } }),
  "unknown fields": (n) => whole(named(n, () => 1, "projectoins")),
  "names that are none": (n) =>
    whole({ populations: Object.fromEntries(count(n, (k) => [`1 ${k}`, A])) }),
  "events of a projection": (n) =>
    whole({
      projections: [
        { ...link, synapse: "static", events: named(n, () => ({ every: "1 ms" }), "e") },
      ],
    }),
};

/** The network with `n` of it, as read from a file. */
export function manyNetwork(of: string, n: number): NetworkRecord {
  return manyOf[of]?.(n) as NetworkRecord;
}
