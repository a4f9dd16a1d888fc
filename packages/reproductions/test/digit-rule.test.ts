import { expect, it } from "vitest";
import { digit, loadDigits } from "../src/diehl-cook-2015/digits.ts";
import { digitNetwork } from "../src/diehl-cook-2015/network.ts";
import { simulatePublished } from "../src/run-published.ts";

const neurons = 4;
const dt = 0.5;

/** Apply the rule of the paper to one synapse, spike by spike; times are in steps at the synapse. */
function applyRule(weight: number, sources: readonly number[], targets: readonly number[]): number {
  let [source, target] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const decay = (from: number, to: number, tau: number): number =>
    Math.exp(((from - to) * dt) / tau);
  let [a, b, w] = [0, 0, weight];
  while (a < sources.length || b < targets.length) {
    const [t, u] = [sources[a] ?? Infinity, targets[b] ?? Infinity];
    // In a step with both, the spike of the source comes first.
    if (t <= u) {
      w = Math.max(0, w - 1e-4 * decay(target, t, 20));
      source = t;
      a++;
    } else {
      w = Math.min(1, w + 0.01 * decay(source, u, 20) * decay(target, u, 40));
      target = u;
      b++;
    }
  }
  return w;
}

it("changes every synapse as the rule predicts, even if weights are set in between", async () => {
  const digits = await loadDigits("train", 4);
  const simulation = await simulatePublished(digitNetwork(neurons), 1);
  const first = await simulation.weights("input->E");
  const trains = { input: trainsOf(784), E: trainsOf(neurons) };
  for (let k = 0; k < 4; k++) {
    const values = Float64Array.from(digit(digits, k), (value) => value / 4);
    await simulation.setInput("input", { values, unit: "Hz" }, { input: "rate" });
    await simulation.advance("400 ms");
    for (const name of ["input", "E"] as const) {
      const { steps, neurons: firing } = simulation.spikes(name);
      steps.forEach((step, at) => {
        trains[name][firing[at] ?? 0]?.push(step);
      });
    }
    if (k === 1) await simulation.setWeights("input->E", await simulation.weights("input->E"));
  }
  const learnt = (await simulation.weights("input->E")).values;
  const end = simulation.step;
  let moved = 0;
  const differences = learnt.map((weight, k) => {
    const delay = Math.round((first.delays[k] ?? 0) / dt);
    const arrivals = (trains.input[first.sources[k] ?? 0] ?? []).map((step) => step + delay);
    const before = first.values[k] ?? 0;
    const spikes = trains.E[first.targets[k] ?? 0] ?? [];
    moved = Math.max(moved, Math.abs(weight - before));
    return Math.abs(
      weight -
        applyRule(
          before,
          arrivals.filter((step) => step < end),
          spikes,
        ),
    );
  });
  await simulation.close();
  expect(moved).toBeGreaterThan(0.01);
  // Exponentials of two programs, over some hundred events.
  expect(Math.max(...differences)).toBeLessThan(1e-14);
});

function trainsOf(size: number): number[][] {
  return Array.from({ length: size }, () => []);
}
