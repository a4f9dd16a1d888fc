import type { NetworkRecord } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { loadFiles } from "../../src/hdf5/index.ts";

it("a name that no file can have is refused by a code", async () => {
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    populations: { A: { model: "lif", size: 1, parameters: { r_m: { file: "a\0b", path: "r" } } } },
  };
  const loading = loadFiles(network, { directory: import.meta.dirname });
  await expect(loading).rejects.toMatchObject({ code: "SL_DATA_READ" });
});
