import { bytesSource } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { readNeuroml } from "../../src/neuroml/read-neuroml.ts";

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
    <inputList id="in" component="pulse" population="a"><input id="0" target="../a[0]" destination="synapses"/></inputList>
  </network>`);
  expect(losses).toEqual([]);
  const result = await run(
    {
      ...network,
      record: [
        { population: "b", variables: ["spikes"] },
        { population: "a", variables: ["spikes"] },
      ],
    },
    { stack: defaultStack, backend: defaultStack.get("backend", "clock", "test"), for: "200 ms" },
  );
  expect(result.recordings.map(({ spikes }) => spikes?.steps.length)).toEqual([38, 6]);
});
