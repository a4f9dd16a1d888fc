import { bytesSource, type Loss, type NeuronRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { readNeuroml } from "../../src/neuroml/read-neuroml.ts";
import { channelDocument, squidDocument } from "./channel-document.ts";

function read(text: string) {
  return readNeuroml(bytesSource("net.nml", Buffer.from(`<neuroml>${text}</neuroml>`)));
}

const components = `
  <expTwoSynapse id="ampa" gbase="0.5nS" erev="0mV" tauRise="1ms" tauDecay="2ms"/>
  <iafCell id="iaf" leakConductance="0.2nS" leakReversal="-70mV" thresh="-55mV" reset="-70mV" C="3.2pF"/>
  <pulseGenerator id="pulse" delay="10ms" duration="100ms" amplitude="5pA"/>`;

it("reads a network that runs", async () => {
  const { network, losses } = await read(`${components}<network id="net">
    <population id="a" component="iaf" size="2"/>
    <population id="b" component="iaf" size="3"/>
    <projection id="ab" presynapticPopulation="a" postsynapticPopulation="b" synapse="ampa">
      <connectionWD id="0" preCellId="../a[0]" postCellId="../b/2/iaf" weight="2" delay="3ms"/>
      <connection id="1" preCellId="../a[0]" postCellId="../b[0]"/>
    </projection>
    <inputList id="in" component="pulse" population="a">
      <input id="0" target="../a[0]" destination="synapses"/>
    </inputList>
  </network>`);
  expect(losses).toEqual([]);
  const result = await run(
    { ...network, record: ["a", "b"].map((population) => ({ population, variables: ["spikes"] })) },
    {
      stack: defaultStack,
      for: "200 ms",
      backend: defaultStack.get("backend", "clock", "test"),
    },
  );
  const [a, b] = result.recordings.map(({ spikes }) => new Set(spikes?.neurons));
  // The driven neuron fires and makes only its targets fire.
  expect([a, b]).toEqual([new Set([0]), new Set([0, 2])]);
});

const population = '<population id="p" component="iaf" size="2"/>';

it.each([
  ["a component that is not there", population.replace("iaf", "none"), "SL_NML_REFERENCE"],
  [
    "a neuron that is not there",
    `${population}<explicitInput target="p[2]" input="pulse"/>`,
    "SL_NML_REFERENCE",
  ],
  [
    "a population that is not there",
    `${population}<explicitInput target="q[0]" input="pulse"/>`,
    "SL_NML_REFERENCE",
  ],
  ["an invalid path", `${population}<explicitInput target="p" input="pulse"/>`, "SL_NML_REFERENCE"],
  ["two populations of one id", population + population, "SL_NML_REFERENCE"],
  ["a population without a size", '<population id="p" component="iaf"/>', "SL_NML_ATTRIBUTE"],
  ["an invalid size", population.replace("2", "2.5"), "SL_NML_QUANTITY"],
  ["an unknown cell", population.replace("iaf", "pulse"), "SL_NML_UNSUPPORTED"],
  [
    "an input on a source",
    `<population id="p" component="source" size="1"/><explicitInput target="p[0]" input="pulse"/>`,
    "SL_NML_REFERENCE",
  ],
  [
    "an input in another unit",
    `${population}<explicitInput target="p[0]" input="pure"/>`,
    "SL_NML_REFERENCE",
  ],
])("refuses %s", async (_, inside, code) => {
  const more =
    '<spikeArray id="source"/><pulseGeneratorDL id="pure" delay="1ms" duration="1ms" amplitude="1"/>';
  const place = expect.stringMatching(/^net\.nml:\d+:\d+/);
  await expect(
    read(`${components}${more}<network id="net">${inside}</network>`),
  ).rejects.toMatchObject({ code, place });
});

it("refuses a cell of several compartments, by its name and that of the segment", async () => {
  const ends = '<proximal x="0" y="0" z="0" diameter="1"/><distal x="1" y="0" z="0" diameter="1"/>';
  const text = `<cell id="pyramid"><morphology id="m"><segment id="0" name="soma">${ends}</segment>
    <segment id="1" name="apical">${ends}</segment></morphology><biophysicalProperties id="b"><membraneProperties/>
    </biophysicalProperties></cell><network id="net"><population id="p" component="pyramid" size="1"/></network>`;
  await expect(read(text)).rejects.toMatchObject({
    code: "SL_NML_UNSUPPORTED",
    message: expect.stringContaining('the segment "apical"'),
  });
});

it("chooses a network by its id, and refuses to choose among several", async () => {
  const text = `${components}<network id="x">${population}</network><network id="y"/>`;
  await expect(read(text)).rejects.toMatchObject({ code: "SL_NML_REFERENCE", got: "x, y" });
  const source = bytesSource("net.nml", Buffer.from(`<neuroml>${text}</neuroml>`));
  expect((await readNeuroml(source, { network: "y" })).network.name).toBe("y");
});

it("reports unknown elements, and neurons without positions", async () => {
  const { losses } = await read(`${components}<network id="net"><space id="s"/>
    <population id="P" component="iaf" size="2"><instance id="0"><location x="1" y="2" z="3"/></instance><instance id="1"/></population>
    <inputlist id="x"/></network>`);
  const said = losses
    .filter(({ code }) => code !== "unused")
    .map(({ code, message }) => [code, message]);
  expect(said).toEqual([
    ["positions", "1 of its 2 neurons have positions, which are omitted."],
    ["unread", "The space of this network is not supported."],
    ["unread", "The inputlist of this network is not supported."],
  ]);
});

it("refuses ids of instances that are not whole numbers", async () => {
  const text = `${components}<network id="net"><population id="P" component="iaf" size="1"><instance id="2.7"/></population></network>`;
  await expect(read(text)).rejects.toThrow("SL_NML_REFERENCE");
});

it("reports what it ignores", async () => {
  const { losses } = await read(
    `${components}<notes>Hello</notes><network id="net"><population id="p" component="iaf" size="1">
      <property tag="color" value="1 0 0"/></population></network>`,
  );
  expect(losses.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'unused: The network does not use the expTwoSynapse "ampa".',
    'unused: The network does not use the pulseGenerator "pulse".',
    "notes: The notes elements of this neuroml are not stored.",
    "notes: The property elements of this population are not stored.",
  ]);
});

