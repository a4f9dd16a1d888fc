import { expect, it } from "vitest";
import { numbersIn, runLems } from "./run-lems.ts";

/** A value that follows the time, read inside; one that reads that value; states of a kinetic scheme. */
const file = `<Lems><Target component="sim"/><Include file="Simulation.xml"/>
<Dimension name="time" t="1"/><Dimension name="per_time" t="-1"/><Unit symbol="ms" dimension="time" power="-3"/>
<ComponentType name="Outer"><Parameter name="unit" dimension="time"/><Exposure name="d" dimension="none"/><Exposure name="x" dimension="none"/>
  <Child name="inner" type="Inner"/><Child name="scheme" type="Scheme"/>
  <Dynamics><StateVariable name="x" exposure="x" dimension="none"/><TimeDerivative variable="x" value="1 / unit"/>
    <DerivedVariable name="d" exposure="d" dimension="none" value="10 * x"/></Dynamics></ComponentType>
<ComponentType name="Inner"><Requirement name="d" dimension="none"/><Requirement name="x" dimension="none"/>
  <Exposure name="e" dimension="none"/><Exposure name="y" dimension="none"/><Exposure name="n" dimension="none"/>
  <Dynamics><StateVariable name="n" exposure="n" dimension="none"/>
    <DerivedVariable name="e" exposure="e" dimension="none" value="d + 1"/>
    <DerivedVariable name="y" exposure="y" dimension="none" value="x + 1"/>
    <OnCondition test="d .gt. 25"><StateAssignment variable="n" value="n + d"/></OnCondition></Dynamics></ComponentType>
<ComponentType name="Scheme"><Children name="states" type="State"/><Children name="edges" type="Edge"/>
  <Dynamics><KineticScheme name="ks" nodes="states" stateVariable="o" edges="edges" edgeSource="from" edgeTarget="to"
    forwardRate="rf" reverseRate="rr"/></Dynamics></ComponentType>
<ComponentType name="State"><Exposure name="o" dimension="none"/>
  <Dynamics><StateVariable name="o" exposure="o" dimension="none"/></Dynamics></ComponentType>
<ComponentType name="Edge"><Link name="from" type="State"/><Link name="to" type="State"/>
  <Parameter name="k" dimension="per_time"/><Exposure name="rf" dimension="per_time"/><Exposure name="rr" dimension="per_time"/>
  <Dynamics><DerivedVariable name="rf" exposure="rf" dimension="per_time" value="k"/>
    <DerivedVariable name="rr" exposure="rr" dimension="per_time" value="k"/></Dynamics></ComponentType>
<Unit symbol="per_ms" dimension="per_time" power="3"/>
<Outer id="all" unit="1ms"><inner id="inner"/><scheme id="ks"><State id="a"/><State id="b"/>
  <Edge id="e" from="a" to="b" k="0.5per_ms"/></scheme></Outer>
<Simulation id="sim" length="6ms" step="1ms" target="all">
  <OutputFile id="o" fileName="o.dat"><OutputColumn id="d" quantity="d"/><OutputColumn id="e" quantity="inner/e"/>
    <OutputColumn id="y" quantity="inner/y"/><OutputColumn id="n" quantity="inner/n"/><OutputColumn id="s" quantity="ks/a/o"/></OutputFile></Simulation></Lems>`;

// A row of a kinetic scheme has its states before they moved.
it("derives in the order of jLEMS: inner components see values derived around them a step later", async () => {
  const [lines = []] = (await runLems(file)).files;
  const rows = lines.map(numbersIn);
  const column = (k: number) => rows.map((row) => Number((row[k] ?? Number.NaN).toPrecision(6)));
  // Rows of jNeuroML 0.14.0.
  expect([1, 2, 3, 4, 5].map(column)).toEqual([
    [0, 0, 10, 20, 30, 40, 50],
    [1, 1, 1, 11, 21, 31, 41],
    [1, 1, 2, 3, 4, 5, 6],
    [0, 0, 0, 0, 0, 30, 70],
    [1, 1, 0.68394, 0.567668, 0.524894, 0.509158, 0.503369],
  ]);
});

/** Two variables of a regime, each of which the other one pulls. */
const regimes = `<Lems><Target component="sim"/><Include file="Simulation.xml"/>
<Dimension name="time" t="1"/><Unit symbol="ms" dimension="time" power="-3"/>
<ComponentType name="Pair"><Parameter name="unit" dimension="time"/><Exposure name="x" dimension="none"/><Exposure name="y" dimension="none"/>
  <Dynamics><StateVariable name="x" exposure="x" dimension="none"/><StateVariable name="y" exposure="y" dimension="none"/>
    <OnStart><StateAssignment variable="x" value="1"/></OnStart>
    <Regime name="only" initial="true"><TimeDerivative variable="x" value="-y / unit"/><TimeDerivative variable="y" value="x / unit"/></Regime>
  </Dynamics></ComponentType>
<Pair id="all" unit="2ms"/><Simulation id="sim" length="4ms" step="1ms" target="all">
  <OutputFile id="o" fileName="o.dat"><OutputColumn id="x" quantity="x"/><OutputColumn id="y" quantity="y"/></OutputFile></Simulation></Lems>`;

it("moves the variables of a regime one after the other, as jLEMS does", async () => {
  const [lines = []] = (await runLems(regimes)).files;
  const rows = lines.map(numbersIn);
  // Rows of jNeuroML 0.14.0.
  expect(rows.map(([, x, y]) => [x, y])).toEqual([
    [1, 0],
    [1, 0],
    [1, 0.5],
    [0.75, 0.875],
    [0.3125, 1.03125],
  ]);
});
