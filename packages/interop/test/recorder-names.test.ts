import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecorderRecord } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import { File, ready } from "h5wasm/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readResult, writeResult } from "../src/hdf5/index.ts";
import { recorderNames, recorderNamesIn } from "../src/hdf5/layout.ts";
import { result } from "./sample-result.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-names-"));
beforeAll(async () => {
  await ready;
});
afterAll(() => rmSync(folder, { recursive: true }));

const E = (changes: Partial<RecorderRecord>): RecorderRecord => ({
  population: "E",
  variables: ["v"],
  ...changes,
});

const namesOf = (record: readonly RecorderRecord[]): readonly string[] =>
  recorderNames({ record }).flatMap(({ spikes, state }) => [
    ...(spikes === "" ? [] : [`spikes/${spikes}`]),
    ...(state === "" ? [] : [`state/${state}`]),
  ]);

const first = { from: 0, until: 2 };

it.each<[string, readonly RecorderRecord[], readonly string[]]>([
  ["spikes, then v", [E({ variables: ["spikes"] }), E({})], ["spikes/E", "state/E"]],
  ["v, then spikes", [E({}), E({ variables: ["spikes"] })], ["state/E", "spikes/E"]],
  ["v, then w", [E({}), E({ variables: ["w"] })], ["state/E", "state/E"]],
  [
    "v, then w, of the same neurons in other words' order",
    [E({ neurons: first }), E({ variables: ["w"], neurons: { until: 2, from: 0 } })],
    ["state/E", "state/E"],
  ],
  ["v twice", [E({}), E({})], ["state/E", "state/E#2"]],
  [
    "spikes twice",
    [E({ variables: ["spikes"] }), E({ variables: ["spikes"] })],
    ["spikes/E", "spikes/E#2"],
  ],
  ["other neurons", [E({}), E({ variables: ["w"], neurons: first })], ["state/E", "state/E#2"]],
  ["other times", [E({}), E({ variables: ["w"], every: "1 ms" })], ["state/E", "state/E#2"]],
  ["another window", [E({}), E({ variables: ["w"], from: "1 ms" })], ["state/E", "state/E#2"]],
  [
    "another population in between",
    [E({}), E({ population: "I" }), E({ variables: ["w"] })],
    ["state/E", "state/I", "state/E"],
  ],
  [
    "v and w, then u and v, then u",
    [E({ variables: ["v", "w"] }), E({ variables: ["u", "v"] }), E({ variables: ["u"] })],
    ["state/E", "state/E#2", "state/E#3"],
  ],
])("names the groups of recorders: %s", (_, record, names) => {
  expect(namesOf(record)).toEqual(names);
});

/** A result whose recorders note their own place in every value. */
function resultOf(record: readonly RecorderRecord[]): Result {
  const recordings = record.map(({ population, variables }, k) => {
    const neurons = Uint32Array.of(0, 1, 2, 3, 4);
    const samples = variables
      .filter((name) => name !== "spikes")
      .map((name) => {
        const values = new Float64Array(10).fill(k);
        return [name, { unit: "mV", times: Float64Array.of(k, k + 1), neurons, values }] as const;
      });
    return {
      population,
      size: 5,
      neurons,
      spikes: variables.includes("spikes")
        ? {
            steps: Int32Array.of(k * 10),
            times: Float64Array.of(k),
            neurons: Uint32Array.of(k),
          }
        : undefined,
      samples: new Map(samples),
    };
  });
  return {
    ...result,
    network: { ...result.network, record },
    recordings,
    synapseRecordings: [],
  };
}

it("keeps the spikes and the samples of two recorders under the name of the population", async () => {
  const path = join(folder, "two.h5");
  const one = resultOf([E({ variables: ["spikes"] }), E({})]);
  await writeResult(one, path);
  const file = new File(path, "r");
  const names = file.paths();
  expect(names).toContain("spikes/E/times");
  expect(names).toContain("state/E/v/values");
  expect(names.filter((name) => name.includes("#"))).toEqual([]);
  file.close();
  expect(await readResult(path)).toEqual(one);
});

it("loses nothing of recorders with a shared group or without", async () => {
  const path = join(folder, "all.h5");
  const all = resultOf([
    E({ variables: ["v", "w"] }),
    E({ variables: ["spikes", "u"] }),
    E({ variables: ["v"] }),
    E({ variables: ["spikes"] }),
    E({ variables: ["u"] }),
  ]);
  await writeResult(all, path);
  const file = new File(path, "r");
  const recorderOf = (name: string): unknown => {
    const found = file.get(name);
    return found !== null && "attrs" in found ? found.attrs["recorder"]?.value : undefined;
  };
  expect([recorderOf("state/E"), recorderOf("state/E/w"), recorderOf("state/E/u")]).toEqual(
    [0, 0, 1].map(BigInt),
  );
  file.close();
  expect(await readResult(path)).toEqual(all);
});

it("finds the recorders of older files, which counted spikes and state together", () => {
  const record = [
    E({ variables: ["spikes"] }),
    E({}),
    E({ variables: ["w"] }),
    E({ variables: ["spikes"] }),
  ];
  const has = (held: Readonly<Record<string, readonly string[]>>) => ({
    has: (inside: string, name: string) => held[inside]?.includes(name) ?? false,
  });
  const older = has({
    spikes: ["E", "E#4"],
    state: ["E#2", "E#3"],
    "state/E#2": ["v"],
    "state/E#3": ["w"],
  });
  const used = (names: readonly { readonly spikes: string; readonly state: string }[]) => [
    [names[0]?.spikes, names[3]?.spikes],
    [names[1]?.state, names[2]?.state],
  ];
  expect(used(recorderNamesIn(older, { record }))).toEqual([
    ["E", "E#4"],
    ["E#2", "E#3"],
  ]);
  const newer = has({
    spikes: ["E", "E#2"],
    "spikes/E#2": ["times"],
    state: ["E"],
    "state/E": ["v", "w"],
  });
  expect(used(recorderNamesIn(newer, { record }))).toEqual([
    ["E", "E#2"],
    ["E", "E"],
  ]);
});
