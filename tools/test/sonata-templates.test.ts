import { expect, it } from "vitest";
import { pynnTemplates } from "../../packages/interop/src/sonata/templates/pynn.ts";
import { pynnCells } from "../../packages/pynn/src/map/cells.ts";

it.each(Object.entries(pynnTemplates))(
  "the template %s of SONATA has PyNN's names, units and defaults",
  (name, own) => {
    const pynn = pynnCells[name];
    const { share } = own;
    const rows = [...own.parameters, ...(share === undefined ? [] : [share.row])];
    expect(pynn?.model).toBe(own.model);
    expect(new Set(rows.map(([theirs]) => theirs))).toEqual(
      new Set(Object.keys(pynn?.parameters ?? {})),
    );
    for (const [theirs, ours, unit, initial] of own.parameters) {
      expect(pynn?.parameters[theirs]).toMatchObject({ to: ours, unit, default: initial });
    }
    for (const [theirs, ours, unit, initial] of own.state) {
      expect(pynn?.variables?.[theirs]).toMatchObject({ to: ours, unit, initial });
    }
  },
);
