import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeNetworkFiles } from "@spikeloom/interop/hdf5";
import type { NetworkRecord } from "@spikeloom/kernel";
import { afterAll, expect, it } from "vitest";
import { isNetworkFile } from "../src/is-network-file.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-is-network-"));
afterAll(() => rmSync(folder, { recursive: true }));

const pairs = Uint32Array.of(0, 1);
const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  populations: { A: { model: "lif", size: 2 } },
  projections: [{ from: "A", to: "A", connector: { kind: "pairs", pairs }, weight: "1 nA" }],
};

it("a script that is captured again replaces its network and connections, and no other file", async () => {
  const path = join(folder, "net.json");
  const [json = "", h5 = ""] = await writeNetworkFiles(network, path, { replaces: isNetworkFile });
  expect([isNetworkFile(json), isNetworkFile(h5)]).toEqual([true, true]);
  const heavier = { ...network, projections: [{ ...network.projections?.[0], weight: "2 nA" }] };
  await writeNetworkFiles(heavier as NetworkRecord, path, { replaces: isNetworkFile });
  for (const [name, text] of [
    ["notes.json", '{ "notes": ["spikeloom-network"] }'],
    ["notes.txt", "spikeloom-network"],
    // A data file that only shares the name of connections.
    ["data-connections.h5", "\u0089HDF\r\n"],
  ] as const) {
    writeFileSync(join(folder, name), text, "latin1");
    expect([name, isNetworkFile(join(folder, name))]).toEqual([name, false]);
  }
  const other = writeNetworkFiles(network, join(folder, "notes.json"), { replaces: isNetworkFile });
  await expect(other).rejects.toMatchObject({ code: "SL_OUTPUT_OTHER" });
});
