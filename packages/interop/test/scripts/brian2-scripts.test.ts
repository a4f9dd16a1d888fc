import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { exportBrian2 } from "../../src/brian2/export-brian2.ts";

/** A recurrent network whose synapses have a model. */
function recurrent(synapse: string): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    duration: "10 ms",
    convention: "brian2",
    populations: { cells: { model: "lif-curr-exp", size: 3 } },
    projections: [
      {
        from: "cells",
        to: "cells",
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: "90 pA",
        delay: "1 ms",
        synapse,
      },
    ],
  };
}

describe("a script of Brian2", () => {
  it.each(["univesicular-release", "multi-quantal", "stochastic-tsodyks-markram"])(
    "is refused for %s, whose equations read one draw several times",
    (model) => {
      expect(() => exportBrian2(recurrent(model), { stack })).toThrow(/SL_EXPORT_SYNAPSE.*draw/s);
    },
  );

  it("draws once where one equation reads the draw", () => {
    const { script, losses } = exportBrian2(recurrent("simple-stochastic"), { stack });
    expect(losses.map(({ code }) => code)).toEqual(["drawn-anew"]);
    expect(script.match(/rand\(\)/g)).toHaveLength(1);
  });
});
