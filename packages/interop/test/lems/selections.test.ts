import { bounds, type Expression } from "@spikeloom/equations";
import { bytesSource } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { readLems } from "../../src/lems/index.ts";
import { partsOfPath, reduced } from "../../src/lems/selections.ts";

const values = (count: number): readonly Expression[] =>
  Array.from({ length: count }, (_, k) => ({ kind: "name", name: `i_${k}` }));

it("adds as many terms as the depth of an expression allows, and reports more", () => {
  expect(reduced(values(bounds.depth), ["add", "here"]).kind).toBe("add");
  expect(() => reduced(values(bounds.depth + 1), ["add", "here"])).toThrow(
    "SL_LEMS_UNSUPPORTED at here",
  );
});

it("splits a path at slashes outside of brackets and quotes", () => {
  expect(partsOfPath("gates[*]/q")).toEqual(["gates[*]", "q"]);
  expect(partsOfPath("//Pot[species=channel/species]/reversal")).toEqual([
    "",
    "",
    "Pot[species=channel/species]",
    "reversal",
  ]);
  expect(partsOfPath("pools[ion='a/b']/x")).toEqual(["pools[ion='a/b']", "x"]);
});

interface Selecting {
  /** Attributes of the derived parameter. */
  readonly parameter?: string;
  /** Attributes of the derived variable. */
  readonly variable?: string;
  readonly potentials?: string;
}

const bothPotentials = '<Pot species="na" reversal="50mV"/><Pot species="k" reversal="-80mV"/>';

/** A cell with two pools of ions, each with a channel whose ion has a potential in the environment. */
function file({
  parameter = 'select="//Pot[species=channel/species]/reversal"',
  variable = `select="pools[ion='a/b']/x"`,
  potentials = bothPotentials,
}: Selecting): string {
  return `<Lems><Target component="sim"/><Include file="Simulation.xml"/>
<Dimension name="voltage" m="1" l="2" t="-3" i="-1"/><Unit symbol="mV" dimension="voltage" power="-3"/>
<ComponentType name="Species"/><ComponentType name="Channel"><ComponentReference name="species" type="Species"/></ComponentType>
<ComponentType name="Pot"><ComponentReference name="species" type="Species"/><Parameter name="reversal" dimension="voltage"/></ComponentType>
<ComponentType name="Environment"><Children name="potentials" type="Pot"/></ComponentType>
<ComponentType name="Pool"><Text name="ion"/><ComponentReference name="channel" type="Channel"/>
  <DerivedParameter name="e" dimension="voltage" ${parameter}/><Exposure name="x" dimension="voltage"/>
  <Dynamics><StateVariable name="x" exposure="x" dimension="voltage"/>
    <OnStart><StateAssignment variable="x" value="e"/></OnStart></Dynamics></ComponentType>
<ComponentType name="Cell"><Children name="pools" type="Pool"/><Exposure name="y" dimension="voltage"/>
  <Dynamics><DerivedVariable name="y" exposure="y" dimension="voltage" ${variable}/></Dynamics></ComponentType>
<Species id="na"/><Species id="k"/><Channel id="one" species="na"/><Channel id="other" species="k"/>
<Environment>${potentials}</Environment>
<Cell id="c"><Pool id="p" ion="c" channel="one"/><Pool id="q" ion="a/b" channel="other"/></Cell>
<Simulation id="sim" length="1ms" step="0.1ms" target="c"><OutputFile id="o" fileName="o.dat">
  <OutputColumn id="p" quantity="p/x"/><OutputColumn id="q" quantity="q/x"/><OutputColumn id="y" quantity="y"/>
</OutputFile></Simulation></Lems>`;
}

async function read(more: Selecting) {
  const { network } = await readLems(bytesSource("a.xml", new TextEncoder().encode(file(more))));
  const [model] = Object.values(network.models ?? {});
  if (model?.kind !== "neuron") throw new Error("There is a model of the cell.");
  return model;
}

it("finds components by a predicate with a path, as jLEMS does", async () => {
  const { parameters, state, expressions } = await read({});
  const reversals = ["p_x", "q_x"].map((name) => {
    return parameters?.[String(state?.[name]?.initial)]?.default;
  });
  expect(reversals).toEqual(["50 mV", "-80 mV"]);
  expect(Object.values(expressions ?? {}).map(({ value }) => value)).toContain("q_x");
});

it.each([
  ["no potential of the ion", { potentials: '<Pot species="na" reversal="50mV"/>' }, "SHAPE"],
  ["no component of the type", { potentials: "" }, "SHAPE"],
  ["two potentials of an ion", { potentials: bothPotentials + bothPotentials }, "SHAPE"],
  ["no such path", { parameter: 'select="//Pot[species=channel/kind]/reversal"' }, "NAME"],
  ["no such parameter", { parameter: 'select="//Pot[species=channel/species]/gain"' }, "NAME"],
  ["no predicate", { parameter: 'select="//Pot/reversal"' }, "SHAPE"],
  ["no pool of the ion", { variable: `select="pools[ion='ca']/x"` }, "NAME"],
  ["a product over no child", { variable: 'select="missing/x" reduce="multiply"' }, "NAME"],
  ["several pools without a reduction", { variable: 'select="pools[*]/x"' }, "SHAPE"],
  ["a variable of all in the document", { variable: 'select="//Pool/x"' }, "NAME"],
])("refuses a selection that leads to %s", async (_, more, code) => {
  await expect(read(more)).rejects.toThrow(`SL_LEMS_${code}`);
});

it("computes a sum without matches as 0, as jLEMS does", async () => {
  const { expressions } = await read({ variable: `select="pools[ion='ca']/x" reduce="add"` });
  expect(Object.values(expressions ?? {}).map(({ value }) => value)).toContain("0");
});
