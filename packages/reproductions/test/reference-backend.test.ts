import { clock } from "@spikeloom/backend-clock";
import { reference } from "@spikeloom/backend-reference";
import type { NetworkRecord } from "@spikeloom/kernel";
import { type NetworkProgram, programOf, readProgram, writeProgram } from "@spikeloom/program";
import { expect, it } from "vitest";
import { draws, long } from "../../../tools/test/draws.ts";
import { programOutcome } from "../../../tools/test/program-outcome.ts";
import { microcircuitNetwork } from "../src/potjans-diesmann-2014/network.ts";
import { publishedNetworks } from "../src/published-networks.ts";
import { unchangedStack as stack, unchangedCases } from "./unchanged/cases.ts";

/** Networks with a value for each neuron, which run unchanged. */
const whole: readonly string[] = ["izhikevich-2006", "izhikevich-2007 network", "masquelier-2008"];

/** Build a program with a limited number of neurons per population, and without recorders. */
function smaller(network: NetworkRecord, most: number): NetworkProgram {
  const { record: _, recordSynapses: __, ...rest } = network;
  const populations = Object.entries(network.populations).map(
    ([name, one]) => [name, { ...one, size: Math.min(one.size, most) }] as const,
  );
  return programOf({ ...rest, populations: Object.fromEntries(populations) }, { stack, seed: 1 });
}

async function expectAlike(program: NetworkProgram, steps: number): Promise<void> {
  const expected = await programOutcome(clock(), program, steps);
  const read = readProgram(writeProgram(program));
  expect(await programOutcome(reference, read, steps)).toEqual(expected);
}

/** Populations of the microcircuit keep their number of synapses if their number of neurons is reduced. */
const published = Object.entries({
  ...publishedNetworks,
  "potjans-diesmann-2014": () => microcircuitNetwork({ scale: long ? 0.1 : 0.01 }),
});

it.each(published)(
  "the reference backend has the bits of the clock backend: %s",
  async (name, make) => {
    if (whole.includes(name)) {
      await expectAlike(smaller(make(), Number.POSITIVE_INFINITY), 5);
    } else await expectAlike(smaller(make(), 20), 40);
  },
);

const every = draws({ ci: 8, long: 1 });
const models = [...unchangedCases]
  .filter(([name, { precision }]) => precision === "f64" && !(name in publishedNetworks))
  .filter((_, k) => k % every === 0);

it.each(models)(
  "the reference backend has the bits of the clock backend: %s",
  async (_, { network }) => {
    await expectAlike(smaller(network, 60), 40);
  },
);
