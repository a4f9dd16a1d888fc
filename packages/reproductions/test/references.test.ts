import { readdirSync, readFileSync } from "node:fs";
import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { createStack, type NetworkRecord } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { type Result, run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { compare, type Expected, type Recorded } from "./compare-reference.ts";

interface Reference {
  readonly about: string;
  readonly network: NetworkRecord;
  readonly expect: Expected;
}

const stack = createStack({ plugins: [...neurons, ...integrators, ...connectors] });
const folder = new URL("../../../plugins/neurons/test/references/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const tables = files.map((file) => {
  const { model, references } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as {
    readonly model: string;
    readonly references: readonly Reference[];
  };
  return { model, references };
});

/** Read the only recorder of a result in the form of a reference. */
function recorded({ recordings, duration }: Result): Recorded {
  const [recording] = recordings;
  const size = recording?.size ?? 0;
  const trains = Array.from({ length: size }, (): number[] => []);
  recording?.spikes?.neurons.forEach((neuron, k) => {
    trains[neuron]?.push(recording.spikes?.times[k] ?? Number.NaN);
  });
  return {
    size,
    durationMs: duration,
    spikes: (neuron) => trains[neuron] ?? [],
    trace(neuron, variable) {
      const samples = recording?.samples.get(variable);
      if (samples === undefined) return { times: [], values: [] };
      const width = samples.neurons.length;
      const column = samples.neurons.indexOf(neuron);
      const values = Array.from(samples.times, (_, row) => samples.values[row * width + column]!);
      return { times: [...samples.times], values };
    },
  };
}

async function differences(reference: Reference, target: "wasm" | "js"): Promise<string[]> {
  const result = await run(reference.network, { stack, backend: clock({ target }) });
  return [...compare(reference.expect, recorded(result))];
}

describe.each(tables)("$model", ({ references }) => {
  it.each(references)("gives the numbers of its reference: $about", async (reference) => {
    expect(await differences(reference, "wasm")).toEqual([]);
  });
});

// Another test checks that both targets give the same bits for every model; here, some are compared with the
// numbers themselves: an exact propagator, a nonlinear model, a pinned scheme and a source.
describe("in plain JavaScript", () => {
  const few = ["lif-curr-exp", "lif-cond-exp", "izhikevich", "gamma"];
  it.each(tables.filter(({ model }) => few.includes(model)))("$model", async ({ references }) => {
    const [first] = references;
    expect(first && (await differences(first, "js"))).toEqual([]);
  });
});
