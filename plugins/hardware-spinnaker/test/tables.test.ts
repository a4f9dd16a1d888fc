import { readFileSync } from "node:fs";
import { type NetworkRecord, writeFormat } from "@spikeloom/kernel";
import { programOf } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { checkMappingFiles, spinnakerGraph, spinnakerTablesFormat } from "../src/index.ts";
import { tableBytes } from "../src/tables/table-bytes.ts";
import { head, stack } from "./run-chip.ts";
import { scriptNetwork } from "./script-networks.ts";

type Files = ReadonlyMap<string, Uint8Array>;

/** Write the files of a network. */
async function filesOf(network: NetworkRecord, options = {}): Promise<Files> {
  const thing = { holds: "network", network } as const;
  const { files } = await writeFormat(spinnakerTablesFormat, thing, { stack, options });
  const held = new Map<string, Uint8Array>();
  for await (const { name, pieces } of files) {
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece.slice());
    held.set(name, Uint8Array.from(parts.flatMap((part) => [...part])));
  }
  return held;
}

const graphOf = (network: NetworkRecord) => spinnakerGraph(programOf(network, { stack }), stack);

/** Populations on many chips, some of whose delays need extensions. */
const large: NetworkRecord = {
  ...head,
  duration: "10 ms",
  populations: Object.fromEntries(
    Array.from({ length: 24 }, (_, k) => [`P${k}`, { model: "lif-curr-exp", size: 300 }]),
  ),
  projections: Array.from({ length: 24 }, (_, k) => ({
    from: `P${k}`,
    to: `P${(k * 7 + 5) % 24}`,
    receptor: "excitatory",
    connector: { kind: "fixed-probability", p: 0.05 },
    weight: "0.1 nA",
    delay: `${k % 3 === 0 ? 40 + 5 * k : 1 + k} ms`,
  })),
};

describe("files of cores and tables", () => {
  it.each([0, 1, 4, 6, 7, 9])("of drawn network %i pass the check, with its graph", async (k) => {
    const files = await filesOf(scriptNetwork(k));
    const { keys, deliveries } = checkMappingFiles(files, graphOf(scriptNetwork(k)));
    expect(deliveries).toBeGreaterThanOrEqual(keys);
    expect(keys).toBeGreaterThan(0);
  });

  it("have tables on several chips, with the keys of all stages", async () => {
    const files = await filesOf(large);
    const { keys, links } = checkMappingFiles(files, graphOf(large));
    // 300 neurons of each population; delays of 40 to 145 ticks have 1 to 4 stages behind 32 slots: ceil(d / 32) - 1.
    const delays = [0, 3, 6, 9, 12, 15, 18, 21].map((k) => 40 + 5 * k);
    const stages = delays.reduce((sum, delay) => sum + Math.ceil(delay / 32) - 1, 0);
    expect(keys).toBe(24 * 300 + stages * 300);
    expect(links).toBeGreaterThan(0);
    expect([...files.keys()].filter((name) => name.startsWith("tables/")).length).toBeGreaterThan(
      3,
    );
  });

  it("refuse another network", async () => {
    const files = await filesOf(scriptNetwork(0));
    const other = { ...scriptNetwork(0), seed: 1 };
    const [first, ...rest] = other.projections ?? [];
    const projections = [{ ...first, to: "J" } as typeof first & object, ...rest];
    const graph = graphOf({ ...other, projections });
    expect(() => checkMappingFiles(files, graph)).toThrow("SL_SPINNAKER_TABLES");
  });

  it("fit a machine of a stated size, or are refused", async () => {
    const files = await filesOf(scriptNetwork(0), { chips: 48 });
    expect(JSON.parse(new TextDecoder().decode(files.get("mapping.json")))).toMatchObject({
      chips: 48,
    });
    await expect(filesOf(large, { chips: 1 })).rejects.toThrow("SL_CHIP_CORES");
  });
});

