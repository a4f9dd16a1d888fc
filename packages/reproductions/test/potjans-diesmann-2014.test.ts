import { createStack, type NetworkRecord } from "@spikeloom/kernel";
import { connectors, expectedProjections } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { describe, expect, it } from "vitest";
import { circuit, externalRate, synapticDecay } from "../src/potjans-diesmann-2014/circuit.ts";
import { type CircuitOptions, microcircuitNetwork } from "../src/potjans-diesmann-2014/network.ts";

/** Mean and variance of each population's input, if all fire at the rates of the full circuit. */
function inputs(network: NetworkRecord): { readonly mean: number; readonly variance: number }[] {
  return circuit.map((to) => {
    const record = network.populations[to.name];
    const size = record?.size ?? 0;
    let mean = Number.parseFloat(String(record?.parameters?.["i_offset"]));
    let variance = 0;
    const add = (rate: number, weight: number): void => {
      mean += (rate * weight * synapticDecay) / 1000;
      variance += rate * weight * weight;
    };
    for (const { from, to: target, connector, weight } of network.projections ?? []) {
      if (target !== to.name || typeof weight !== "object" || !("draw" in weight)) continue;
      const rate = circuit.find(({ name }) => name === from)?.rate ?? Number.NaN;
      const indegree = Number(connector["n"]) / size;
      add(indegree * rate, Number.parseFloat(String(weight.mean)));
    }
    for (const stimulus of network.stimuli ?? []) {
      if (stimulus.into !== to.name || stimulus.kind !== "poisson") continue;
      add(Number.parseFloat(String(stimulus.rate)), Number.parseFloat(String(stimulus.weight)));
    }
    return { mean, variance };
  });
}

describe("the full circuit", () => {
  it("has the authors' numbers of neurons and synapses", () => {
    const stack = createStack({ plugins: [...neurons, ...connectors] });
    const full = microcircuitNetwork({ scale: 1 });
    const sizes = Object.values(full.populations).map(({ size }) => size);
    const synapses = expectedProjections(full, stack).map((projection) => projection.synapses);
    const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
    expect(sum(sizes)).toBe(77_169);
    expect(sum(synapses)).toBe(298_880_968);
  });

  it("uses the mean of the Poisson input as its constant current", () => {
    const [poisson, dc] = (["poisson", "dc"] as const).map((drive) =>
      inputs(microcircuitNetwork({ scale: 1, drive })),
    );
    circuit.forEach(({ external }, k) => {
      // Both are sums of the same dozen numbers, so they agree up to rounding.
      expect(dc?.[k]?.mean).toBeCloseTo(poisson?.[k]?.mean ?? Number.NaN, 8);
      // The Poisson input of 87.808 pA is all that the variance loses.
      const lost = (poisson?.[k]?.variance ?? 0) - (dc?.[k]?.variance ?? 0);
      expect(lost / (external * externalRate * 87.808 ** 2)).toBeCloseTo(1, 8);
    });
  });
});

describe("a smaller circuit", () => {
  it.each([0.1, 0.2, 0.5])("of scale %d keeps mean and variance of every input", (scale) => {
    const full = inputs(microcircuitNetwork({ scale: 1 }));
    inputs(microcircuitNetwork({ scale })).forEach(({ mean, variance }, k) => {
      const { size, name } = circuit[k] ?? { size: 0, name: "" };
      // Sizes and counts are rounded to whole neurons and synapses: half a neuron of the smallest.
      const rounding = 1 / (size * scale);
      expect(Math.abs(variance / (full[k]?.variance ?? 0) - 1), name).toBeLessThan(rounding);
      // The mean is the small difference of excitation and inhibition, at most some 2 nA each.
      expect(Math.abs(mean - (full[k]?.mean ?? 0)), name).toBeLessThan(2000 * rounding);
    });
  });

  it.each<[CircuitOptions, string]>([
    [{ scale: 0 }, "SL_CIRCUIT_SCALE"],
    [{ scale: 1.5 }, "SL_CIRCUIT_SCALE"],
    [{ scale: Number.NaN }, "SL_CIRCUIT_SCALE"],
    [{ scale: 0.1, drive: "dc" }, "SL_CIRCUIT_DRIVE"],
  ])("refuses %o with %s", (options, code) => {
    expect(() => microcircuitNetwork(options)).toThrow(code);
  });

  it("uses a constant current if that still makes every population fire", () => {
    expect(microcircuitNetwork({ scale: 0.5, drive: "dc" }).stimuli).toEqual([]);
  });
});
