import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { readFormat, writeFormat } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { drawSeed, long } from "../../../tools/test/draws.ts";
import {
  type RancChip,
  type RancMemory,
  rancFormat,
  rancFromNetwork,
  rancJson,
  rancNetwork,
  rancOutputs,
  readRancJson,
  readRancMemory,
  type TrueNorthDialectName,
  type truenorth,
  writeRancMemory,
} from "../src/index.ts";
import { drawLayers, drawRanc, rancTicks, vectorSeed } from "./drawn-ranc.ts";
import { chips, onChip, stack } from "./run-chip.ts";

/** Axons of the output bus that spikes reach, tick by tick. */
async function outputsOf(
  chip: RancChip,
  dialect: TrueNorthDialectName,
  ticks = rancTicks,
  on = "wasm",
): Promise<readonly (readonly number[])[]> {
  const { network, outputs } = rancNetwork(chip, { ticks });
  const backendOptions = { dialect, axons: chip.axons, neurons: chip.neurons };
  const backend = chips[on] as ReturnType<typeof truenorth>;
  const { recordings } = await run(network, { stack, backend, backendOptions });
  return rancOutputs(outputs, recordings, ticks);
}

/** Outputs of RANC's simulator, built from its source; `tools/compare-ranc.ts` writes them. */
const vectors: readonly (readonly (readonly number[])[])[] = JSON.parse(
  gunzipSync(readFileSync(new URL("vectors/ranc-simulator.json.gz", import.meta.url))).toString(
    "utf8",
  ),
);

const text = (chip: RancChip): string => [...rancJson(chip)].join("");

describe("RANC's simulator", () => {
  it.each([...vectors.keys()].filter((k) => long || k % 10 < 3))(
    "has the same outputs: network %i",
    async (which) => {
      const chip = drawRanc(vectorSeed, which);
      const dialect = which % 2 === 0 ? "ranc-simulator" : "ranc-simulator-asymmetric";
      const expected = vectors[which];
      expect(await outputsOf(chip, dialect)).toEqual(expected);
      if (which % 10 > 0) return;
      expect(await outputsOf(chip, dialect, rancTicks, "reference")).toEqual(expected);
      expect(await outputsOf(chip, dialect, rancTicks, "js")).toEqual(expected);
    },
  );

  it("was tried with axons that several neurons reach, and with spikes", () => {
    const shared = [...vectors.keys()].filter(
      (which) => rancNetwork(drawRanc(vectorSeed, which)).network.dt === "0.5 ms",
    );
    expect(shared.length).toBeGreaterThan(vectors.length / 2);
    expect(vectors.flat(2).length).toBeGreaterThan(1000);
  });
});

/** Draw a chip whose output bus has no more axons than a core, as the memory files require. */
function drawNarrow(which: number): RancChip {
  const chip = drawRanc(drawSeed, which);
  const { axons, output } = chip;
  const cores = chip.cores.map((one) => ({
    ...one,
    neurons: one.neurons.map((own) => ({ ...own, destination_axon: own.destination_axon % axons })),
  }));
  return { ...chip, cores, output: { ...output, count: Math.min(output.count, axons) } };
}

describe("files", () => {
  it("of the simulator are read as they were written", () => {
    for (let which = 0; which < 20; which++) {
      const chip = drawRanc(drawSeed, which);
      const { axons, neurons } = chip;
      expect(readRancJson(text(chip), "a", { axons, neurons })).toEqual(chip);
    }
  });

  it("of the memory are read as they were written", () => {
    for (let which = 0; which < 20; which++) {
      const chip = readRancMemory(writeRancMemory(drawNarrow(which)), "a");
      const again = readRancMemory(writeRancMemory(chip), "a");
      expect(again).toEqual(chip);
    }
  });

  it("of the memory describe the same chip", async () => {
    let spikes = 0;
    for (let which = 0; which < 8; which++) {
      const chip = drawNarrow(which);
      const read = readRancMemory(writeRancMemory(chip), "a");
      const outputs = await outputsOf(chip, "ranc");
      spikes += outputs.flat().length;
      expect(await outputsOf(read, "ranc")).toEqual(outputs);
    }
    expect(spikes).toBeGreaterThan(100);
  });
});

/** Change a file as data. */
function changed(change: (file: Changeable) => unknown): string {
  const file = JSON.parse(text(drawRanc(drawSeed, 1))) as Changeable;
  change(file);
  return JSON.stringify(file);
}

