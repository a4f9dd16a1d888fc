import { existsSync, readFileSync } from "node:fs";
import { checkPlasticityModel } from "@spikeloom/equations";
import { createStack, isFixed, type PlasticityRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { pairStdp, plasticity, stdpPair, withWeightUnit } from "../src/index.ts";

const folder = new URL("../", import.meta.url);
const own = plasticity.filter(({ name }) => !name.endsWith("-cond"));

/** Every expression of a rule. */
function textsOf({ on, dynamics, expressions, traces, bounds, structure }: PlasticityRecord) {
  return [
    ...Object.values(on).flatMap((group) => Object.values(group)),
    ...Object.values(dynamics ?? {}).map(({ derivative }) => derivative),
    ...Object.values(expressions ?? {}).map(({ value }) => value),
    ...Object.values(traces ?? {}).flatMap(({ input }) => input ?? []),
    ...Object.values(bounds?.weight ?? {}),
    ...[structure?.remove, structure?.add].flatMap((text) => text ?? []),
  ];
}

it("forms a stack: shapes are valid and names are unique", () => {
  const stack = createStack({ plugins: plasticity });
  expect(stack.list("plasticity")).toHaveLength(plasticity.length);
});

describe.each(plasticity.map((rule) => [rule.name, rule] as const))("%s", (_, rule) => {
  it("is immutable, so its shape is checked only once", () => {
    expect(isFixed(rule)).toBe(true);
  });

  it("refuses time constants that are not positive", () => {
    for (const [parameter, row] of Object.entries(rule.parameters)) {
      if (/^tau|^interval$/.test(parameter)) expect(row).toMatchObject({ exclusive: true });
    }
  });

  it("raises a trace of one end only at spikes of that end", () => {
    for (const [trace, { of }] of Object.entries(rule.traces ?? {})) {
      const events = Object.keys(rule.on).filter((event) => trace in (rule.on[event] ?? {}));
      const allowed = of === "global" ? events.filter((e) => e !== "pre" && e !== "post") : [of];
      expect(allowed).toEqual(expect.arrayContaining(events));
    }
  });
});

describe.each(own.map((rule) => [rule.name, rule] as const))("the page of %s", (name, rule) => {
  const path = new URL(`../../docs/models/plasticity/${name}.md`, folder);
  const page = existsSync(path) ? readFileSync(path, "utf8") : "";

  it("states every parameter with its default, every equation and every source", () => {
    expect(existsSync(new URL(`src/${name}.ts`, folder))).toBe(true);
    for (const [parameter, { default: value, about }] of Object.entries(rule.parameters)) {
      expect(page).toContain(`| \`${parameter}\` | ${value} | ${about} |`);
    }
    for (const text of textsOf(rule)) expect(page).toContain(text);
    for (const source of rule.cite ?? []) expect(page).toContain(source);
  });
});

describe("withWeightUnit", () => {
  const units = ["pA", "uS", "nS", "mV", "1"];

  it.each(own)("writes $name for weights of any unit", (rule) => {
    for (const unit of units) {
      const other = withWeightUnit(rule, unit, "other");
      expect(checkPlasticityModel(other).map(({ message }) => message)).toEqual([]);
      if (rule.weightUnit !== undefined) expect(other.weightUnit).toBe(unit);
    }
  });

  it("makes weights plain numbers, and leaves other quantities unchanged", () => {
    const { parameters, bounds } = withWeightUnit(stdpPair, "1");
    expect(parameters["w_max"]?.default).toBe(1);
    expect(parameters["tau_plus"]?.default).toBe("20 ms");
    expect(bounds).toEqual(stdpPair.bounds);
  });
});

describe("pairStdp", () => {
  it("makes the named rules", () => {
    const made = pairStdp({ name: "stdp-pair", pairing: "all-to-all", dependence: "additive" });
    expect(made.on).toEqual(stdpPair.on);
    expect(made.parameters).toEqual(stdpPair.parameters);
  });

  it("combines any pairing with any dependence on the weight", () => {
    for (const pairing of ["all-to-all", "presynaptic-centred", "restricted-symmetric"] as const) {
      for (const dependence of ["guetig", "power-law", "van-rossum"] as const) {
        const rule = pairStdp({ name: "mine", pairing, dependence });
        expect(checkPlasticityModel(rule).map(({ message }) => message)).toEqual([]);
      }
    }
  });
});
