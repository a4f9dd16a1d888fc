import { neurons } from "@spikeloom/neurons";
import { describe, expect, it } from "vitest";
import { pynnCells } from "../../src/index.ts";
import { published } from "./published-neurons.ts";

const byName = new Map(neurons.map((model) => [model.name, model]));

it("has PyNN's standard cells", () => {
  expect(Object.keys(pynnCells).sort()).toEqual(Object.keys(published).sort());
});

describe.each(Object.entries(pynnCells))("%s", (name, entry) => {
  const model = byName.get(entry.model);

  it("has PyNN's parameters and defaults", () => {
    const defaults = Object.fromEntries(
      Object.entries(entry.parameters).map(([parameter, row]) => [parameter, row.default]),
    );
    expect(defaults).toEqual(published[name]);
  });

  it("sets every parameter of our model, each once and in a unit of its dimension", () => {
    const direct = Object.values(entry.parameters).flatMap(({ to }) => to ?? []);
    const set = [
      ...direct,
      ...Object.keys(entry.derived ?? {}),
      ...Object.keys(entry.fixed ?? {}),
    ].filter((target) => target !== "times");
    expect(new Set(set).size).toBe(set.length);
    for (const target of set) expect(Object.keys(model?.parameters ?? {})).toContain(target);
    const rest = Object.keys(model?.parameters ?? {}).filter((target) => !set.includes(target));
    // Parameters that PyNN does not have keep our default: the unit capacitance and the height of a peak.
    expect(["", "v_threshold,c_m", "v_spike,tau_refrac"]).toContain(rest.join());
    for (const [parameter, { to, unit }] of Object.entries(entry.parameters)) {
      for (const target of [to ?? []].flat()) {
        const ours = String(model?.parameters[target]?.default ?? unit);
        const symbol = ours.includes(" ") ? ours.split(" ")[1]! : "1";
        if (target !== "times") {
          expect(unit.at(-1), `${parameter} in ${unit}, ${target} in ${symbol}`).toBe(
            symbol.at(-1),
          );
        }
      }
    }
  });

  it("derives parameters from PyNN's alone", () => {
    const units = ["nF", "ms", "mV"];
    for (const text of Object.values(entry.derived ?? {})) {
      const names = text.match(/[A-Za-z_]\w*/g) ?? [];
      for (const word of names.filter((one) => !units.includes(one))) {
        expect(Object.keys(entry.parameters)).toContain(word);
      }
    }
    const used = Object.values(entry.derived ?? {}).join(" ");
    const unmapped = Object.entries(entry.parameters).filter(([, row]) => row.to === undefined);
    for (const [parameter] of unmapped) expect(used).toContain(parameter);
  });

  it("maps receptors and variables to our own", () => {
    for (const port of Object.values(entry.receptors ?? {})) {
      expect(Object.keys(model?.receptors ?? {})).toContain(port);
    }
    const known = [...Object.keys(model?.state ?? {}), ...Object.keys(model?.expressions ?? {})];
    for (const { to } of Object.values(entry.variables ?? {})) expect(known).toContain(to);
  });
});