describe("damaged files", () => {
  /** Decode, change and encode a JSON file. */
  function changed(files: Files, name: string, change: (value: never) => void): Files {
    const value = JSON.parse(new TextDecoder().decode(files.get(name)));
    change(value as never);
    return new Map([...files, [name, new TextEncoder().encode(JSON.stringify(value))]]);
  }

  it("are refused wherever they end", async () => {
    const files = await filesOf(scriptNetwork(0));
    let cut = 0;
    for (const [name, bytes] of files) {
      for (let length = 0; length < bytes.length - 1; length += Math.ceil(bytes.length / 40)) {
        const shorter = new Map([...files, [name, bytes.subarray(0, length)]]);
        expect(() => checkMappingFiles(shorter)).toThrow("SL_SPINNAKER_TABLES");
        cut++;
      }
      const without = new Map([...files].filter(([other]) => other !== name));
      expect(() => checkMappingFiles(without)).toThrow("SL_SPINNAKER_TABLES");
    }
    expect(cut).toBeGreaterThan(80);
  });

  it("are refused with any byte of a table changed", async () => {
    const files = await filesOf(scriptNetwork(1));
    const names = [...files.keys()].filter((name) => name.endsWith(".bin"));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const bytes = files.get(name) as Uint8Array;
      for (let at = 0; at < bytes.length; at++) {
        const other = bytes.slice();
        other[at] = (other[at] as number) ^ 1;
        expect(() => checkMappingFiles(new Map([...files, [name, other]]))).toThrow(
          "SL_SPINNAKER_TABLES",
        );
      }
    }
  });

  type Core = {
    x: number;
    p: number;
    keys: number;
    mask: number;
    until: number;
    targets: number[];
  };
  type Table = { x: number; entries: { key: number; mask: number; spinnaker_route: number }[] };
  const cores = (change: (all: Core[]) => void) => (value: { cores: Core[] }) =>
    change(value.cores);

  it.each<[string, string, (value: never) => void, string]>([
    [
      "a core on another's processor",
      "mapping.json",
      cores((all) => Object.assign(all[1] as Core, { x: all[0]?.x, y: 0, p: all[0]?.p })),
      "a processor of its own",
    ],
    [
      "a core on the monitor",
      "mapping.json",
      cores((all) => Object.assign(all[0] as Core, { p: 0 })),
      "a processor from 1",
    ],
    [
      "a chip that does not exist",
      "mapping.json",
      cores((all) => Object.assign(all[0] as Core, { x: 99 })),
      "below 1",
    ],
    [
      "too few keys",
      "mapping.json",
      cores((all) => Object.assign(all[0] as Core, { keys: 1 })),
      "one for each neuron and stage",
    ],
    [
      "a narrow mask",
      "mapping.json",
      cores((all) => Object.assign(all[0] as Core, { mask: 4_294_967_295 })),
      "a mask that all",
    ],
    [
      "a target that does not exist",
      "mapping.json",
      cores((all) => Object.assign(all[0] as Core, { targets: [77] })),
      "below",
    ],
    [
      "another format",
      "mapping.json",
      (value: { format: string }) => Object.assign(value, { format: "x" }),
      "the format",
    ],
    [
      "an entry less",
      "routing_tables.json",
      (value: Table[]) => value[0]?.entries.pop(),
      "entries, as in JSON",
    ],
    [
      "another route",
      "routing_tables.json",
      (value: Table[]) => Object.assign(value[0]?.entries[0] as object, { spinnaker_route: 1 }),
      "as in JSON",
    ],
    [
      "a route to the monitor",
      "routing_tables.json",
      (value: Table[]) => Object.assign(value[0]?.entries[0] as object, { spinnaker_route: 64 }),
      "processors from 1",
    ],
    [
      "bits beyond the mask",
      "routing_tables.json",
      (value: Table[]) => Object.assign(value[0]?.entries[0] as object, { key: 4_294_967_295 }),
      "no bits that the mask ignores",
    ],
  ] as [string, string, (value: never) => void, string][])(
    "are refused: %s",
    async (_, name, change, expected) => {
      const files = changed(await filesOf(scriptNetwork(0)), name, change);
      expect(() => checkMappingFiles(files)).toThrow("SL_SPINNAKER_TABLES");
      expect(() => checkMappingFiles(files)).toThrow(expected);
    },
  );

  it("are refused where JSON and bytes agree on a wrong route", async () => {
    const files = await filesOf(scriptNetwork(0));
    let table: Table | undefined;
    const other = changed(files, "routing_tables.json", (value: Table[]) => {
      table = value[0];
      // The processor next to the right one.
      const entry = table?.entries[0] as Table["entries"][number];
      entry.spinnaker_route *= 2;
    });
    const entries = (table?.entries ?? []).map(({ spinnaker_route, ...entry }) => {
      return { ...entry, route: spinnaker_route };
    });
    const wrong = new Map([...other, ["tables/0-0.bin", tableBytes(entries)]]);
    expect(() => checkMappingFiles(wrong)).toThrow("SL_MAPPING_ROUTE");
  });
});

it("the bytes of a table are those that SpiNNMan sends", () => {
  const { entries, hex } = JSON.parse(
    readFileSync(new URL("vectors/spinnman-table.json", import.meta.url), "utf8"),
  ) as { readonly entries: readonly (readonly [number, number, number])[]; readonly hex: string };
  const own = entries.map(([key, mask, route]) => ({ key, mask, route }));
  expect(Buffer.from(tableBytes(own)).toString("hex")).toBe(hex);
});
