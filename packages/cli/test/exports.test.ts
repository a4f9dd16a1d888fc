import { expect, it } from "vitest";
import * as spikeloom from "../src/index.ts";

it("runs the same network from TypeScript and from JSON on the default stack, with equal spikes", async () => {
  const { neurons, network, population, projection, fixedIndegree, poissonInput, record } =
    spikeloom;
  const E = population(neurons.lifCurrExp({ tau_m: "15 ms" }), 80);
  const I = population(neurons.lifCurrExp(), 20);
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

const isModel = (value: unknown): value is { readonly name: string; readonly kind: string } =>
  typeof value === "function" && "kind" in value && typeof value.kind === "string";

it.each([
  ["neuron", spikeloom.neurons],
  ["synapse", spikeloom.synapses],
  ["plasticity", spikeloom.plasticity],
] as const)("exports every %s model by name in one record, and nowhere else", (kind, models) => {
  const names = Object.values(models).flatMap((value) => (isModel(value) ? [value.name] : []));
  const inStack = spikeloom.defaultStack.list(kind).map(({ name }) => name);
  // Rules for conductances are derived from others by `withWeightUnit`.
  const own = inStack.filter((name) => kind !== "plasticity" || !name.endsWith("-cond"));
  expect(names.toSorted()).toEqual(own.toSorted());
  const apart = Object.values(spikeloom).filter(
    (value) => isModel(value) && String(value.kind) === kind,
  );
  expect(apart).toEqual([]);
});

it("checks against the default stack the plugins that it runs there", () => {
  const { checkNetwork, checkRun, network, neurons, population } = spikeloom;
  const sound = network({ populations: { E: population(neurons.lif(), 2) } });
  expect(checkNetwork(sound)).toEqual([]);
  expect(checkRun(sound)).toEqual([]);
  const faulty = { ...sound, populations: { E: { model: "lf", size: 2 } } };
  expect(checkNetwork(faulty).map(({ code }) => code)).toEqual(["SL_UNKNOWN_PLUGIN"]);
  expect(checkRun(faulty)).toEqual(checkNetwork(faulty));
});
