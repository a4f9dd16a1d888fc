// Writes a NeuroML network of about the given number of megabytes, as exporters do: neurons with positions, connections
// with
// and without weights, inputs: `node tools/bench/write-neuroml.ts MEGABYTES FILE`.
import { closeSync, openSync, writeSync } from "node:fs";

const [megabytes, path = ""] = process.argv.slice(2);
const wanted = 1e6 * Number(megabytes);
const neurons = Math.round(wanted / 650);
const file = openSync(path, "w");
let held = "";
let size = 0;
let word = 1;

function write(line: string): void {
  held += `${line}\n`;
  if (held.length < 2 ** 20) return;
  size += writeSync(file, held);
  held = "";
}

function draw(): number {
  word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
  return word / 2 ** 32;
}

const place = (): string => (1000 * draw()).toFixed(4);
const neuron = (): string => `../E/${Math.floor(neurons * draw())}/iaf`;
const ends = (id: number): string => `id="${id}" preCellId="${neuron()}" postCellId="${neuron()}"`;

write('<?xml version="1.0" encoding="UTF-8"?>');
write('<neuroml xmlns="http://www.neuroml.org/schema/neuroml2" id="large">');
write('    <expOneSynapse id="syn" gbase="1nS" erev="0mV" tauDecay="3ms"/>');
write('    <iafRefCell id="iaf" leakConductance="0.01uS" leakReversal="-65mV" thresh="-50mV"');
write('        reset="-65mV" C="0.2nF" refract="2ms"/>');
write('    <pulseGenerator id="pulse" delay="0ms" duration="100ms" amplitude="0.2nA"/>');
write('    <network id="net">');
write(`        <population id="E" component="iaf" size="${neurons}" type="populationList">`);
for (let k = 0; k < neurons; k++) {
  write(`            <instance id="${k}">`);
  write(`                <location x="${place()}" y="${place()}" z="${place()}"/>`);
  write("            </instance>");
}
write("        </population>");
const between = 'presynapticPopulation="E" postsynapticPopulation="E" synapse="syn"';
write(`        <projection id="weighted" ${between}>`);
for (let k = 0; size < 0.6 * wanted; k++) {
  const [weight, delay] = [(0.5 + draw()).toPrecision(6), (5 * draw()).toFixed(1)];
  write(`            <connectionWD ${ends(k)} weight="${weight}" delay="${delay}ms"/>`);
}
write("        </projection>");
write(`        <projection id="plain" ${between}>`);
for (let k = 0; size < 0.95 * wanted; k++) write(`            <connection ${ends(k)}/>`);
write("        </projection>");
write('        <inputList id="stim" component="pulse" population="E">');
for (let k = 0; k < neurons / 4; k++) {
  write(`            <input id="${k}" target="../E/${k}/iaf" destination="synapses"/>`);
}
write("        </inputList>\n    </network>\n</neuroml>");
size += writeSync(file, held);
closeSync(file);
process.stdout.write(`${JSON.stringify({ content_mib: size / 2 ** 20 })}\n`);
