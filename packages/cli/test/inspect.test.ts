import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { File, ready } from "h5wasm/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { workplace } from "./spikeloom.ts";

const place = workplace();
afterAll(() => place.remove());
beforeAll(async () => {
  await ready;
});

// It has links and elements in other files, and inconsistent structure.
const packed = new URL("../../interop/test/read/files/outside.h5.gz", import.meta.url);
writeFileSync(place.path("outside.h5"), gunzipSync(readFileSync(packed)));

it("prints the tree of any HDF5 file, with its defects", async () => {
  const { code, stdout, stderr } = await place.run("inspect", "outside.h5");
  // One object of it is damaged.
  expect([code, stderr]).toEqual([1, ""]);
  expect(stdout).toMatch(/^Damaged: \/huge: It cannot be read: .+\.$/m);
  const lines = stdout.split("\n");
  expect(lines[0]).toMatch(/^outside\.h5 {2}HDF5 of unknown format, 8\.\d+ KiB, 1\d objects$/);
  expect(stdout).toMatch(/^ {2}wide +uint8 +2147483648 x 4 +8\.00 GiB +contiguous$/m);
  expect(stdout).toMatch(/^ {2}link +-> secret\.h5:\/x +\(it is in another file, which/m);
  expect(stdout).toMatch(/^ {2}huge +unreadable +\(.+\)$/m);
});

it("prints the same as JSON, up to the requested size", async () => {
  const { code, stdout } = await place.run("inspect", "outside.h5", "--json", "--most", "3");
  const { format, isCut, objects } = JSON.parse(stdout);
  expect([code, format, isCut]).toEqual([0, null, true]);
  expect(objects.map(({ path }: { readonly path: string }) => path)).toEqual(["/", "/a", "/b"]);
  const refused = await place.run("inspect", "outside.h5", "--most", "0");
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--most must be")]);
});

it("describes XML and JSON, with names and sizes", async () => {
  const attributes =
    'leakConductance="0.2nS" leakReversal="-70mV" thresh="-55mV" reset="-70mV" C="3pF"';
  writeFileSync(
    place.path("two.nml"),
    `<neuroml id="d"><iafCell id="c" ${attributes}/><expOneSynapse id="s" gbase="1nS" erev="0mV" tauDecay="2ms"/>
<network id="n"><population id="a" component="c" size="2"/><population id="b" component="c" size="1500"/>
<projection id="ab" presynapticPopulation="a" postsynapticPopulation="b" synapse="s">
<connection id="0" preCellId="../a[0]" postCellId="../b[3]"/></projection></network></neuroml>`,
  );
  const { code, stdout, stderr } = await place.run("inspect", "two.nml");
  expect([code, stderr]).toEqual([0, ""]);
  const lines = stdout.split("\n");
  expect(lines[0]).toMatch(/^two\.nml {2}neuroml, 4\d\d bytes, 2 populations, 1 projection$/);
  expect(stdout).toMatch(/^b +c(?:-2)? +1\s500$/m);
  expect(stdout).toMatch(/^ab +a -> b, pairs/m);
});

it("says so as JSON", async () => {
  writeFileSync(
    place.path("net.json"),
    JSON.stringify({
      format: "spikeloom-network",
      version: 1,
      populations: { E: { model: "lif-curr-exp", size: 3 } },
    }),
  );
  const { stdout: json } = await place.run("inspect", "net.json", "--json");
  const cut = await place.run("inspect", "net.json", "--most", "1");
  expect([cut.code, cut.stderr]).toEqual([
    2,
    expect.stringContaining("--most applies only to HDF5 files"),
  ]);
  expect(JSON.parse(json)).toMatchObject({
    format: "spikeloom-network",
    losses: [],
    projections: [],
    populations: [{ name: "E", model: "lif-curr-exp", size: 3 }],
  });
});

it("recommends no option that does not exist", async () => {
  writeFileSync(place.path("other.json"), '{"a": 1}');
  const { code, stderr } = await place.run("inspect", "other.json");
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^SL_FORMAT_UNKNOWN at other\.json/)]);
  expect(stderr).toContain("spikeloom check other.json --from FORMAT");
});