it("sets integrators and the convention on request", async () => {
  const source = bytesSource(
    "net.nml",
    Buffer.from(`<neuroml>${components}<network id="net">${population}</network></neuroml>`),
  );
  const { network } = await readNeuroml(source, { integrator: "euler" });
  expect(network.populations["p"]?.integrator).toBe("euler");
  expect(network.convention).toBe("neuron");
});

it("writes out curves that a file defines, and refuses other components", async () => {
  const source = bytesSource("net.nml", Buffer.from(channelDocument));
  const { network } = await readNeuroml(source);
  const [model] = Object.values(network.models ?? {}).filter(({ kind }) => kind === "neuron");
  const { expressions = {}, state = {} } = model as NeuronRecord;
  expect(expressions["tau_o_ownd"]?.value).toContain("conc_ca");
  expect(state["q_o_ownd"]?.initial).toContain("start_ca");
  expect(state["q_o_ownd"]?.initial).toContain("v_init");
  for (const wrong of ["height * unknown", "height * random(1)", "height $ 2", "height .not. 1"]) {
    const text = channelDocument.replace("height * (1 + caConc / CONC)", wrong);
    await expect(readNeuroml(bytesSource("net.nml", Buffer.from(text)))).rejects.toMatchObject({
      code: "SL_NML_UNSUPPORTED",
    });
  }
});

it("reports unknown attributes, and none that a run does not need", async () => {
  const about = ({ place, message }: Loss) => `${place} ${message}`;
  const source = (text: string) => bytesSource("net.nml", Buffer.from(text));
  const sound = await readNeuroml(source(channelDocument));
  expect(sound.losses.filter(({ code }) => code === "unread").map(about)).toEqual([]);
  const wrong = channelDocument
    .replace('<cell id="c"', '<cell id="c" colour="red"')
    .replace('instances="3"', 'instances="3" instance="4"');
  const { losses } = await readNeuroml(source(wrong));
  expect(losses.filter(({ code }) => code === "unread").map(about)).toEqual([
    'net.nml:2:55: instance The attribute "instance" of this gateHHrates is not supported.',
    expect.stringMatching(
      /^net.nml:\d+:1: colour The attribute "colour" of this cell is not supported.$/,
    ),
  ]);
});

it("reports ignored labels of a cell, except the ion of a pool", async () => {
  const labels = async (text: string) => {
    const { losses } = await readNeuroml(bytesSource("net.nml", Buffer.from(text)));
    return losses.filter(({ code }) => code === "notes").map(({ message }) => message);
  };
  const say = "loses information that does not affect a single-compartment run";
  expect(await labels(squidDocument)).toEqual([
    `The cell "hhcell" ${say}: the ions of its channels (na, k) and its resistivity.`,
  ]);
  expect(await labels(channelDocument)).toEqual([
    `The cell "c" ${say}: the ions of its channels (na, k).`,
  ]);
});

it("gives cells with ion channels a step at which they stay finite", async () => {
  const axon = await readNeuroml(bytesSource("net.nml", Buffer.from(squidDocument)));
  expect(axon.network.dt).toBe("0.01 ms");
  const record = [{ population: "p", variables: ["spikes", "v"] }];
  const backend = defaultStack.get("backend", "clock", "test");
  const at = (dt: string) =>
    run({ ...axon.network, record, dt }, { stack: defaultStack, backend, for: "50 ms" });
  const counts = await Promise.all(
    [axon.network.dt ?? "", "0.0025 ms"].map(async (dt) => (await at(dt)).spikeCounts),
  );
  // 0.08 nA over a sphere of 1000 um^2 are 8 uA/cm^2, with which the axon fires all the time.
  expect(counts[0]?.["p"]).toBeGreaterThan(2);
  expect(counts[0]).toEqual(counts[1]);
  await expect(at("0.1 ms")).rejects.toMatchObject({ code: "SL_DIVERGED" });
  const plain = await read(`${components}<network id="net">${population}</network>`);
  expect(plain.network.dt).toBeUndefined();
});