interface Changeable {
  cores: {
    coordinates: number[];
    axons: unknown[];
    neurons: Record<string, unknown>[];
    connections: unknown[][];
  }[];
  packets: Record<string, unknown>[][];
  output_bus: Record<string, unknown>;
}

/** Set a member of the first neuron. */
function withNeuron(member: string, value: unknown): string {
  return changed((file) => {
    neuron(file)[member] = value;
  });
}

const core = (file: Changeable) => file.cores[0] as Changeable["cores"][number];
const neuron = (file: Changeable) => core(file).neurons[0] as Record<string, unknown>;

const broken: readonly (readonly [string, string, RegExp])[] = [
  ["a part", text(drawRanc(drawSeed, 1)).slice(0, -200), /complete JSON/],
  ["a list", "[]", /an object, got a list/],
  [
    "no output bus",
    changed((file) => void delete (file as Partial<Changeable>).output_bus),
    /output_bus/,
  ],
  [
    "a core without connections",
    changed((file) => core(file).connections.pop()),
    /a list for each/,
  ],
  [
    "a bit of 2",
    changed((file) => void (core(file).connections[0] ?? []).fill(2)),
    /0 to 1, got 2/,
  ],
  ["a type of 4", changed((file) => void core(file).axons.fill(4)), /axons\[0\]: .*0 to 3, got 4/],
  [
    "a weight less",
    changed((file) => void (neuron(file)["weights"] as unknown[]).pop()),
    /4 weights, got 3/,
  ],
  ["half a leak", withNeuron("leak", 0.5), /leak: .*a whole number, got 0.5/],
  ["a delay of 16", withNeuron("destination_tick", 16), /0 to 15, got 16/],
  ["an axon too many", withNeuron("destination_axon", 1000), /got 1000/],
  ["a core beside the grid", withNeuron("destination_core_offset", [-9, 0]), /a core in the grid/],
  [
    "two cores at a place",
    changed((file) => void file.cores.push(core(file))),
    /a place of its own/,
  ],
  [
    "a packet without an axon",
    changed((file) => file.packets.unshift([{ destination_core: [0, 0], destination_tick: 0 }])),
    /packets\[0\]\[0\]\.destination_axon: .*got nothing/,
  ],
];

describe("the format", () => {
  it("writes a network with splitters and reads it again", async () => {
    const network = drawLayers(drawSeed, 0);
    const options = { axons: 64, neurons: 64 };
    const thing = { holds: "network", network } as const;
    const { files, losses } = await writeFormat(rancFormat, thing, { stack, options, name: "n" });
    const written = new Map<string, Buffer>();
    for await (const { name, pieces } of files) {
      const parts: Uint8Array[] = [];
      for await (const piece of pieces) parts.push(piece);
      written.set(name, Buffer.concat(parts));
    }
    expect(losses).toEqual([]);
    expect([...written.keys()]).toEqual(["n.json", "n-config.json"]);
    const configuration = JSON.parse(String(written.get("n-config.json")));
    expect(configuration).toMatchObject({ num_axons: 64, num_neurons: 64, neuron_reset_type: 1 });
    const bytes = written.get("n.json") as Buffer;
    const source = {
      name: "n.json",
      size: bytes.length,
      read: (start: number, end: number) => bytes.subarray(start, end),
    };
    const read = await readFormat(rancFormat, source, { stack, options: { ticks: 9 } });
    expect(read.losses).toMatchObject([{ code: "bus" }]);
    expect(read.thing).toMatchObject({ network: { duration: "9 ms" } });
  });

  it("reports spikes that RANC loses, and recorded neurons that do not reach the bus", async () => {
    const chip = drawRanc(drawSeed, 1);
    const late = readRancJson(withNeuron("destination_tick", 15), "late");
    const lost = [chip, late].map((one) => rancNetwork(one).lost.length);
    expect(lost).toEqual([0, 1]);
    const layers = drawLayers(drawSeed, 0);
    const record = [{ population: "A", variables: ["spikes"] }];
    const { unseen } = rancFromNetwork({ ...layers, record }, { stack, axons: 64, neurons: 64 });
    expect(unseen).toMatchObject([expect.stringMatching(/recorded neurons of A/)]);
  });

  it("refuses drawn input", () => {
    const layers = drawLayers(drawSeed, 0);
    const populations = { ...layers.populations, S: { model: "poisson", size: 10 } };
    const write = () =>
      rancFromNetwork({ ...layers, populations }, { stack, axons: 64, neurons: 64 });
    expect(write).toThrow(/SL_TRUENORTH_NEURON.*spikes that are drawn/);
  });
});

