import { existsSync, readFileSync } from "node:fs";
import { createStack, type NeuronRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { neurons } from "../src/index.ts";

const folder = new URL("../", import.meta.url);
const table = neurons.map((model) => [model.name, model] as const);

/** Every expression of a record, with its place. */
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

it("forms a stack: shapes are valid and names are unique", () => {
  const stack = createStack({ plugins: neurons });
  expect(stack.list("neuron")).toHaveLength(neurons.length);
});

describe.each(table)("%s", (name, model) => {
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

  it("refuses time constants and capacitances that are not positive", () => {
    const physical = Object.entries(model.parameters).filter(
      ([parameter]) => /^(tau|c_m$)/.test(parameter) && parameter !== "tau_refrac",
    );
    for (const [, row] of physical) expect(row).toMatchObject({ exclusive: true });
    for (const [, row] of physical) expect(Number.parseFloat(String(row.min))).toBe(0);
  });

  it("changes, resets and clamps only its own state", () => {
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
