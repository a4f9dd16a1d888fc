import { expect, it } from "vitest";
import { numbersIn, runLems } from "./run-lems.ts";

const network = `<network id="net"><population id="a" component="cell" size="2"/><population id="b" component="cell" size="1"/>
  <projection id="p" presynapticPopulation="a" postsynapticPopulation="b" synapse="syn">
    <connection id="0" preCellId="../a[0]" postCellId="../b[0]"/></projection>
  <explicitInput target="a[0]" input="pulse"/></network>`;

interface Around {
  /** What the simulation runs, and all that is within it. */
  readonly target: string;
  /** More dynamics of the type around the network. */
  readonly dynamics?: string;
  /** More structure of it. */
  readonly structure?: string;
  readonly quantities: readonly string[];
}

/** Neurons whose leak has a speed that the type `Room` around their network raises with the time. */
function file({ target, dynamics = "", structure = "", quantities }: Around): string {
  const columns = quantities.map((path, k) => `<OutputColumn id="c${k}" quantity="${path}"/>`);
  return `<Lems><Target component="sim"/>
<Include file="Cells.xml"/><Include file="Networks.xml"/><Include file="Simulation.xml"/>
<ComponentType name="Room"><Exposure name="speed" dimension="none"/><Parameter name="least" dimension="none"/><Parameter name="wait" dimension="time"/>
  <EventPort name="in" direction="in"/><Child name="network" type="network"/>
  <Dynamics><StateVariable name="speed" exposure="speed" dimension="none"/>${dynamics}
    <OnStart><StateAssignment variable="speed" value="least"/></OnStart>
    <OnCondition test="t .gt. wait"><StateAssignment variable="speed" value="least * 2"/></OnCondition></Dynamics>
  <Structure>${structure}</Structure></ComponentType>
<ComponentType name="House"><Children name="rooms" type="Room"/></ComponentType>
<ComponentType name="Clock"><Requirement name="speed" dimension="none"/><Exposure name="count" dimension="none"/>
  <Dynamics><StateVariable name="count" exposure="count" dimension="none"/>
    <OnCondition test="speed .geq. 0"><StateAssignment variable="count" value="count + speed"/></OnCondition></Dynamics></ComponentType>
<Clock id="clock"/>
<iafCell id="cell" leakReversal="-60mV" thresh="-55mV" reset="-70mV" C="0.2nF" leakConductance="0.01uS"/>
<expOneSynapse id="syn" gbase="40nS" erev="0mV" tauDecay="5ms"/>
<pulseGenerator id="pulse" delay="5ms" duration="30ms" amplitude="0.2nA"/>
${target}
<Simulation id="sim" length="40ms" step="0.1ms" target="all">
  <OutputFile id="o" fileName="o.dat">${columns.join("")}</OutputFile></Simulation></Lems>`;
}

async function columnsOf(around: Around) {
  const { simulation, result, files } = await runLems(file(around));
  const rows = (files[0] ?? []).map(numbersIn);
  const spikes = result.recordings.map(({ population, spikes }) => [
    population,
    [...(spikes?.steps ?? [])],
  ]);
  return {
    columns: around.quantities.map((_, k) => rows.map((row) => row[k + 1])),
    spikes: new Map(spikes as [string, number[]][]),
    populations: Object.keys(simulation.network.populations),
  };
}

it("keeps inputs and connections of a network within a component that has dynamics", async () => {
  const quantities = ["a[0]/v", "a[1]/v", "b[0]/v"];
  const alone = await columnsOf({ target: network.replace('"net"', '"all"'), quantities });
  const within = await columnsOf({
    target: `<Room id="all" least="1" wait="0.15ms">${network}</Room>`,
    quantities: quantities.map((path) => `net/${path}`),
  });
  expect(within.spikes.get("a")?.length).toBeGreaterThan(1);
  expect(within.spikes.get("b")?.length).toBeGreaterThan(0);
  expect(within.spikes.get("a")).toEqual(alone.spikes.get("a"));
  expect(within.spikes.get("b")).toEqual(alone.spikes.get("b"));
  expect(within.columns).toEqual(alone.columns);
});

// Rows of jNeuroML 0.14.0: a neuron sees its surroundings as they were before the step.
const clocks = '<network id="net"><population id="a" component="clock" size="2"/></network>';

it("provides neurons with the variables of the component around their network, as jNeuroML does", async () => {
  const quantities = ["speed", "net/a[0]/count", "net/a[1]/count"];
  const { columns, populations } = await columnsOf({
    target: `<Room id="all" least="1" wait="0.15ms">${clocks}</Room>`,
    dynamics: "",
    quantities,
  });
  expect(populations).toEqual(["a", "all"]);
  expect(columns.map((column) => column.slice(0, 6))).toEqual([
    [1, 1, 2, 2, 2, 2],
    [0, 1, 2, 4, 6, 8],
    [0, 1, 2, 4, 6, 8],
  ]);
});

it("distinguishes populations of two such components", async () => {
  const { columns, populations } = await columnsOf({
    target: `<House id="all"><Room id="one" least="1" wait="0.15ms">${clocks}</Room><Room id="two" least="5" wait="0.25ms">${clocks}</Room></House>`,
    quantities: ["one/net/a[0]/count", "two/net/a[0]/count"],
  });
  expect(populations.length).toBe(4);
  expect(columns.map((column) => column.slice(0, 6))).toEqual([
    [0, 1, 2, 4, 6, 8],
    [0, 5, 10, 15, 25, 35],
  ]);
});

const noise =
  '<OnCondition test="t .gt. wait"><StateAssignment variable="speed" value="random(1)"/></OnCondition>';
const sum = '<DerivedVariable name="all" select="network/a[*]/count" reduce="add"/>';
const loop = '<EventConnection from="this" to="this"/>';

it.each([
  ["draws numbers", { dynamics: noise }],
  ["selects variables of its populations", { dynamics: sum }],
  ["takes events", { structure: `<With instance="this" as="this"/>${loop}` }],
])("refuses a component around a network that %s", async (_, more) => {
  const target = `<Room id="all" least="1" wait="0.15ms">${clocks}</Room>`;
  const read = columnsOf({ target, quantities: ["speed"], ...more });
  await expect(read).rejects.toThrow("SL_LEMS_UNSUPPORTED");
});

it("lets one draw whose populations do not read it", async () => {
  const target = `<Room id="all" least="1" wait="0.15ms">${network}</Room>`;
  const { populations } = await columnsOf({ target, quantities: ["speed"], dynamics: noise });
  expect(populations).toEqual(["a", "b", "all"]);
});
