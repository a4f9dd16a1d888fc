import type { NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { read, write } from "./written-network.ts";

const base = { format: "spikeloom-network", version: 1, convention: "neuron" } as const;

/** A neuron under a current, with spikes at each of its receptors. */
function driven(model: string, current: string): NetworkRecord {
  const { receptors = {} } = defaultStack.get("neuron", model, "test");
  return {
    ...base,
    populations: {
      source: {
        model: "spike-array",
        size: 1,
        times: { values: [5, 9, 15, 16.5, 32], unit: "ms" },
      },
      p: { model, size: 1 },
    },
    projections: Object.entries(receptors).map(([receptor, { unit, sign }]) => ({
      from: "source",
      to: "p",
      receptor,
      connector: { kind: "all-to-all" },
      delay: "1.5 ms",
      weight: `${sign === "negative" ? -0.004 : 0.004} ${unit}`,
      ...(receptor === "nmda" && { synapse: "tsodyks-markram" }),
    })),
    stimuli: [
      {
        kind: "steps",
        into: "p",
        times: ["10 ms", "40 ms"],
        values: [current, `0 ${current.split(" ")[1]}`],
      },
    ],
  };
}

async function trace(network: NetworkRecord, model: string): Promise<Float64Array> {
  const { populations } = network;
  const own = { ...populations["p"], integrator: "rk4" } as NonNullable<
    (typeof populations)[string]
  >;
  const backend = defaultStack.get("backend", "clock", "test");
  const record = [{ population: "p", variables: ["v"] }];
  const result = await run(
    { ...network, dt: "0.01 ms", populations: { ...populations, p: own }, record },
    { stack: defaultStack, backend, for: "50 ms" },
  );
  const found = result.recordings[0]?.samples.get("v")?.values;
  if (found === undefined) throw new Error(model);
  return Float64Array.from(found as Float64Array);
}

it.each([
  ["lif", "0.3 nA", "iafRefCell", 1e-6],
  ["lif-cond-beta", "0.4 nA", "IF_cond_exp", 1e-6],
  // Jahr and Stevens's coefficients, as a concentration and a potential.
  ["lif-cond-exp-nmda", "0.4 nA", "IF_cond_exp", 1e-6],
  ["hodgkin-huxley", "8 uA/cm^2", "cell", 1e-6],
] as const)("writes %s as a cell that does the same", async (model, current, element, allowed) => {
  const network = driven(model, current);
  const { bytes, losses } = await write(network);
  expect(losses).toEqual([]);
  expect(bytes.toString()).toContain(`<${element} id=`);
  const [first, again] = [await trace(network, model), await trace(await read(bytes), model)];
  expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(10);
  first.forEach((value, k) => {
    expect(Math.abs((again[k] ?? Number.NaN) - value), `step ${k}`).toBeLessThanOrEqual(allowed);
  });
});

it("writes Izhikevich's neuron with its current as a number, and reports other differences", async () => {
  const said = async (network: NetworkRecord) => {
    const { bytes, losses } = await write(network);
    return { text: bytes.toString(), losses: losses.map(({ code, place }) => `${code} ${place}`) };
  };
  const izhikevich = await said({ ...driven("izhikevich", "10 pA"), projections: [] });
  expect(izhikevich.losses).toEqual([]);
  expect(izhikevich.text).toContain(
    '<izhikevichCell id="izhikevich" v0="-70mV" thresh="30mV" a="0.02" b="0.2" c="-65" d="2"/>',
  );
  expect(izhikevich.text).toContain('duration="30ms" amplitude="10"/>');
  const other = await said(driven("traub-miles-cobahh", "0.1 nA"));
  expect(other.losses).toEqual([
    ...["m", "h", "n"].map((gate) => `initial populations.p.initial.${gate}`),
    "spike populations.p.model.spike",
  ]);
});
