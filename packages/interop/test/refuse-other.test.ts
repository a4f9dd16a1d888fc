import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Result, StartedRun } from "@spikeloom/simulate";
import { afterAll, describe, expect, it } from "vitest";
import { resultFile } from "../src/hdf5/index.ts";
import { result } from "./sample-result.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-other-"));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

describe("a result of the same run", () => {
  const runOf = (network: Result["network"]): StartedRun => ({
    recorders: [],
    synapseRecorders: [],
    outcome: () => ({ ...result, recordings: [], synapseRecordings: [], network }),
  });
  const write = async (path: string, network: Result["network"]): Promise<void> => {
    const sink = resultFile(path);
    await sink.start?.(runOf(network));
    await sink.close?.();
  };

  it("is that of the same network with another name or origin, but of no other network", async () => {
    const path = at("called.h5");
    const { network } = result;
    await write(path, network);
    const $schema = "https://example.org/network.schema.json";
    await write(path, { ...network, $schema, name: "a", about: "One.", cite: ["doi:10.1/1"] });
    await write(path, network);
    const got = "the result of a run with a different dt";
    await expect(write(path, { ...network, dt: "0.05 ms" })).rejects.toMatchObject({
      code: "SL_OUTPUT_OTHER",
      got,
    });
  });

  it("is not one whose network is damaged, which is reported with a code", async () => {
    const path = at("damaged.h5");
    await write(path, result.network);
    const bytes = readFileSync(path);
    bytes.write("#", bytes.indexOf('"populations"'));
    writeFileSync(path, bytes);
    const said = { code: "SL_OUTPUT_OTHER", got: "a damaged result" };
    await expect(write(path, result.network)).rejects.toMatchObject(said);
  });
});
