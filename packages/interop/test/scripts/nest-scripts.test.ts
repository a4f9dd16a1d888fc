import { type NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { exportNest } from "../../src/nest/export-nest.ts";

function recurrent(model: string, population = {}): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    duration: "10 ms",
    populations: { cells: { model, size: 3, ...population } },
  };
}

/** A network whose synapses learn, with so strong a weight at most. */
function learning(weight: string, bound: string, receptor = "inhibitory"): NetworkRecord {
  const parameters = { w_max: bound };
  return {
    ...recurrent("lif-curr-exp"),
    projections: [
      {
        from: "cells",
        to: "cells",
        receptor,
        connector: { kind: "all-to-all" },
        weight,
        delay: "1 ms",
        dendritic: 1,
        plasticity: { model: stack.get("plasticity", "vogels-sprekeler"), parameters },
      },
    ],
  };
}

describe("a script of NEST", () => {
  it.each([
    ["traub-miles-cond-exp", "up to 5 %"],
    ["adex-cond-exp", "up to 3 %"],
    ["lif-cond-exp", "up to 0.1 %"],
  ])("states how far the solver of %s deviates from ours", (model, size) => {
    const { losses } = exportNest(recurrent(model), { stack });
    expect(losses.map(({ code }) => code)).toEqual(["integration"]);
    expect(losses[0]?.message).toContain(size);
    expect(losses[0]?.message).toContain("In a recurrent network the differences grow");
  });

  it("reports no difference if NEST steps exactly", () => {
    expect(exportNest(recurrent("lif-curr-exp"), { stack }).losses).toEqual([]);
  });

  it("separates lists of receptors from scalar parameters", () => {
    const parameters = { i_offset: ["0.5 nA", "0.6 nA", "0.7 nA"] };
    const { script } = exportNest(recurrent("adex-cond-beta", { parameters }), { stack });
    const [create = "", ...after] = script.slice(script.indexOf("nest.Create(")).split("\n    )\n");
    expect(create).toContain("I_e");
    expect(create).not.toContain("tau_rise");
    expect(after.join()).toContain('nodes["cells"].set(');
  });

  it("gives copied synapses a weight with the sign of their bound", () => {
    const { script } = exportNest(learning("-20 pA", "-90 pA"), { stack });
    expect(script).toMatch(/CopyModel\([^)]*"weight": -1\.0[^)]*"Wmax": -90\.0/s);
  });

  it("gives weights of zero that sign, too", () => {
    const { script } = exportNest(learning("0 pA", "-90 pA"), { stack });
    expect(script).toContain('"weight": -1e-300');
  });

  it("lets dopamine act after the minimum delay of the network, unless a delay is given", () => {
    const [projection] = learning("20 pA", "90 pA", "excitatory").projections ?? [];
    if (projection === undefined) throw new Error("There is no projection.");
    const plasticity = stack.get("plasticity", "stdp-dopamine");
    const { plasticity: _, ...plain } = projection;
    const written = (dopamine: object, ...others: readonly object[]): string => {
      const events = { dopamine: { from: "cells", ...dopamine } };
      const learns = { ...projection, plasticity, events };
      const projections = [learns, ...others.map((one) => ({ ...plain, ...one }))];
      const network = { ...recurrent("lif-curr-exp"), projections } as NetworkRecord;
      const { script, losses } = exportNest(network, { stack });
      expect(losses).toEqual([]);
      return /transmitter\(nodes\["cells"\], None, ([\d.]+)\)/.exec(script)?.[1] ?? "";
    };
    expect(written({})).toBe("1.0");
    const delay = ["0.7 ms", ...Array.from({ length: 8 }, () => "2 ms")];
    const listed = {
      connector: {
        kind: "matrix",
        matrix: [
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
        ],
      },
      delay,
    };
    expect(written({}, listed)).toBe("0.7");
    expect(written({ delay: "0.4 ms" }, listed)).toBe("0.4");
  });

  it("refuses a bound whose weights would act at the other receptor", () => {
    const write = (): unknown => exportNest(learning("0 pA", "-90 pA", "excitatory"), { stack });
    expect(write).toThrow(SpikeLoomError);
    expect(write).toThrow(/projections\[0\]\.plasticity\.parameters\.w_max/);
  });
});
