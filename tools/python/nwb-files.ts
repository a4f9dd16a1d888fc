// Writes results of each kind as NWB files, or prints the contents of some: for comparison with pynwb.
// `node --conditions=@spikeloom/source tools/python/nwb-files.ts write FOLDER`, or `... read FILE...`.
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { formats } from "../../packages/interop/src/formats/index.ts";
import { readNwb } from "../../packages/interop/src/nwb/index.ts";
import { results } from "../../packages/interop/test/nwb/results.ts";
import {
  bytesSource,
  createStack,
  readFormat,
  writeFormat,
} from "../../packages/kernel/src/index.ts";

const stack = createStack({ plugins: formats });
const format = stack.get("format", "nwb");

async function write(folder: string): Promise<void> {
  for (const [name, result] of Object.entries(results)) {
    const { files } = await writeFormat(format, { holds: "result", result }, { stack });
    for await (const { pieces } of files) {
      const out = openSync(join(folder, `${name.replaceAll(" ", "-")}.nwb`), "w");
      for await (const piece of pieces) writeSync(out, piece);
      closeSync(out);
    }
  }
}

/** JSON has no maps, typed arrays, large integers and NaN. */
function plain(_: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, tell);
  return tell(value);
}

function tell(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" && Number.isNaN(value) ? "NaN" : value;
}

const [what, ...files] = process.argv.slice(2);
if (what === "write") await write(files[0] as string);
else if (what === "read") {
  const read = files.map((file) => readNwb(file));
  process.stdout.write(JSON.stringify(read, plain));
} else {
  const bytes = (await import("node:fs")).readFileSync(files[0] as string);
  const read = await readFormat(
    stack.get("format", what as string),
    bytesSource(files[0] as string, bytes),
    { stack },
  );
  process.stdout.write(JSON.stringify(read, plain));
}
