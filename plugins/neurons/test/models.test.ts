import { existsSync, readFileSync } from "node:fs";
import { checkModel, createStack, type NeuronRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { neurons } from "../src/index.ts";

const folder = new URL("../", import.meta.url);
const quantity = /^-?\d+(\.\d+)?(e-?\d+)? [A-Za-z]+(\^\d)?(\/[A-Za-z]+(\^\d)?)?$/;
const table = neurons.map((model) => [model.name, model] as const);

/** Every expression of a record, with where it stands. */
function textsOf(model: NeuronRecord): readonly (readonly [string, string])[] {
  const assignments = (place: string, group: Readonly<Record<string, string>> = {}) =>
    Object.entries(group).map(([name, text]) => [`${place}.${name}`, text] as const);
  const { spike, source } = model;
  return [
    ...assignments("dynamics", model.dynamics),
    ...(model.step ?? []).flatMap((group) => assignments("step", group)),
    ...Object.entries(model.expressions ?? {}).map(([name, e]) => [name, e.value] as const),
    ...Object.entries(model.receptors ?? {}).flatMap(([name, r]) => assignments(name, r.on)),
    ...assignments("reset", spike?.reset),
    ...[spike?.when, spike?.rate, spike?.refractory?.for]
      .filter((text) => text !== undefined)
      .map((text) => ["spike", text] as const),
    ...(source !== undefined && source.process !== "times"
      ? Object.entries(source)
          .filter(([key]) => key !== "process")
          .flatMap(([key, text]) => [text].flat().map((one: string) => [key, one] as const))
      : []),
  ];
}

const functions = [
  "exp",
  "exprel",
  "log",
  "min",
  "max",
  "sin",
  "where",
  "rand",
  "gamma",
  "gamma_above",
];
const units = ["mV", "ms", "nA", "Hz", "mM"];
const words = ["and", "or", "not", "pi", "e", "t", "dt", "age"];

function knownNames(model: NeuronRecord): ReadonlySet<string> {
  return new Set([
    ...Object.keys(model.parameters),
    ...Object.keys(model.state ?? {}),
    ...Object.keys(model.expressions ?? {}),
    ...Object.keys(model.inputs ?? {}),
    ...functions,
    ...units,
    ...words,
  ]);
}

it("forms a stack: shapes are sound and names are unique", () => {
  const stack = createStack({ plugins: neurons });
  expect(stack.list("neuron")).toHaveLength(neurons.length);
});

describe.each(table)("%s", (name, model) => {
  it("has the shape of a model and stays data", () => {
    const copy: unknown = JSON.parse(JSON.stringify(model));
    expect(checkModel(copy, name)).toEqual([]);
    expect(copy).toMatchObject({ kind: "neuron", contract: 1, name });
    expect(JSON.stringify(copy)).toBe(JSON.stringify(model));
  });

  it("has a file, a citation and a page that states every parameter and its default", () => {
    expect(existsSync(new URL(`src/${name}.ts`, folder))).toBe(true);
    expect(model.cite).not.toHaveLength(0);
    const page = readFileSync(new URL(`../../docs/models/neurons/${name}.md`, folder), "utf8");
    for (const [parameter, { default: value, about }] of Object.entries(model.parameters)) {
      expect(page).toContain(`| \`${parameter}\` | ${value} | ${about} |`);
    }
    for (const [, text] of textsOf(model)) expect(page).toContain(text);
    for (const source of model.cite ?? []) expect(page).toContain(source.replace(/^\w+:/, ""));
  });

  it("gives every parameter a quantity or a number, within its own bounds", () => {
    for (const [parameter, row] of Object.entries(model.parameters)) {
      for (const value of [row.default, row.min ?? row.default]) {
        if (typeof value === "string")
          expect(`${parameter}: ${value}`).toMatch(quantityOf(parameter));
        else expect(Number.isFinite(value)).toBe(true);
      }
      if (row.min === undefined) continue;
      const least = Number.parseFloat(String(row.min));
      const value = Number.parseFloat(String(row.default));
      expect(value).toBeGreaterThanOrEqual(row.exclusive ? least + Number.MIN_VALUE : least);
    }
  });

  it("refuses time constants and capacitances that are not positive", () => {
    const physical = Object.entries(model.parameters).filter(
      ([parameter]) => /^(tau|c_m$)/.test(parameter) && parameter !== "tau_refrac",
    );
    for (const [, row] of physical) expect(row).toMatchObject({ exclusive: true });
    for (const [, row] of physical) expect(Number.parseFloat(String(row.min))).toBe(0);
  });

  it("uses only names that are declared", () => {
    const known = knownNames(model);
    for (const [place, text] of textsOf(model)) {
      const own = /^\w+\./.test(place) && !place.startsWith("dynamics");
      const names = text.match(/[A-Za-z_]\w*/g) ?? [];
      for (const word of names) {
        expect(known.has(word) || (own && word === "weight"), `${place}: ${word}`).toBe(true);
      }
    }
  });

  it("moves, resets and holds only its own state", () => {
    const state = new Set(Object.keys(model.state ?? {}));
    const moved = [
      ...Object.keys(model.dynamics ?? {}),
      ...(model.step ?? []).flatMap((group) => Object.keys(group)),
      ...Object.values(model.receptors ?? {}).flatMap(({ on }) => Object.keys(on)),
      ...Object.keys(model.spike?.reset ?? {}),
      ...(model.spike?.refractory?.hold ?? []),
    ];
    for (const variable of moved) expect(state).toContain(variable);
    const idle = [...state].filter((variable) => !moved.includes(variable));
    expect(idle).toEqual([]);
  });

  it("lets no conductance become negative", () => {
    for (const receptor of Object.values(model.receptors ?? {})) {
      expect(receptor.sign).toBe(receptor.unit === "uS" ? "positive" : undefined);
    }
  });
});

function quantityOf(parameter: string): RegExp {
  return new RegExp(`^${parameter}: ${quantity.source.slice(1)}`);
}
