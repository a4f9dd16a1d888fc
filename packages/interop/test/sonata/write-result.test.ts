import { bytesSource, createStack, writeFormat } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { sonataFormat } from "../../src/formats/sonata-format.ts";
import { openColumns } from "../../src/sonata/read/hdf5-columns.ts";
import { result } from "../sample-result.ts";

const stack = createStack({ plugins: [sonataFormat] });

describe("a result", () => {
  it("has its spikes in one file and its samples in reports", async () => {
    const { files, losses } = await writeFormat(
      sonataFormat,
      { holds: "result", result },
      { stack },
    );
    const bytes = new Map<string, Uint8Array>();
    for await (const { name, pieces } of files) {
      for await (const piece of pieces) bytes.set(name, piece);
    }
    expect([...bytes.keys()]).toEqual(["spikes.h5", "E_v.h5", "E_i_syn.h5", "E_v_2.h5"]);
    expect(losses.map(({ code }) => code)).toEqual(["beside", "precision", "report"]);
    const open = (name: string) => openColumns(bytesSource(name, bytes.get(name) as Uint8Array));
    const spikes = await open("spikes.h5");
    expect([...(spikes.column("spikes/E/timestamps")?.values() ?? [])]).toEqual([
      0.3, 0.7, 0.72, 999.9,
    ]);
    expect([...(spikes.column("spikes/E/node_ids")?.values() ?? [])]).toEqual([2, 1, 2, 1]);
    expect(spikes.column("spikes/E/timestamps")?.attribute("units")).toBe("ms");
    const report = await open("E_v.h5");
    const data = report.column("report/E/data");
    expect([data?.length, data?.width, data?.attribute("units")]).toEqual([3, 2, "mV"]);
    const time = [...(report.column("report/E/mapping/time")?.values() ?? [])];
    expect(time.map((value) => Number(value.toFixed(9)))).toEqual([0, 0.3, 0.1]);
    for (const name of ["index_pointer", "index_pointers"]) {
      expect([...(report.column(`report/E/mapping/${name}`)?.values() ?? [])]).toEqual([0, 1, 2]);
    }
  });
});
