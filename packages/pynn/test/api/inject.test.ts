import { expect, it } from "vitest";
import { onClock } from "./on-clock.ts";

// Without spikes: the potential of a neuron rises by i * tau_m / cm * (1 - exp(-t / tau_m)).
const options = { i_offset: 0, tau_m: 10, cm: 0.5, v_thresh: 1000 };
const rise = (current: number, t: number): number => current * (10 / 0.5) * (1 - Math.exp(-t / 10));

it("currents flow into one neuron, into those of a list, and into no other", async () => {
  const sim = onClock();
  const [a, b] = [
    sim.Population(4, sim.IF_curr_exp(options)),
    sim.Population(2, sim.IF_curr_exp(options)),
  ];
  const [one, two] = [sim.DCSource({ amplitude: 0.5 }), sim.DCSource({ amplitude: 0.25 })];
  a.at(3).inject(one);
  two.injectInto([a.at(-1), a.at(1), b.at(0)]);
  one.injectInto(b.at(1));
  a.slice(2).at(0).inject(two);
  const both = a.plus(b);
  both.at(5).inject(two);
  both.record("v");
  await sim.run(20);
  const [v] = both.getData().segments[0]?.filter({ name: "v" }) ?? [];
  const risen = [0, 1, 2, 3, 4, 5].map((k) => (v?.column(k).at(-1) as number) + 65);
  [0, 0.25, 0.25, 0.75, 0.25, 0.75].forEach((current, k) => {
    // Exact up to rounding: the current acts from the first step on.
    expect(risen[k]).toBeCloseTo(rise(current, 20), 9);
  });
});

it("no current is injected if a neuron of the list accepts none or belongs to another simulation", async () => {
  const sim = onClock();
  const neurons = sim.Population(1, sim.IF_curr_exp(options), { label: "E" });
  const source = sim.Population(1, sim.SpikeSourcePoisson(), { label: "noise" });
  const current = sim.DCSource({ amplitude: 0.5 });
  expect(() => current.injectInto([neurons.at(0), source.at(0)])).toThrow(
    /SL_PYNN_SELECTION at noise\[0\].*SpikeSourcePoisson does not accept currents/,
  );
  const other = onClock();
  const stranger = other.Population(1, other.IF_curr_exp(), { label: "far" });
  for (const target of [stranger, stranger.at(0), [neurons.at(0), stranger.at(0)]]) {
    expect(() => current.injectInto(target)).toThrow(/"far" belongs to another simulation/);
  }
  expect(() => stranger.at(0).inject(current)).toThrow(/another simulation/);
  expect(() => current.injectInto([])).toThrow(/at least one target neuron/);
  neurons.record("v");
  await sim.run(5);
  const [v] = neurons.getData().segments[0]?.filter({ name: "v" }) ?? [];
  expect(Math.max(...(v?.values ?? [0]).map((value) => Math.abs(value + 65)))).toBeLessThan(1e-9);
});
