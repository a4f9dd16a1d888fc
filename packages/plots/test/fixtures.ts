import { inflateSync } from "node:zlib";
import type { SpikeSeries } from "@spikeloom/analysis";
import type { TraceSeries } from "../src/index.ts";

/** Spikes at regular times, each neuron shifted against the one before. */
export function regular(label: string, size: number, interval: number, until = 1000): SpikeSeries {
  const pairs: [number, number][] = [];
  for (let i = 0; i < size; i++) {
    for (let t = (i * 7.3) % interval; t < until; t += interval) pairs.push([i, t]);
  }
  return {
    label,
    size,
    neurons: Uint32Array.from(pairs, ([neuron]) => neuron),
    times: Float64Array.from(pairs, ([, time]) => time),
  };
}

export function silent(label: string, size = 10): SpikeSeries {
  return { label, size, neurons: new Uint32Array(), times: new Float64Array() };
}

export function trace(...values: readonly (readonly number[])[]): TraceSeries {
  const times = Float64Array.from(values[0] ?? [], (_, k) => k);
  return { label: "v", unit: "mV", times, values: values.map((one) => Float64Array.from(one)) };
}

/** Check that a text is well-formed XML and list its elements and texts; throws if it is not. */
export function parseXml(xml: string): { readonly elements: string[]; readonly texts: string[] } {
  const [elements, texts, open]: [string[], string[], string[]] = [[], [], []];
  const token =
    /<\/([a-z]+)>|<([a-z]+)((?: [a-zA-Z-]+="(?:[^<&"]|&(?:amp|lt|gt|quot);)*")*)(\/?)>|((?:[^<>&]|&(?:amp|lt|gt|quot);)+)/gy;
  let roots = 0;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (match === null) throw new Error(`not XML at ${at}: ${xml.slice(at, at + 60)}`);
    const [, close, name, attributes = "", empty, text] = match;
    if (close !== undefined && open.pop() !== close) throw new Error(`</${close}> closes nothing`);
    if (name !== undefined) {
      if (open.length === 0) roots++;
      const names = [...attributes.matchAll(/ ([a-zA-Z-]+)=/g)].map(([, attribute]) => attribute);
      if (new Set(names).size !== names.length) throw new Error(`<${name}> repeats an attribute`);
      elements.push(name);
      if (empty === "") open.push(name);
    }
    if (text !== undefined && open[open.length - 1] === "text") {
      texts.push(
        text
          .replace(/&lt;/g, "<")
          .replace(/&gt;/g, ">")
          .replace(/&quot;/g, '"')
          .replace(/&amp;/g, "&"),
      );
    }
  }
  if (open.length > 0 || roots !== 1) throw new Error("not one closed root element");
  return { elements, texts };
}

export interface Image {
  readonly width: number;
  readonly height: number;
  /** Hexadecimal colour of a pixel, without alpha. */
  readonly at: (x: number, y: number) => string;
}

/** Decode an 8-bit RGBA PNG without interlacing. */
export function decodePng(png: Uint8Array): Image {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (view.getUint32(0) !== 0x89504e47) throw new Error("not a PNG");
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (png[24] !== 8 || png[25] !== 6 || png[28] !== 0) throw new Error("not 8-bit RGBA");
  const parts: Uint8Array[] = [];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const kind = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (kind === "IDAT") parts.push(png.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const pixels = unfilter(inflateSync(Buffer.concat(parts)), width * 4, height);
  const at = (x: number, y: number): string =>
    `#${Buffer.from(pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)).toString("hex")}`;
  return { width, height, at };
}

function unfilter(raw: Uint8Array, stride: number, rows: number): Uint8Array {
  const out = new Uint8Array(stride * rows);
  for (let row = 0; row < rows; row++) {
    const filter = raw[row * (stride + 1)];
    for (let i = 0; i < stride; i++) {
      const here = row * stride + i;
      const a = i >= 4 ? out[here - 4]! : 0;
      const b = row > 0 ? out[here - stride]! : 0;
      const c = i >= 4 && row > 0 ? out[here - stride - 4]! : 0;
      const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      const predicted = [0, a, b, (a + b) >> 1, paeth][filter!]!;
      out[here] = raw[row * (stride + 1) + 1 + i]! + predicted;
    }
  }
  return out;
}
