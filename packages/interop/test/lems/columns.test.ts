import { bytesSource } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { readLems } from "../../src/lems/index.ts";

const file = `<Lems><Target component="sim"/><Include file="Simulation.xml"/>
<ComponentType name="Cell"><Parameter name="a" dimension="none"/><Parameter name="b" dimension="none"/>
  <Exposure name="x" dimension="none"/>
  <Dynamics><StateVariable name="x" exposure="x" dimension="none"/>
    <OnStart><StateAssignment variable="x" value="a"/></OnStart></Dynamics></ComponentType>
<ComponentType name="Cells"><Children name="cells" type="Cell"/></ComponentType>
<Cells id="all"><Cell id="c1" a="1" b="7"/><Cell id="c2" a="5" b="7"/></Cells>
<Simulation id="sim" length="1ms" step="0.1ms" target="all">
  <OutputFile id="o" fileName="o.dat"><OutputColumn id="p" quantity="c1/a"/>
    <OutputColumn id="q" quantity="c2/a"/><OutputColumn id="r" quantity="c2/b"/></OutputFile>
</Simulation></Lems>`;

it("records the parameters of an instance's own component", async () => {
  const read = await readLems(bytesSource("a.xml", new TextEncoder().encode(file)));
  expect(Object.values(read.network.populations).map(({ size }) => size)).toEqual([2]);
  expect(read.dataFiles[0]?.columns.map(({ constant }) => constant)).toEqual([1, 5, 7]);
});
