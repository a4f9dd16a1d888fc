import { expect, it } from "vitest";
import { numbersIn, runLems } from "./run-lems.ts";

/** A neuron with regimes that events of a clock push, some of them over its threshold. */
const file = `<Lems><Target component="sim"/>
<Include file="Cells.xml"/><Include file="Networks.xml"/><Include file="Simulation.xml"/>
<ComponentType name="Leaky" extends="baseSpikingCell"><Parameter name="jump" dimension="none"/><Exposure name="x" dimension="none"/>
  <EventPort name="in" direction="in"/><Constant name="tau" dimension="time" value="1ms"/>
  <Dynamics><StateVariable name="x" exposure="x" dimension="none"/><StateVariable name="since" dimension="time"/>
    <Regime name="waiting"><OnEntry><StateAssignment variable="since" value="t"/><StateAssignment variable="x" value="0"/></OnEntry>
      <OnCondition test="t .gt. since + 0.15 * tau"><Transition regime="moving"/></OnCondition></Regime>
    <Regime name="moving" initial="true"><TimeDerivative variable="x" value="(8 - x) / tau"/>
      <OnEvent port="in"><StateAssignment variable="x" value="x + jump"/></OnEvent>
      <OnCondition test="x .gt. 4"><EventOut port="spike"/><Transition regime="waiting"/></OnCondition></Regime></Dynamics></ComponentType>
<ComponentType name="wire"><Path name="from"/><Path name="to"/><Structure>
  <With instance="from" as="a"/><With instance="to" as="b"/><EventConnection from="a" to="b"/></Structure></ComponentType>
<ComponentType name="net"><Children name="populations" type="population"/><Children name="wires" type="wire"/></ComponentType>
<spikeGenerator id="clock" period="0.2ms"/><Leaky id="leaky" jump="1"/>
<net id="all"><population id="a" component="clock" size="1"/><population id="b" component="leaky" size="1"/><wire from="a[0]" to="b[0]"/></net>
<Simulation id="sim" length="1ms" step="0.1ms" target="all">
  <OutputFile id="o" fileName="o.dat"><OutputColumn id="x" quantity="b[0]/x"/></OutputFile>
  <EventOutputFile id="e" fileName="o.spikes" format="ID_TIME"><EventSelection id="0" select="a[0]" eventPort="spike"/><EventSelection id="1" select="b[0]" eventPort="spike"/></EventOutputFile>
</Simulation></Lems>`;

// Both as jNeuroML 0.14.0 writes them.
it("writes the row of an event with its jump, if a variable evolves in regimes", async () => {
  const [rows = []] = (await runLems(file)).files;
  const values = rows.map((row) => numbersIn(row)[1] ?? Number.NaN);
  expect(values.map((value) => Number(value.toPrecision(7)))).toEqual([
    0, 0, 1.8, 2.42, 3.978, 0, 0, 0, 1.8, 2.42, 3.978,
  ]);
});

it("writes events in the step in which they are due, also that of the end", async () => {
  const [, events] = (await runLems(file)).files;
  expect(events).toEqual([
    "0\t0.0002",
    "0\t0.0004",
    "1\t0.0004",
    "0\t0.0006",
    "0\t0.0008",
    "0\t0.001",
    "1\t0.001",
  ]);
});
