import { extname } from "node:path";
import { formats } from "@spikeloom/interop/formats";
import {
  createStack,
  type FormatRecord,
  type LayerRecord,
  readFormat,
  type Tensor,
} from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";
import { exitCodes } from "../exit-codes.ts";
import { withSource } from "../load/with-source.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { formatCount } from "../print/numbers.ts";
import { printable } from "../print/printable.ts";
import { table } from "../print/table.ts";
import { writeJson } from "../print/write-json.ts";

/** Find the format that reads layers from files of this name, if there is one. */
export function formatOfLayers(file: string): FormatRecord | undefined {
  const end = extname(file).toLowerCase();
  return formats.find(
    ({ holds, extensions }) => holds.includes("layers") && extensions.includes(end),
  );
}

/** Print the layers of a trained network, and the parts that could not be read. */
export async function inspectLayers(
  file: string,
  { format, json }: { readonly format: FormatRecord; readonly json: boolean },
): Promise<number> {
  const stack = createStack({ plugins: [...formats] });
  const { size, thing, losses } = await withSource(file, {}, async (source, around) => {
    const read = await readFormat(format, source, { stack, ...around });
    return { ...read, size: source.size };
  }).catch((fault: unknown) => {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  });
  const layers = thing.holds === "layers" ? thing.layers : [];
  if (json) {
    writeJson({
      file,
      format: format.name,
      bytes: size,
      layers: layers.map(withoutValues),
      losses,
    });
    return exitCodes.fine;
  }
  const count = layers.flatMap(tensorsOf).reduce((sum, [, { values }]) => sum + values.length, 0);
  const rows = layers.map((layer) => rowOf(layer).map(printable));
  const lines = [
    `${printable(file)}  ${format.name}, ${printBytes(size)}, ${formatCount(layers.length)} layers, ${formatCount(count)} numbers`,
    "",
    ...table([["name", "kind", "from", "shapes"], ...rows]),
    ...(losses.length === 0 ? [] : ["", "not read:"]),
    ...losses.map(({ place, message }) => printable(`  ${place}: ${message}`)),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return exitCodes.fine;
}

function tensorsOf(layer: LayerRecord): readonly (readonly [name: string, tensor: Tensor])[] {
  return Object.entries(layer).filter((entry): entry is [string, Tensor] => {
    const [, value] = entry as [string, unknown];
    return ArrayBuffer.isView((value as Partial<Tensor> | undefined)?.values);
  });
}

function rowOf(layer: LayerRecord): readonly string[] {
  const shapes =
    layer.kind === "input"
      ? [layer.shape.map((length) => length ?? "?").join(" x ")]
      : tensorsOf(layer).map(([name, { shape }]) => `${name} ${shapeText(shape)}`);
  return [layer.name, layer.kind, layer.from.join(", "), shapes.join(", ")];
}

function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "single" : shape.join(" x ");
}

/** There are too many numbers to print; their shapes state how many. */
function withoutValues(layer: LayerRecord): object {
  const shapes = tensorsOf(layer).map(([name, { shape }]) => [name, { shape }] as const);
  return { ...layer, ...Object.fromEntries(shapes) };
}
