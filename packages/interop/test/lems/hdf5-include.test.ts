import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bytesSource, FORMAT_MISSING } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { readLems } from "../../src/lems/index.ts";
import { readNeuroml } from "../../src/neuroml/read-neuroml.ts";

const bytesOf = (name: string): Uint8Array =>
  readFileSync(new URL(`../neuroml/files/${name}`, import.meta.url));

const files: Readonly<Record<string, () => Uint8Array>> = {
  "network.net.nml": () => bytesOf("network.net.nml"),
  "network.nml.h5": () => new Uint8Array(gunzipSync(bytesOf("network.nml.h5.gz"))),
};

const beside = async (name: string) => {
  const bytes = files[name]?.();
  if (bytes !== undefined) return bytesSource(name, bytes);
  throw FORMAT_MISSING({ place: "a.xml", name, reason: "it is not there" });
};

const simulation = (included: string): string => `<Lems><Target component="sim"/>
<Include file="Cells.xml"/><Include file="Networks.xml"/><Include file="Simulation.xml"/><Include file="${included}"/>
<Simulation id="sim" length="10ms" step="0.1ms" target="net"><OutputFile id="o" fileName="o.dat">
  <OutputColumn id="v" quantity="a/1/iaf/v"/><OutputColumn id="w" quantity="b[0]/v"/></OutputFile></Simulation></Lems>`;

const read = async (included: string) =>
  await readLems(bytesSource("a.xml", new TextEncoder().encode(simulation(included))), { beside });

it("includes the HDF5 form of a network as the XML from which it was made", async () => {
  const [text, form] = [await read("network.net.nml"), await read("network.nml.h5")];
  expect(Object.keys(text.network.populations)).toEqual(["a", "b"]);
  expect(text.network.projections?.length).toBe(4);
  expect(JSON.parse(JSON.stringify(form))).toEqual(JSON.parse(JSON.stringify(text)));
});

it("reports by its full name that a NeuroML file cannot include an HDF5 file", async () => {
  const text = '<neuroml><include href="network.nml.h5"/><network id="n"/></neuroml>';
  const source = bytesSource("a.nml", new TextEncoder().encode(text));
  await expect(readNeuroml(source, { beside })).rejects.toThrow(
    /The included file "network\.nml\.h5" is not read: it is an HDF5 file/,
  );
});
