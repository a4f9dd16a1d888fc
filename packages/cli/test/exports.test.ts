import { expect, it } from "vitest";
import * as spikeloom from "../src/index.ts";

it("runs a network from TypeScript on the default stack, and the same from JSON, to equal spikes", async () => {
  const { lifCurrExp, network, population, projection, fixedIndegree, poissonInput, record } =
    spikeloom;
  const E = population(lifCurrExp({ tau_m: "15 ms" }), 80);
  const I = population(lifCurrExp(), 20);
  const connector = fixedIndegree({ n: 8 });
  const built = network({
    populations: { E, I },
    projections: [
      projection(E, I, { receptor: "excitatory", connector, weight: "0.6 nA", delay: "1 ms" }),
      projection(I, E, { receptor: "inhibitory", connector, weight: "-0.3 nA", delay: "1 ms" }),
    ],
    stimuli: [poissonInput(E, { receptor: "excitatory", rate: "8 kHz", weight: "0.06 nA" })],
    record: [record(E), record(I)],
  });
  const fromCode = await spikeloom.run(built, { for: "200 ms", seed: 7 });
  const read = spikeloom.readNetwork(spikeloom.writeNetwork(built));
  const fromFile = await spikeloom.run(read, { for: "200 ms", seed: 7 });
  expect(fromCode.spikeCounts["I"]).toBeGreaterThan(0);
  expect(fromFile.spikeHash).toBe(fromCode.spikeHash);
  const svg = spikeloom.toSvg(spikeloom.rasterPlot(spikeloom.spikeSeries(fromCode)));
  expect(svg).toMatch(/^<svg/);
});

it("exports every model by name in one record", () => {
  const names = Object.values(spikeloom.neurons).flatMap((value) =>
    typeof value === "function" && "kind" in value ? [value.name] : [],
  );
  const inStack = spikeloom.defaultStack.list("neuron").map(({ name }) => name);
  expect([...names].sort()).toEqual([...inStack].sort());
});

it("checks on the default stack what it runs there", () => {
  const { checkNetwork, checkRun, lif, network, population } = spikeloom;
  const sound = network({ populations: { E: population(lif(), 2) } });
  expect(checkNetwork(sound)).toEqual([]);
  expect(checkRun(sound)).toEqual([]);
  const faulty = { ...sound, populations: { E: { model: "lf", size: 2 } } };
  expect(checkNetwork(faulty).map(({ code }) => code)).toEqual(["SL_UNKNOWN_PLUGIN"]);
  expect(checkRun(faulty)).toEqual(checkNetwork(faulty));
});
