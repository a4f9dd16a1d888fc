import { type Case, own, ownName, type Row, reading, type Setting } from "../case.ts";
import { difference } from "../difference.ts";
import type { Measure } from "../measure.ts";

/** In the networks of this case. */
const sources = 10_000;

/** Rows like those of the microcircuit: 4000 synapses per source over some 45 delays. */
export function events(setting: Setting): Case {
  const packed = { precision: "f32", tier: "packed" } as const;
  const both = { workers: 2 } as const;
  const none = "rows-none";
  const full = "rows-microcircuit";
  const unit = { unit: "ns", scaled: true } as const;
  const event = (options: Parameters<typeof ownName>[1]): Row["ours"] => {
    const programs = { program: ownName(full, options), without: ownName(none, options) };
    return difference(programs, delivered);
  };
  const build = (options: Parameters<typeof ownName>[1], workers: number): Row["ours"] => {
    const programs = { program: ownName(full, options), without: ownName(none, options) };
    const time = difference({ ...programs, key: "build_s" }, ({ synapses = 0 }) => synapses);
    return (of) => workers * time(of);
  };
  const bytes = (options: Parameters<typeof ownName>[1]): Row["ours"] => {
    const all = ownName(full, options);
    const bare = reading(ownName(none, options), "bytes");
    return (of) => (reading(all, "bytes")(of) - bare(of)) / reading(all, "synapses")(of);
  };
  return {
    name: "events",
    title: "Delivery as in the microcircuit: 77 000 targets, 4000 synapses per source, 45 delays",
    runners: [{}, packed, both].flatMap((options) => [
      own(setting, none, options),
      own(setting, full, options),
    ]),
    rows: [
      { ...unit, what: "event, exact, f64", ours: event({}), target: 2.5 },
      { ...unit, what: "event, packed, f32", ours: event(packed), target: 1.8 },
      { ...unit, what: "construction per synapse and worker", ours: build({}, 1), target: 100 },
      {
        ...unit,
        what: "construction per synapse and worker, two workers",
        ours: build(both, 2),
        target: 100,
      },
      { what: "bytes per synapse, exact, f64", unit: "", ours: bytes({}) },
      { what: "bytes per synapse, packed, f32", unit: "", ours: bytes(packed) },
    ],
  };
}

/** Only the sources spike, all equally often. */
function delivered({ spikes = 0, synapses = 0 }: Measure): number {
  return (spikes * synapses) / sources;
}
