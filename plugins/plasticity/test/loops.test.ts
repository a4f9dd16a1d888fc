import { clock } from "@spikeloom/backend-clock";
import {
  createStack,
  type NetworkRecord,
  type PlasticityRecord,
  type ProjectionRecord,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { poisson } from "@spikeloom/neurons";
import { type Simulated, simulate } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { pes, rStdp, withWeightUnit } from "../src/index.ts";
import { parrot } from "./parrot.ts";

const stack = createStack({ plugins: [poisson, ...connectors] });

interface Loop {
  readonly rule: PlasticityRecord;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly weight: number;
  readonly rates: readonly string[];
}

/** Sources that reach a parrot through plastic synapses, and a driver of the parrot's own spikes. */
function open({ rule, parameters, weight, rates }: Loop): Promise<Simulated> {
  const plastic: ProjectionRecord = {
    name: "plastic",
    from: "sources",
    to: "target",
    receptor: "plastic",
    connector: { kind: "all-to-all" },
    weight,
    delay: "1 ms",
    plasticity: { model: withWeightUnit(rule, "1"), parameters },
  };
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "1 s",
    seed: 4,
    convention: "brian2",
    populations: {
      sources: { model: "poisson", size: rates.length, parameters: { rate: [...rates] } },
      driver: { model: "poisson", size: 1, parameters: { rate: "20 Hz" } },
      target: { model: parrot("1"), size: 1 },
    },
    projections: [
      plastic,
      {
        from: "driver",
        to: "target",
        receptor: "relay",
        connector: { kind: "all-to-all" },
        weight: 1,
        delay: "1 ms",
      },
    ],
  };
  return simulate(network, { stack, backend: clock() });
}

describe("pes", () => {
  it("brings the input of a target to the desired value", async () => {
    const rates = Array.from({ length: 50 }, () => "40 Hz");
    const parameters = { eta: 0.0005 };
    const sim = await open({ rule: pes, parameters, weight: 0.1, rates });
    // Fifty sources of 40 Hz and 0.1 give 200 per second; 600 are desired.
    const heard: number[] = [];
    let before = 0;
    for (let k = 0; k < 200; k++) {
      await sim.advance("50 ms");
      const [now = 0] = (await sim.state("target", "heard")).values;
      heard.push((now - before) * 20);
      before = now;
      await sim.setModulator("plastic", "error", ((heard.at(-1) ?? 0) - 600) / 100);
    }
    const mean = (part: readonly number[]): number =>
      part.reduce((all, one) => all + one, 0) / part.length;
    expect(mean(heard.slice(0, 2))).toBeLessThan(300);
    // A window of 50 ms has 100 spikes of 0.3: a standard error of 6 over a hundred of them.
    expect(Math.abs(mean(heard.slice(100)) - 600)).toBeLessThan(5 * 6);
    await sim.close();
  });
});

describe("r-stdp", () => {
  it("credits the sources that are followed by a larger reward than usual", async () => {
    const rates = Array.from({ length: 20 }, () => "20 Hz");
    const parameters = { eta: 0.02, w_min: -100, w_max: 100, a_minus: 0, tau_e: "100 ms" };
    const sim = await open({ rule: rStdp, parameters, weight: 0, rates });
    // The reward of a trial is the number of spikes of the first half minus that of the second.
    for (let trial = 0; trial < 300; trial++) {
      await sim.advance("100 ms");
      let reward = 0;
      for (const source of sim.spikes("sources").neurons) reward += source < 10 ? 1 : -1;
      await sim.setModulator("plastic", "reward", reward);
      await sim.trigger("plastic", "reward");
    }
    await sim.advance("1 ms");
    const { values } = await sim.weights("plastic");
    const half = (from: number): readonly number[] => [...values.slice(from, from + 10)];
    // All ten of one half above all ten of the other: by chance once in 184,756 orders.
    expect(Math.min(...half(0))).toBeGreaterThan(Math.max(...half(10)));
    await sim.close();
  });
});
