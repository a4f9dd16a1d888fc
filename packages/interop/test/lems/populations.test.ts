import { expect, it } from "vitest";
import { numbersIn, runLems } from "./run-lems.ts";

/** Cells without ids whose parts differ. */
const file = `<Lems><Target component="sim"/><Include file="Simulation.xml"/>
<Dimension name="time" t="1"/><Dimension name="per_time" t="-1"/>
<Unit symbol="ms" dimension="time" power="-3"/><Unit symbol="per_ms" dimension="per_time" power="3"/>
<ComponentType name="Part"><Parameter name="speed" dimension="per_time"/><Exposure name="rate" dimension="per_time"/>
  <Dynamics><DerivedVariable name="rate" exposure="rate" dimension="per_time" value="speed"/></Dynamics></ComponentType>
<ComponentType name="Cell"><Child name="part" type="Part"/><Exposure name="x" dimension="none"/>
  <Dynamics><StateVariable name="x" exposure="x" dimension="none"/><DerivedVariable name="r" dimension="per_time" select="part/rate"/>
    <TimeDerivative variable="x" value="r"/></Dynamics></ComponentType>
<ComponentType name="Network"><Children name="cells" type="Cell"/></ComponentType>
<Network id="all"><Cell><part speed="1per_ms"/></Cell><Cell><part speed="5per_ms"/></Cell></Network>
<Simulation id="sim" length="1ms" step="0.1ms" target="all"><OutputFile id="o" fileName="o.dat">
  <OutputColumn id="x" quantity="cells[0]/x"/><OutputColumn id="y" quantity="cells[1]/x"/>
</OutputFile></Simulation></Lems>`;

it("distinguishes components without an id by their contents", async () => {
  const [lines = []] = (await runLems(file)).files;
  const last = numbersIn(lines.at(-1) ?? "");
  expect(last.slice(1).map((value) => Number(value.toPrecision(9)))).toEqual([1, 5]);
});
