import { readFileSync } from "node:fs";
import { bytesSource, type NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { networkFromNir, nirFromNetwork, readNir, writeNir } from "../../src/nir/index.ts";
import { given, ourNetwork, steps } from "./our-network.ts";
import { runNetwork } from "./run-network.ts";

type Rows = readonly (readonly number[])[];

const layers = ["hidden", "last"] as const;

/** Neurons that spike in each step of a forward pass: a layer lags by a number of steps. */
async function spikesOf(
  network: NetworkRecord,
  { dt, behind }: { readonly dt: number; readonly behind: (layer: string) => number },
): Promise<Readonly<Record<string, Rows>>> {
  // A recurrent layer in the graph contains its neurons.
  const names = layers.map((layer) => (layer in network.populations ? layer : `${layer}.lif`));
  const record = names.map((population) => ({ population, variables: ["spikes"] }));
  const { recordings } = await runNetwork({ ...network, record });
  return Object.fromEntries(
    recordings.map(({ population, spikes }) => {
      const rows = Array.from({ length: steps }, () => [] as number[]);
      spikes?.times.forEach((time, k) => {
        rows[Math.round(time / dt) - behind(population)]?.push(spikes.neurons[k] ?? -1);
      });
      return [population.replace(".lif", ""), rows] as const;
    }),
  );
}

describe.each(["snntorch", "spikingjelly"] as const)("a network of ours for %s", (profile) => {
  const { file, losses } = nirFromNetwork(ourNetwork, stack, { profile });

  it("spikes there as it does here", async () => {
    // What `tools/python/peers/our_graphs.py` saw, in 32 bits.
    const path = new URL(`vectors/ours-in-${profile}.spikes.json`, import.meta.url);
    const there = JSON.parse(readFileSync(path, "utf8")) as { layers: Record<string, Rows> };
    // An input is sent at the end of step k + 1 here, and its effect is visible a step later.
    const behind = (layer: string) => 2 + (layer === "last" ? 1 : 0);
    const here = await spikesOf(ourNetwork, { dt: 1, behind });
    expect(here).toEqual(there.layers);
    expect(losses.map(({ code }) => code)).not.toContain("reset");
  });

  it("is restored with the same behaviour", async () => {
    const { node } = await readNir(bytesSource("ours.nir", writeNir(file)));
    const { network, stages } = networkFromNir(node, { profile });
    const population = network.populations["input"];
    if (population === undefined) throw new Error("no input");
    const times = Array.from({ length: population.size }, (_, k) =>
      given.flatMap((spiking, step) => (spiking.includes(k) ? [(step + 1) * 0.1] : [])),
    );
    const populations = { ...network.populations, input: { ...population, times } };
    const whole = { ...network, populations, duration: `${(steps + 4) * 0.1} ms` };
    const behind = (layer: string) => 1 + (stages.get(layer) ?? 0);
    const back = await spikesOf(whole, { dt: 0.1, behind });
    const here = await spikesOf(ourNetwork, {
      dt: 1,
      behind: (layer) => 2 + (layer === "last" ? 1 : 0),
    });
    expect(back).toEqual(here);
  });
});

describe("a network of ours for a library", () => {
  const one = (convention: string, dt: string): NetworkRecord =>
    ({
      format: "spikeloom-network",
      version: 1,
      dt,
      duration: "10 ms",
      seed: 1,
      convention,
      populations: {
        input: { model: "spike-array", size: 1, times: [[1, 4, 5, 6]] },
        a: {
          model: "lif-delta",
          size: 1,
          parameters: { v_rest: "0 mV", v_reset: "0 mV", v_threshold: "1 mV", tau_refrac: "0 ms" },
        },
      },
      projections: [
        {
          name: "w",
          from: "input",
          to: "a",
          connector: { kind: "all-to-all" },
          weight: "1 mV",
          delay: "1 ms",
        },
      ],
      record: [{ population: "a", variables: ["spikes"] }],
    }) as unknown as NetworkRecord;

  it.each(["snntorch", "spikingjelly"] as const)(
    "spikes at the threshold in %s",
    async (profile) => {
      const network = one("nest", "1 ms");
      const { file, losses } = nirFromNetwork(network, stack, { profile });
      expect(losses.filter(({ place }) => place === "convention")).toEqual([]);
      const { network: back } = networkFromNir(file.node, { profile });
      const input = back.populations["input"];
      if (input === undefined) throw new Error("no input");
      const times = [[1, 4, 5, 6].map((time) => time * 0.1)];
      const record = [{ population: "a", variables: ["spikes"] }];
      const populations = { ...back.populations, input: { ...input, times } };
      const there = await runNetwork({ ...back, populations, record, duration: "1 ms" });
      const here = await runNetwork(network);
      // What is sent at 1 ms is sent in the first step there, and acts in it.
      const steps = [...(here.recordings[0]?.spikes?.times ?? [])].map(
        (time) => Math.round(time) - 1,
      );
      expect(steps).toEqual([1, 4, 5, 6]);
      const seen = [...(there.recordings[0]?.spikes?.times ?? [])];
      expect(seen.map((time) => Math.round(time * 10) - 1)).toEqual(steps);
    },
  );

  it("ends in its last layer, whatever is recorded", () => {
    const record = ["input", "hidden", "last"].map((population) => ({
      population,
      variables: ["spikes"],
    }));
    const { file, losses } = nirFromNetwork({ ...ourNetwork, record }, stack, {
      profile: "snntorch",
    });
    const nodes = file.node.type === "NIRGraph" ? [...file.node.nodes] : [];
    const outputs = nodes.filter(([, { type }]) => type === "Output").map(([name]) => name);
    expect(outputs).toEqual(["output"]);
    const places = losses.filter(({ code }) => code === "recorder").map(({ place }) => place);
    expect(places.toSorted()).toEqual(["record[0]", "record[1]"]);
  });

  it("is refused in another order of a step", () => {
    const nest = "or convert the network with --convention nest";
    const ways = {
      brian2: nest,
      frameworks: 'layers under "frameworks" are written',
      neuron: nest,
    };
    for (const [convention, way] of Object.entries(ways)) {
      const write = () => nirFromNetwork(one(convention, "1 ms"), stack, { profile: "snntorch" });
      expect(write, convention).toThrow("SL_NIR_WRITE");
      expect(write, convention).toThrow(way);
    }
  });

  it("has the same steps whatever the unit of their duration", () => {
    const files = ["1 ms", "0.001 s", "1000 us"].map(
      (dt) => nirFromNetwork(one("nest", dt), stack, { profile: "snntorch" }).file,
    );
    expect(files[1]).toEqual(files[0]);
    expect(files[2]).toEqual(files[0]);
    const [plain, other] = ["1 ms", "1000 us"].map(
      (dt) => nirFromNetwork(one("nest", dt), stack).file,
    );
    expect(other).toEqual(plain);
  });
});
