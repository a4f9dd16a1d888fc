import { reference } from "@spikeloom/backend-reference";
import { type NetworkRecord, pluginOptions } from "@spikeloom/kernel";
import { type NetworkProgram, programOf, readProgram, writeProgram } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { defaultStack } from "../../../tools/test/default-stack.ts";
import { drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import { programOutcome, readOutcome } from "../../../tools/test/program-outcome.ts";
import { clock } from "../src/index.ts";
import { coupled, networks } from "./checkpoint-networks.ts";
import { randomCase } from "./random-networks.ts";
import { randomNoise } from "./random-noise.ts";
import type { Chooser } from "./random-rules.ts";
import { fixture, fixtures } from "./run-program.ts";
import { type Network, stack } from "./simulate.ts";

const lowered = (network: Network): NetworkProgram => {
  const record: NetworkRecord = { format: "spikeloom-network", version: 1, ...network };
  return programOf(record, { stack, seed: 11 });
};

async function expectAlike(program: NetworkProgram, steps: number): Promise<void> {
  const expected = await programOutcome(clock(), program, steps);
  const read = readProgram(writeProgram(program));
  expect(await programOutcome(reference, read, steps)).toEqual(expected);
}

describe("the reference reads a program and has the bits of the clock backend", () => {
  it.each(fixtures)("for a network of the specification: %s", async (file) => {
    await expectAlike(programOf(fixture(file), { stack: defaultStack, seed: 1 }), 100);
  });

  it.each(Object.entries({ ...networks, coupled }))("for %s", async (_, network) => {
    await expectAlike(lowered(network), 80);
  });

  const cases = Array.from({ length: draws({ ci: 16, long: 2000 }) }, (_, k) => k);

  it.each(cases)("for drawn network %i, with synapses that change or noise", async (which) => {
    const { network, steps } = drawnNetwork(which);
    await expectAlike(lowered(network), steps);
  });
});

describe("a saved reference", () => {
  it.each(Object.entries(networks))("resumes with the same bits: %s", async (_, network) => {
    const program = lowered(network);
    const job = {
      stack: defaultStack,
      options: pluginOptions({ kind: "backend", name: "reference", options: {} }, {}),
      sink: { spikes: () => undefined, samples: () => undefined },
    };
    const first = await reference.prepare(program, job);
    await first.advance(30);
    const state = await first.save?.();
    await first.advance(20);
    const second = await reference.prepare(program, { ...job, ...(state && { state }) });
    expect(second.step).toBe(30);
    await second.advance(20);
    expect(await readOutcome(second, program)).toEqual(await readOutcome(first, program));
  });
});

/** Draw a network; every fourth has noise in its neurons, stimuli, sources or connections. */
function drawnNetwork(which: number): { readonly network: Network; readonly steps: number } {
  const choose = chooserOf(which);
  if (which % 4 === 3) return { network: randomNoise(choose), steps: choose.int(40, 150) };
  const { network, pieces } = randomCase(choose);
  return {
    network,
    steps: Math.min(
      150,
      pieces.reduce((sum, piece) => sum + piece, 0),
    ),
  };
}

function chooserOf(which: number): Chooser {
  const draw = newDraw(drawSeed, which);
  const int = (low: number, high: number): number => low + draw(high - low + 1);
  return {
    int,
    pick: <T>(list: readonly T[]): T => list[int(0, list.length - 1)] as T,
    chance: (p) => draw(1000) < 1000 * p,
  };
}