describe("a file is refused", () => {
  it.each(broken)("with %s", (_, file, expected) => {
    const read = () => readRancJson(file, "net.json");
    expect(read).toThrow("SL_RANC_FILE at net.json");
    expect(read).toThrow(expected);
  });

  const memory = writeRancMemory(drawNarrow(1));
  const withCore = (
    csram: (text: string) => string,
    tc = (types: string) => types,
  ): RancMemory => ({
    ...memory,
    cores: memory.cores.map((files) => files && { csram: csram(files.csram), tc: tc(files.tc) }),
  });

  it.each([
    ["a row cut short", withCore((rows) => rows.slice(0, -5)), /row \d+: .*expected|digits/],
    ["other digits", withCore((rows) => rows.replace("0", "2")), /digits 0 or 1, got "/],
    [
      "types of three bits",
      withCore(
        (rows) => rows,
        (types) => types.replaceAll("\n", "1\n"),
      ),
      /2 digits/,
    ],
    [
      "a type less",
      withCore(
        (rows) => rows,
        (types) => types.slice(3),
      ),
      /digits 0 or 1/,
    ],
  ] as const)("of the memory with %s", (_, files, expected) => {
    const read = () => readRancMemory(files, "net");
    expect(read).toThrow("SL_RANC_MEMORY");
    expect(read).toThrow(expected);
  });

  it("of the memory with an axon that does not fit", () => {
    const chip = drawRanc(drawSeed, 1);
    const output = { ...chip.output, count: 1000 };
    const cores = chip.cores.map((one) => ({
      ...one,
      neurons: one.neurons.map((own) => ({ ...own, destination_axon: 999 })),
    }));
    expect(() => writeRancMemory({ ...chip, cores, output })).toThrow(
      /SL_RANC_MEMORY.*destination_axon.*got 999/,
    );
  });

  it("of the memory with numbers of more than 9 bits", () => {
    const chip = drawRanc(drawSeed, 1);
    const cores = chip.cores.map((one) => ({
      ...one,
      neurons: one.neurons.map((own) => ({ ...own, positive_threshold: 256 })),
    }));
    expect(() => writeRancMemory({ ...chip, cores })).toThrow(
      /SL_RANC_MEMORY.*positive_threshold.*-256 to 255, got 256/,
    );
  });
});

describe("a network on RANC", () => {
  it.each([0, 1, 2, 3])("sends the same spikes through splitters: %i", async (which) => {
    const network = drawLayers(drawSeed, which);
    const options = { dialect: "ranc-simulator", axons: 64, neurons: 64 } as const;
    const { spikes } = await onChip(network, options);
    const { chip, outputs, unseen } = rancFromNetwork(network, { stack, ...options });
    expect(unseen).toEqual([]);
    expect(chip.cores.length).toBeGreaterThan(3);
    const own = outputs.filter(({ population }) => population === "C");
    const axons = new Map(own.map(({ neuron: n, axon }) => [n, axon]));
    const bus = new Set(axons.values());
    const rows = (await outputsOf(chip, "ranc-simulator")).map((row) =>
      row.filter((axon) => bus.has(axon)),
    );
    const expected = Array.from({ length: 60 }, (_, tick) =>
      spikes
        .flatMap(([at, n]) => (at === tick ? [axons.get(n) as number] : []))
        .sort((a, b) => a - b),
    );
    expect(expected.flat().length).toBeGreaterThan(20);
    expect(rows).toEqual(expected);
  });

  it("keeps its outputs when it is written again", async () => {
    for (const which of [2, 5, 8]) {
      const chip = drawRanc(drawSeed, which);
      const { network, outputs } = rancNetwork(chip, { ticks: rancTicks });
      const size = { axons: 64, neurons: 64 };
      const again = rancFromNetwork(network, { stack, ...size });
      const axonOf = new Map(
        again.outputs.map(({ population, neuron: n, axon }) => [axon, `${population} ${n}`]),
      );
      const bus = new Map(outputs.map((one) => [`${one.population} ${one.neuron}`, one.axon]));
      const rows = (await outputsOf(again.chip, "ranc-simulator")).map((row) =>
        [...new Set(row.flatMap((axon) => bus.get(axonOf.get(axon) ?? "") ?? []))].sort(
          (a, b) => a - b,
        ),
      );
      expect(rows).toEqual(await outputsOf(chip, "ranc-simulator"));
    }
  });
});
