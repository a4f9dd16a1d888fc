import { expect, it } from "vitest";
import { numbersIn, runLems } from "./run-lems.ts";

/** A source that sends in its third step, and a receiver that counts and relays; connected as given. */
const file = (order: string, connections: string): string => `<Lems><Target component="sim"/>
<Include file="Simulation.xml"/><Include file="Networks.xml"/>
<ComponentType name="Source" extends="baseSpikingCell"><Parameter name="at" dimension="time"/><Exposure name="sent" dimension="none"/>
  <EventPort name="in" direction="in"/>
  <Dynamics><StateVariable name="sent" exposure="sent" dimension="none"/>
    <OnEvent port="in"><StateAssignment variable="sent" value="sent + 10"/></OnEvent>
    <OnCondition test="(t .gt. at) .and. (sent .lt. 0.5)">
      <StateAssignment variable="sent" value="sent + 1"/><EventOut port="spike"/></OnCondition>
  </Dynamics></ComponentType>
<ComponentType name="Counter" extends="baseSpikingCell"><Exposure name="count" dimension="none"/>
  <EventPort name="in" direction="in"/>
  <Dynamics><StateVariable name="count" exposure="count" dimension="none"/>
    <StateVariable name="known" dimension="none"/>
    <OnEvent port="in"><StateAssignment variable="count" value="count + 1"/></OnEvent>
    <OnCondition test="count .gt. known">
      <StateAssignment variable="known" value="count"/><EventOut port="spike"/></OnCondition>
  </Dynamics></ComponentType>
<ComponentType name="wire"><Path name="from"/><Path name="to"/><Structure>
  <With instance="from" as="a"/><With instance="to" as="b"/><EventConnection from="a" to="b"/></Structure></ComponentType>
<ComponentType name="net"><Children name="populations" type="population"/><Children name="wires" type="wire"/></ComponentType>
<Source id="source" at="0.25ms"/><Counter id="counter"/>
<net id="all">${order}${connections}</net>
<Simulation id="sim" length="1ms" step="0.1ms" target="all">
  <OutputFile id="o" fileName="o.dat"><OutputColumn id="s" quantity="a[0]/sent"/>
    <OutputColumn id="c" quantity="b[0]/count"/><OutputColumn id="d" quantity="d[0]/count"/></OutputFile>
  <EventOutputFile id="e" fileName="o.spikes" format="ID_TIME">
    <EventSelection id="0" select="a[0]" eventPort="spike"/><EventSelection id="1" select="b[0]" eventPort="spike"/>
    <EventSelection id="2" select="d[0]" eventPort="spike"/></EventOutputFile>
</Simulation></Lems>`;

const source = '<population id="a" component="source" size="1"/>';
const counters =
  '<population id="b" component="counter" size="1"/><population id="d" component="counter" size="1"/>';
const chain = '<wire from="a[0]" to="b[0]"/><wire from="b[0]" to="d[0]"/>';

/** The first row in which each column is not 0, the number of rows, and the events in steps. */
async function rowsOf(text: string) {
  const { simulation, files } = await runLems(text);
  const [rows = [], events = []] = files.map((lines) => lines.map(numbersIn));
  return {
    first: [1, 2, 3].map((column) => rows.findIndex((row) => (row[column] ?? 0) > 0.5)),
    length: rows.length,
    events: events.map(([id, time = 0]) => [id, Math.round(time / 1e-4)]),
    losses: simulation.losses.map(({ code, message }) => `${code}: ${message.split(":")[0]}`),
  };
}

it("delivers events within a step if the sender is updated earlier, as in jLEMS", async () => {
  const { first, length, events } = await rowsOf(file(source + counters, chain));
  expect(first).toEqual([3, 3, 3]);
  expect(length).toBe(11);
  expect(events).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
  ]);
});

it("delivers them in the next step if the sender is updated later", async () => {
  const { first, length } = await rowsOf(file(counters + source, chain));
  expect(first).toEqual([3, 4, 4]);
  expect(length).toBe(11);
});

it("is a step late in a loop without a delay, in which no lags exist", async () => {
  const back = '<wire from="d[0]" to="a[0]"/>';
  const { first, length, losses } = await rowsOf(file(source + counters, chain + back));
  expect(first).toEqual([3, 4, 5]);
  expect(length).toBe(11);
  expect(losses).toEqual([
    'late: Events from "a" to "b" act one step late',
    'late: Events from "b" to "d" act one step late',
  ]);
});

it("leaves populations outside such a loop unchanged", async () => {
  const circle =
    '<population id="e" component="counter" size="1"/><population id="f" component="counter" size="1"/>';
  const around = '<wire from="e[0]" to="f[0]"/><wire from="f[0]" to="e[0]"/>';
  const { first, losses } = await rowsOf(file(source + counters + circle, chain + around));
  expect(first).toEqual([3, 3, 3]);
  expect(losses).toEqual(['late: Events from "e" to "f" act one step late']);
});
