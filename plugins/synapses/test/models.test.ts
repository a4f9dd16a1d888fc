import { existsSync, readFileSync } from "node:fs";
import {
  createStack,
  type ParameterRecord,
  requirements,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { checkNetwork, defaultStack } from "spikeloom";
import { describe, expect, it } from "vitest";
import {
  intoInput,
  multiQuantalUpTo,
  nmda,
  synapses,
  univesicularReleaseUpTo,
} from "../src/index.ts";

const folder = new URL("../", import.meta.url);
const table = synapses.map((model) => [model.name, model] as const);

/** Every expression of a record. */
function textsOf(model: SynapseRecord): readonly string[] {
  return [
    ...Object.values(model.expressions ?? {}).map(({ value }) => value),
    ...Object.values(model.dynamics ?? {}).map(({ derivative }) => derivative),
    ...Object.values(model.on ?? {}).flatMap((group) => Object.values(group)),
    ...(model.deliver === undefined ? [] : [model.deliver]),
    ...(model.coupling ?? []).map(({ value }) => value),
  ];
}

/** Check names, dimensions and the rules of the equation language, as for a network that contains the model. */
function faultsOf(model: SynapseRecord): readonly string[] {
  const network = {
    format: "spikeloom-network",
    version: 1,
    models: { [model.name]: model },
    populations: { neurons: { model: "lif", size: 1 } },
  } as const;
  return checkNetwork(network, { stack: defaultStack }).map(String);
}

it("forms a stack: shapes are valid and names are unique", () => {
  const stack = createStack({ plugins: synapses });
  expect(stack.list("synapse")).toHaveLength(synapses.length);
});

it("belongs to the default stack", () => {
  const names = defaultStack.list("synapse").map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(synapses.map(({ name }) => name)));
});

describe.each(table)("%s", (name, model) => {
  it("has a file, a citation and a page that states every parameter and every equation", () => {
    expect(existsSync(new URL(`src/${name}.ts`, folder))).toBe(true);
    expect(model.cite).not.toHaveLength(0);
    const page = readFileSync(new URL(`../../docs/models/synapses/${name}.md`, folder), "utf8");
    for (const [parameter, { default: value, about }] of Object.entries(model.parameters)) {
      expect(page).toContain(`| \`${parameter}\` | ${value} | ${about} |`);
    }
    for (const [variable, { unit, about }] of Object.entries(model.state ?? {})) {
      expect(page).toContain(`| \`${variable}\` | ${unit} |`);
      expect(page).toContain(about);
    }
    for (const text of textsOf(model)) expect(page).toContain(text);
    for (const source of model.cite ?? []) expect(page).toContain(source.replace(/^\w+:/, ""));
  });

  it("refuses time constants that are not positive, and probabilities outside [0, 1]", () => {
    const rows = Object.entries<ParameterRecord>(model.parameters);
    // The time constant of facilitation may be zero, as in most published depressing synapses.
    for (const [parameter, row] of rows.filter(([one]) => one.startsWith("tau"))) {
      expect(row).toMatchObject({
        min: "0 ms",
        ...(parameter === "tau_facil" ? {} : { exclusive: true }),
      });
    }
    const chances = rows.filter(([one]) => ["p", "u_0", "opening", "d_1", "d_2"].includes(one));
    for (const [, row] of chances) expect(row).toMatchObject({ min: 0, max: 1 });
  });

  it("either delivers to a receptor or adds a current to an input", () => {
    const couples = (model.coupling ?? []).length > 0;
    expect(couples).toBe(model.deliver === undefined);
    expect(requirements(model).includes("coupling")).toBe(couples);
    for (const { into, unit } of model.coupling ?? []) {
      expect({ into, unit }).toEqual({ into: "i_inj", unit: "nA" });
      expect(model.weightUnit).toBe("uS");
    }
  });
});

describe("models that have several forms", () => {
  const sites = (model: SynapseRecord): unknown => model.parameters["n"]?.max;

  it.each([1, 3, 20])("have up to %d sites, and pass every check", (most) => {
    for (const make of [multiQuantalUpTo, univesicularReleaseUpTo]) {
      const model: SynapseRecord = make(most);
      expect(sites(model)).toBe(most);
      expect(faultsOf(model)).toEqual([]);
    }
  });

  it("couple into another input, with no other changes", () => {
    const model = intoInput(nmda, { name: "nmda-of-lif", into: "i_syn" });
    expect(model.coupling?.map(({ into }) => into)).toEqual(["i_syn"]);
    expect(faultsOf(model)).toEqual([]);
    const again = intoInput(model, { name: "nmda", into: "i_inj" });
    expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(nmda)));
  });
});
