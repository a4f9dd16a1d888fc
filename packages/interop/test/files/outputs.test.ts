import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { writeWhole } from "@spikeloom/files";
import { SpikeLoomError } from "@spikeloom/kernel";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resultFile, writeNetworkFiles } from "../../src/hdf5/index.ts";
import { emptyFolder, type Folder } from "../read/files.ts";
import { result } from "../sample-result.ts";

let folder: Folder;
beforeEach(() => {
  folder = emptyFolder();
});
afterEach(() => folder.remove());

function codeOf(attempt: () => unknown): string {
  try {
    attempt();
    return "none";
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return fault.code;
    throw fault;
  }
}

const hidden = (): string[] => readdirSync(folder.path).filter((name) => name.startsWith("."));

describe("what is written", () => {
  it("does not succeed if another file has its name at the end", async () => {
    for (const take of [
      () => writeWhole(folder.at("run.h5"), "of another", { replaces: true }),
      () => execFileSync("rm", [folder.at("run.h5")]),
    ]) {
      const sink = resultFile(folder.at("run.h5"), { overwrite: true });
      const recorders: never[] = [];
      const network = { ...result.network, record: [], recordSynapses: [] };
      const whole = { ...result, network, recordings: [], synapseRecordings: [] };
      await sink.start?.({ recorders, synapseRecorders: [], outcome: () => whole });
      take();
      expect(codeOf(() => sink.finish?.(whole))).toBe("SL_RESULT_WRITE");
      await sink.close?.();
      expect(hidden()).toEqual([]);
    }
  });

  it("replaces no data file of the network, even with overwrite, nor the result from which it comes", async () => {
    const parameters = { tau: { file: "run.h5", path: "x", unit: "ms" } };
    const network = {
      ...result.network,
      record: [],
      recordSynapses: [],
      populations: { E: { model: "lif", size: 1, parameters } },
    };
    folder.write("run.h5", "numbers");
    const sink = resultFile(folder.at("run.h5"), { overwrite: true });
    const started = { recorders: [], synapseRecorders: [], directory: folder.path };
    const outcome = () => ({ ...result, network });
    expect(codeOf(() => sink.start?.({ ...started, outcome }))).toBe("SL_OUTPUT_INPUT");
    await sink.close?.();
    const inputs = [folder.at("run.h5")];
    const written = writeNetworkFiles(result.network, folder.at("run.h5"), { inputs });
    await expect(written).rejects.toThrow("SL_OUTPUT_INPUT");
    expect(readFileSync(folder.at("run.h5"), "utf8")).toBe("numbers");
    expect(hidden()).toEqual([]);
  });
});
