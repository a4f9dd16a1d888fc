import { crc32, deflateSync } from "node:zlib";
import { pixelsPerDigit, side } from "./digit-size.ts";

/** Pixels between two fields, and of the picture per pixel of a digit. */
const [gap, zoom] = [1, 2];

/**
 * Draw the weights onto each neuron as a picture of 28 by 28 pixels, in a PNG.
 *
 * Black is the largest weight of all, white is 0.
 */
export function drawFields(weights: Float64Array, neurons: number, columns: number): Uint8Array {
  const rows = Math.ceil(neurons / columns);
  const tile = side + gap;
  const [width, height] = [columns * tile + gap, rows * tile + gap];
  const grey = new Uint8Array(width * height).fill(200);
  const greatest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const left = gap + (neuron % columns) * tile;
    const top = gap + Math.floor(neuron / columns) * tile;
    for (let p = 0; p < pixelsPerDigit; p++) {
      const at = (top + Math.floor(p / side)) * width + left + (p % side);
      grey[at] = 255 - Math.round((255 * (weights[p * neurons + neuron] ?? 0)) / greatest);
    }
  }
  return encodeGrey(enlarge(grey, width, height), zoom * width, zoom * height);
}

function enlarge(grey: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(grey.length * zoom * zoom);
  for (let y = 0; y < zoom * height; y++) {
    for (let x = 0; x < zoom * width; x++) {
      out[y * zoom * width + x] = grey[Math.floor(y / zoom) * width + Math.floor(x / zoom)] ?? 0;
    }
  }
  return out;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Write pixels of one byte as PNG (ISO/IEC 15948): header, one block of data, end. */
function encodeGrey(grey: Uint8Array, width: number, height: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  // Eight bits of grey; for the other settings there is only one choice.
  header.setUint8(8, 8);
  const lines = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    lines.set(grey.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  return Buffer.concat([
    Uint8Array.from(signature),
    block("IHDR", new Uint8Array(header.buffer)),
    block("IDAT", deflateSync(lines)),
    block("IEND", new Uint8Array(0)),
  ]);
}

function block(name: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const ends = new DataView(new ArrayBuffer(8));
  ends.setUint32(0, data.length);
  ends.setUint32(4, crc32(body));
  const [length, sum] = [new Uint8Array(ends.buffer, 0, 4), new Uint8Array(ends.buffer, 4, 4)];
  return Buffer.concat([length, body, sum]);
}
