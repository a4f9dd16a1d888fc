import { bytesSource } from "@spikeloom/kernel";
import type { Recording, Result } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { readSonataOutputs, sonataFiles } from "../../src/sonata/index.ts";
import { openColumns } from "../../src/sonata/read/hdf5-columns.ts";
import { result as sample } from "../sample-result.ts";
import { type CircuitFiles, smallCircuit, sourceOf } from "./circuit-files.ts";

const withOutput = (output: object, reports?: object): CircuitFiles => {
  const simulation = smallCircuit["simulation.json"] as object;
  const own = reports === undefined ? { output } : { output, reports };
  return { ...smallCircuit, "simulation.json": { ...simulation, ...own } };
};

async function outputsOf(files: CircuitFiles) {
  const { source, beside } = sourceOf(files, "config.json");
  return await readSonataOutputs(source, {
    beside: async (name) => {
      const found = await beside(name);
      if (found === undefined) throw new Error(`no ${name}`);
      return found;
    },
  });
}

const recording = (one: Partial<Recording>): Recording => ({
  population: "inside",
  size: 4,
  neurons: Uint32Array.of(0, 1, 2, 3),
  spikes: undefined,
  samples: new Map(),
  ...one,
});

const result: Result = {
  ...sample,
  dt: 0.1,
  recordings: [
    recording({
      spikes: {
        times: Float64Array.of(0.3, 0.3, 2.5),
        neurons: Uint32Array.of(1, 3, 0),
        steps: Int32Array.of(3, 3, 25),
      },
    }),
    recording({
      neurons: Uint32Array.of(3, 0),
      samples: new Map([
        [
          "v",
          {
            unit: "V",
            times: Float64Array.of(0.5, 1),
            neurons: Uint32Array.of(3, 0),
            values: Float64Array.of(-0.0625, -0.125, -0.25, -0.5),
          },
        ],
      ]),
    }),
  ],
};

async function written(files: CircuitFiles) {
  const outputs = await outputsOf(files);
  const all = [...sonataFiles(result, outputs)].map(({ name, pieces }) => {
    const bytes = Buffer.concat([...(pieces as Iterable<Uint8Array>)]);
    return [name, bytes] as const;
  });
  const open = (name: string) =>
    openColumns(bytesSource(name, all.find(([own]) => own === name)?.[1] as Uint8Array));
  return { names: all.map(([name]) => name), open };
}

describe("output files of a simulation", () => {
  const reports = {
    deep: { cells: "some", variable_name: "V_m", dt: 0.5, file_name: "potential.h5" },
  };

  it("have the numbers of nodes, and the units of the template", async () => {
    const { names, open } = await written(
      withOutput({ output_dir: "out", spikes_file: "out/s.h5" }, reports),
    );
    expect(names).toEqual(["out/s.h5", "out/potential.h5"]);
    const spikes = await open("out/s.h5");
    const list = (name: string) => [...(spikes.column(`spikes/inside/${name}`)?.values() ?? [])];
    expect([list("timestamps"), list("node_ids")]).toEqual([
      [0.3, 0.3, 2.5],
      [11, 13, 10],
    ]);
    const report = await open("out/potential.h5");
    const data = report.column("report/inside/data");
    expect([data?.attribute("units"), [...(data?.values() ?? [])]]).toEqual([
      "mV",
      [-125, -62.5, -500, -250],
    ]);
    expect([...(report.column("report/inside/mapping/node_ids")?.values() ?? [])]).toEqual([
      10, 13,
    ]);
  });

  it("are sorted by node on request", async () => {
    const output = { output_dir: "out", spikes_file: "s.h5", spikes_sort_order: "by_id" };
    const { open } = await written(withOutput(output, {}));
    const spikes = await open("out/s.h5");
    expect([...(spikes.column("spikes/inside/node_ids")?.values() ?? [])]).toEqual([10, 11, 13]);
  });

  it("are absent if none is named", async () => {
    expect((await written(withOutput({ output_dir: "out" }, {}))).names).toEqual([]);
  });
});
