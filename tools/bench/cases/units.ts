import { type Case, own, ownName, type Row, reading, type Setting } from "../case.ts";
import { difference, neuronSteps } from "../difference.ts";
import type { Measure } from "../measure.ts";

/** The cost of one more neuron, drive or event in Brunel's network. */
export function units(setting: Setting): Case {
  const single = { precision: "f32" } as const;
  const update = ownName("lif-update");
  const none = ownName("events-none");
  const unit = { unit: "ns", scaled: true } as const;
  const updates = (program: string): Row["ours"] => {
    return (of) => (reading(program, "simulate_s")(of) / neuronSteps(of(program))) * 1e9;
  };
  const meeting = ownName("exchange", { workers: 2 });
  const names = ["lif-update", "lif-drive", "events-none", "events-equal", "events-drawn"];
  const event = (network: string): Row["ours"] =>
    difference({ program: ownName(network), without: none }, events);
  return {
    name: "units",
    title: "Unit costs, f64 unless stated",
    runners: [
      ...names.map((name) => own(setting, name)),
      own(setting, "lif-update", single),
      own(setting, "exchange"),
      own(setting, "exchange", { workers: 2 }),
    ],
    rows: [
      { ...unit, what: "LIF update per neuron and step", ours: updates(update), target: 1 },
      {
        ...unit,
        what: "LIF update per neuron and step, f32",
        ours: updates(ownName("lif-update", single)),
        target: 1,
      },
      {
        ...unit,
        what: "Poisson input of mean 2, per neuron and step",
        ours: difference({ program: ownName("lif-drive"), without: update }, neuronSteps),
      },
      { ...unit, what: "event, shared weight and delay", ours: event("events-equal") },
      { ...unit, what: "event, individual weights, one delay", ours: event("events-drawn") },
      {
        ...unit,
        what: "barrier of two workers",
        ours: difference(
          { program: meeting, without: ownName("exchange") },
          ({ steps = 0 }) => steps,
        ),
      },
    ],
  };
}

/** Half of the neurons are sources, and all synapses are theirs. */
function events({ spikes = 0, synapses = 0, neurons = 0 }: Measure): number {
  return (spikes * synapses) / (neurons / 2);
}
