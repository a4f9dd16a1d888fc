import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { bytesSource, SpikeLoomError } from "@spikeloom/kernel";
import { expect, it, vi } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../../../../tools/test/mutate.ts";
import { processorTime } from "../../../../tools/test/processor-time.ts";
import { readNeuroml } from "../../src/neuroml/read-neuroml.ts";

vi.setConfig({ testTimeout: 1_200_000 });
// Whoever crafts a file gets its checksums right: without this most would end at the first of them.
vi.mock("../../src/hdf5/read/checksum.ts", () => ({ verify: () => undefined }));

function file(name: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(`files/${name}`, import.meta.url)));
}

const binary = new Uint8Array(gunzipSync(file("network.nml.h5.gz")));

function read(name: string, bytes: Uint8Array) {
  return readNeuroml(bytesSource(name, bytes));
}

/** A network as JSON has it: models are functions as well. */
function plain(network: unknown): unknown {
  return JSON.parse(
    JSON.stringify(network, (_, value) =>
      ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
    ),
  );
}

it("reads the HDF5 form that libNeuroML writes as the XML from which it was made", async () => {
  const [text, form] = [
    await read("network.net.nml", file("network.net.nml")),
    await read("network.nml.h5", binary),
  ];
  expect(plain(form.network)).toEqual(plain(text.network));
  expect(form.losses).toEqual([]);
});

it("changed files give a network or a coded error", async () => {
  const codes = new Map<string, number>();
  const count = draws({ ci: 80, long: 50_000 });
  for (let k = 0; k < count; k++) {
    const about = `file ${k} of seed ${drawSeed}`;
    const start = processorTime();
    const code = await read("a.nml.h5", mutate(binary, newDraw(drawSeed, k))).then(
      () => "read",
      (fault) => {
        if (!(fault instanceof SpikeLoomError)) throw new Error(about, { cause: fault });
        return fault.code;
      },
    );
    expect(processorTime() - start, about).toBeLessThan(5000);
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  expect(codes.get("read") ?? 0).toBeGreaterThan(count / 20);
  expect(codes.size).toBeGreaterThan(2);
});
