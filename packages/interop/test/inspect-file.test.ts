import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type NetworkRecord, SpikeLoomError, writeFormat } from "@spikeloom/kernel";
import { File, ready } from "h5wasm/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultStack } from "../../../tools/test/default-stack.ts";
import { drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import { mutate } from "../../../tools/test/mutate.ts";
import { sonataFormat } from "../src/formats/sonata-format.ts";
import { type InspectedObject, inspectFile, writeResult } from "../src/hdf5/index.ts";
import { knownContents } from "../src/hdf5/known-contents.ts";
import { emptyFolder, madeByH5py } from "./read/files.ts";
import { result } from "./sample-result.ts";

const folder = emptyFolder();
afterAll(() => folder.remove());
beforeAll(async () => {
  await ready;
});

function objectsOf(name: "earliest" | "latest" | "outside"): Map<string, InspectedObject> {
  const { objects } = inspectFile(folder.write(`${name}.h5`, madeByH5py(name)));
  return new Map(objects.map((one) => [one.path, one]));
}

describe.each(["earliest", "latest"] as const)("a file of h5py, libver %s", (name) => {
  it("is listed with types, shapes, storage, filters and attributes", () => {
    const objects = objectsOf(name);
    expect(objects.get("/")).toMatchObject({ kind: "group" });
    expect(objects.get("/gz")).toMatchObject({
      kind: "dataset",
      type: "int32",
      shape: [35, 17],
      bytes: 35 * 17 * 4,
      storage: "chunks of 8 x 5",
      filters: ["shuffle", "gzip", "fletcher32"],
    });
    expect(objects.get("/big")).toMatchObject({ type: "int16 big-endian", shape: [3, 2] });
    expect(objects.get("/scalar")).toMatchObject({ type: "float64", shape: [], value: 2.5 });
    expect(objects.get("/text")).toMatchObject({ type: "text", value: "héllo" });
    expect(objects.get("/fixed")).toMatchObject({ type: "string of 4 bytes", shape: [2] });
    expect(objects.get("/compact")).toMatchObject({ storage: "compact" });
    expect(objects.get("/soft")).toMatchObject({ kind: "link", to: "/deep/er/x" });
    // One object with two names is listed once.
    expect(objects.get("/ints")).toMatchObject({ kind: "link", to: "/hard" });
    const { attributes = {} } = objects.get("/hard") ?? {};
    expect(attributes["unit"]).toEqual({ type: "text", shape: [], values: ["mV"] });
    expect(Object.keys(attributes)).toHaveLength(21);
  });

  it("lists the requested number of objects, groups before their contents", () => {
    const path = folder.write(`${name}.h5`, madeByH5py(name));
    const { objects, isCut } = inspectFile(path, { most: 5 });
    expect(isCut).toBe(true);
    expect(objects.map((one) => one.path)).toEqual(["/", "/big", "/bools", "/chunked", "/compact"]);
  });
});

it("opens no other file, and describes the references", () => {
  const objects = objectsOf("outside");
  const elsewhere = expect.stringContaining("not opened");
  expect(objects.get("/link")).toMatchObject({ to: "secret.h5:/x", fault: elsewhere });
  expect(objects.get("/passwd")).toMatchObject({ storage: "external", fault: elsewhere });
  expect(objects.get("/virtual")).toMatchObject({ storage: "virtual", fault: elsewhere });
  expect(objects.get("/huge")).toMatchObject({ kind: "unreadable", fault: expect.any(String) });
  // Filters that are not read can be named nevertheless.
  expect(objects.get("/lzf")).toMatchObject({ filters: ["lzf"] });
});

it("reports how much of a truncated file is missing", async () => {
  await writeResult(result, folder.at("whole.h5"));
  const bytes = readFileSync(folder.at("whole.h5"));
  expect(inspectFile(folder.at("whole.h5")).missing).toBe(0);
  const path = folder.write("cut.h5", bytes.subarray(0, bytes.length - 100));
  expect(inspectFile(path).missing).toBe(100);
  for (const name of ["earliest", "latest"] as const) {
    const whole = madeByH5py(name);
    expect(inspectFile(folder.write("whole.h5", whole)).missing).toBe(0);
    expect(inspectFile(folder.write("cut.h5", whole.subarray(0, -7))).missing).toBe(7);
  }
});

describe("the format of a file", () => {
  it("is recognised as ours", async () => {
    await writeResult(result, folder.at("result.h5"));
    expect(inspectFile(folder.at("result.h5")).format).toBe("SpikeLoom result");
    expect(inspectFile(folder.write("any.h5", madeByH5py("latest"))).format).toBeUndefined();
  });

  // For each, what its specification requires at the root.
  it.each<[string, string, (file: File) => unknown]>([
    ["NWB", "nwb", (file) => file.create_attribute("neurodata_type", "NWBFile")],
    ["NIX", "nix", (file) => file.create_attribute("format", "nix")],
    ["SONATA", "magic", (file) => file.create_attribute("magic", 2682)],
    ["Keras model", "keras", (file) => file.create_attribute("keras_version", "2.15.0")],
    [
      "NIR graph",
      "nir",
      (file) => {
        file.create_dataset({ name: "version", data: "1.0" });
        file.create_group("node").create_dataset({ name: "type", data: "NIRGraph" });
      },
    ],
    [
      "SONATA",
      "spikes",
      (file) => {
        const ids = { name: "node_ids", data: new BigUint64Array(3) };
        file.create_group("spikes").create_group("V1").create_dataset(ids);
      },
    ],
    ["NeuroML in HDF5", "nml", (file) => file.create_group("neuroml").create_group("network")],
  ])("%s is recognised by its root: %s", (format, name, fill) => {
    const file = new File(folder.at(`${name}.h5`), "w");
    fill(file);
    file.close();
    expect(inspectFile(folder.at(`${name}.h5`)).format).toBe(format);
  });
});

describe("a file that is not HDF5", () => {
  it.each<[string, () => string, string]>([
    ["another file", () => folder.write("other.h5", "plain text"), "not an HDF5 file"],
    ["an empty one", () => folder.write("empty.h5", ""), "not an HDF5 file"],
    ["a folder", () => folder.path, "a folder"],
    ["nothing", () => folder.at("nowhere.h5"), "no such file"],
  ])("is refused: %s", (_, path, reason) => {
    const read = (): unknown => inspectFile(path());
    expect(read).toThrow(SpikeLoomError);
    expect(read).toThrow(reason);
    expect(read).toThrow(expect.objectContaining({ code: "SL_HDF5_READ" }));
  });

  it.each([
    ["\x89PNG\r\n\x1a\n", "a PNG image"],
    ["\xff\xd8\xff\xe0", "a JPEG image"],
    ["RIFF\n\r\n\nWAVEfmt ", "a RIFF file, such as a WAV recording"],
    ["PK\x03\x04", "a ZIP archive"],
  ])("is named by its first bytes: %j", (start, kind) => {
    const path = folder.write("other.h5", Buffer.from(start, "latin1"));
    expect(() => inspectFile(path)).toThrow(
      expect.objectContaining({
        code: "SL_HDF5_READ",
        summary: `The file is ${kind}, which cannot be inspected.`,
        expected: "an HDF5 file",
        got: kind,
        next: expect.stringContaining(".safetensors"),
      }) as Error,
    );
  });

  it("crafted files are listed or refused with a code", () => {
    const types = ["types-earliest", "types-latest"] as const;
    const sources = (["earliest", "latest", "outside", ...types] as const).map(madeByH5py);
    let refused = 0;
    const count = draws({ ci: 300, long: 6000 });
    for (let k = 0; k < count; k++) {
      const draw = newDraw(drawSeed, k);
      const bytes = mutate(sources[draw(sources.length)] as Uint8Array, draw);
      const path = folder.write("mutant.h5", bytes);
      try {
        expect(inspectFile(path).objects.length).toBeGreaterThan(0);
      } catch (fault) {
        expect(fault, `crafted file ${k} of seed ${drawSeed}`).toBeInstanceOf(SpikeLoomError);
        refused++;
      }
    }
    expect(refused).toBeLessThan(count);
  });
});

describe("what a known format holds", () => {
  const file = (name: string): string => {
    const packed = new URL(`./${name}.gz`, import.meta.url);
    return folder.write(name.replaceAll("/", "-"), gunzipSync(readFileSync(packed)));
  };

  it("is described for NIR graphs", () => {
    const { contents } = inspectFile(file("nir/vectors/snntorch-cuba.nir"));
    expect(contents?.version).toMatch(/^1\.\d/);
    expect(contents?.counts).toEqual(["6 nodes", "5 edges"]);
    expect(contents?.parts).toContainEqual({ name: "input", kind: "Input", size: "shape 5" });
  });

  it("is described for large graphs in linear time, with edges of nested graphs", () => {
    const object = (path: string, more: Partial<InspectedObject> = {}): InspectedObject => ({
      path,
      kind: "dataset",
      attributes: {},
      ...more,
    });
    const node = (path: string, type: string) => object(`${path}/type`, { value: type });
    const inside = "/node/nodes/inside";
    const many = Array.from({ length: 8000 }, (_, k) => `/node/nodes/n${k}`);
    const objects = [
      object("/node/edges", { shape: [1, 2] }),
      ...[node(inside, "NIRGraph"), object(`${inside}/edges`, { shape: [5, 2] })],
      ...[node(`${inside}/nodes/a`, "LIF"), object(`${inside}/nodes/a/tau`, { shape: [3] })],
      ...many.flatMap((path) => [
        ...[node(path, "LI"), object(`${path}/tau`, { shape: [2, 2] })],
        object(`${path}/r`, { shape: [], value: 1.5 }),
      ]),
    ];
    const before = process.cpuUsage();
    const contents = knownContents("NIR graph", objects);
    const { user } = process.cpuUsage(before);
    expect(contents?.counts).toEqual(["8002 nodes", "6 edges"]);
    expect(contents?.parts.slice(0, 3)).toEqual([
      { name: "inside", kind: "NIRGraph", size: "" },
      { name: "inside/a", kind: "LIF", size: "tau 3" },
      { name: "n0", kind: "LI", size: "tau 2 x 2, r 1.5" },
    ]);
    // Some milliseconds; every object for every node took half a minute.
    expect(user / 1e6).toBeLessThan(2);
  });

  it("is listed for NWB", () => {
    const { contents } = inspectFile(file("nwb/files/units.nwb"));
    expect(contents?.version).toMatch(/^2\.\d/);
    expect(contents?.parts).toContainEqual(
      expect.objectContaining({ name: "units", kind: "Units" }),
    );
  });

  it("is listed for SONATA", async () => {
    const network: NetworkRecord = {
      format: "spikeloom-network",
      version: 1,
      duration: "5 ms",
      populations: {
        S: { model: "spike-array", size: 2, times: [["1 ms"], ["2 ms"]] },
        E: { model: "lif-curr-exp", size: 3 },
      },
      projections: [
        {
          from: "S",
          to: "E",
          receptor: "excitatory",
          connector: { kind: "all-to-all" },
          weight: "1 nA",
          delay: "1 ms",
        },
      ],
    };
    const { files } = await writeFormat(
      sonataFormat,
      { holds: "network", network },
      { stack: defaultStack },
    );
    const found = new Map<string, unknown>();
    for await (const { name, pieces } of files) {
      const parts: Uint8Array[] = [];
      for await (const piece of pieces) parts.push(piece);
      if (!name.endsWith(".h5")) continue;
      const path = folder.write(name.replaceAll("/", "-"), Buffer.concat(parts));
      const { format, contents } = inspectFile(path);
      expect([format, contents?.version]).toEqual(["SONATA", "0.1"]);
      found.set(name, contents?.parts);
    }
    expect(found.get("network/S_E_edges.h5")).toEqual([
      { name: "S->E", kind: "edges", size: "6 edges" },
    ]);
    expect(found.get("network/E_nodes.h5")).toEqual([
      { name: "E", kind: "nodes", size: "3 nodes" },
    ]);
    expect(found.get("inputs/S_spikes.h5")).toEqual([
      { name: "S", kind: "spikes", size: "2 spikes" },
    ]);
  });
});
