import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { exportBrian2 } from "../../src/brian2/export-brian2.ts";

/** A recurrent network whose synapses have a model, or a rule. */
function recurrent(synapse: string, kind = "synapse"): NetworkRecord {
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
        [kind]: synapse,
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

  it("is refused if an equation of each step reads a trace, which Brian2 computes at events", () => {
    const write = (): unknown =>
      exportBrian2(recurrent("synaptic-scaling", "plasticity"), { stack });
    expect(write).toThrow(/SL_EXPORT_SYNAPSE.*read others from event to event/s);
  });

  it("recognises a static synapse by its equations, not by its name", () => {
    const plain = stack.get("synapse", "static");
    const written = (one: object): string => {
      const network = { ...recurrent("static"), models: { static: one } } as NetworkRecord;
      return exportBrian2(network, { stack }).script;
    };
    expect(written(plain)).not.toContain("released");
    expect(written({ ...plain, deliver: "weight / 2" })).toContain("released = w / 2");
  });

  it("uses Euler's method if no rate depends on the state, for which Brian2's exact one fails", () => {
    const methodOf = (model: string): string | undefined => {
      const populations = { cells: { model, size: 1 } };
      const network = { ...recurrent("static"), populations, projections: [] };
      return /method="(\w+)"/.exec(exportBrian2(network, { stack }).script)?.[1];
    };
    expect(methodOf("if-delta")).toBe("euler");
    expect(methodOf("lif-delta")).toBe("exact");
  });

  it("states how far spikes move if thresholds are within a step", () => {
    const populations = { cells: { model: "adex", size: 1 } };
    const { losses } = exportBrian2(
      { ...recurrent("static"), populations, projections: [] },
      { stack },
    );
    expect(losses.map(({ message }) => message).join()).toContain("agree to 3 %");
  });

  it("draws once if one equation reads the draw", () => {
    const { script, losses } = exportBrian2(recurrent("simple-stochastic"), { stack });
    expect(losses.map(({ code }) => code)).toEqual(["drawn-anew"]);
    expect(script.match(/rand\(\)/g)).toHaveLength(1);
  });
});