it("refuses a file other than HDF5, with a code", async () => {
  writeFileSync(place.path("other.h5"), "no such thing");
  const { code, stderr } = await place.run("inspect", "other.h5");
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^SL_HDF5_READ at other\.h5/)]);
});

it("describes the graph of a NIR file before it lists the tree", async () => {
  const nir = new URL("../../interop/test/nir/vectors/snntorch-cuba.nir.gz", import.meta.url);
  writeFileSync(place.path("cuba.nir"), gunzipSync(readFileSync(nir)));
  const { stdout } = await place.run("inspect", "cuba.nir");
  expect(stdout).toMatch(
    /^cuba\.nir {2}NIR graph 1\.[\d.]+, .* KiB, 6 nodes, 5 edges, \d+ objects$/m,
  );
  expect(stdout).toMatch(/^fc +Affine +bias 8, weight 8 x 5$/m);
});

/** Write a population of edges whose columns have these lengths. */
function writeEdges(path: string, sources: number, targets: number): void {
  const file = new File(path, "w");
  const edges = file.create_group("edges").create_group("E_to_I");
  edges.create_dataset({ name: "edge_type_id", data: new Uint32Array(3) });
  edges.create_dataset({ name: "source_node_id", data: new Uint32Array(sources) });
  edges.create_dataset({ name: "target_node_id", data: new Uint32Array(targets) });
  file.close();
}

/** Write units whose spikes end at these rows of a list of five. */
function writeUnits(path: string, index: readonly number[]): void {
  const file = new File(path, "w");
  file.create_attribute("neurodata_type", "NWBFile");
  const units = file.create_group("units");
  units.create_dataset({ name: "spike_times", data: new Float64Array(5) });
  units.create_dataset({ name: "spike_times_index", data: Uint32Array.from(index) });
  file.close();
}

it.each<[string, (path: string) => void, string | undefined]>([
  ["edges of one length", (path) => writeEdges(path, 3, 3), undefined],
  [
    "edges that differ in length",
    (path) => writeEdges(path, 3, 2),
    "/edges/E_to_I: Its columns have different lengths: edge_type_id 3, source_node_id 3, target_node_id 2.",
  ],
  ["units within their spikes", (path) => writeUnits(path, [2, 5]), undefined],
  [
    "units that pass the end",
    (path) => writeUnits(path, [...Array<number>(20).fill(2), 9]),
    "/units/spike_times_index: Row 20 ends at 9, but spike_times has 5 rows.",
  ],
])("ends with 1 for a damaged file and describes the damage: %s", async (_, write, damage) => {
  write(place.path("parts.h5"));
  const { code, stdout } = await place.run("inspect", "parts.h5");
  const reported = /^Damaged: (.*)$/m.exec(stdout)?.[1];
  expect([code, reported]).toEqual([damage === undefined ? 0 : 1, damage]);
  const json = await place.run("inspect", "parts.h5", "--json");
  const { contradictions } = JSON.parse(json.stdout);
  expect(json.code).toBe(code);
  expect(
    contradictions.map(
      ({ path, message }: Readonly<Record<string, string>>) => `${path}: ${message}`,
    ),
  ).toEqual(damage === undefined ? [] : [damage]);
});

it("ends with 1 for a truncated file", async () => {
  writeEdges(place.path("whole.h5"), 3, 3);
  const bytes = readFileSync(place.path("whole.h5"));
  writeFileSync(place.path("cut.h5"), bytes.subarray(0, bytes.length - 10));
  const { code, stdout } = await place.run("inspect", "cut.h5");
  expect([code, stdout]).toEqual([1, expect.stringContaining("It is truncated: 10 bytes")]);
});
