import { RECORD_DAMAGED } from "../../errors.ts";

/** A WFDB annotation at a sample. */
export interface WfdbAnnotation {
  readonly sample: number;
  /** Mnemonic of its type, such as `N` for a normal beat. */
  readonly symbol: string;
  readonly text: string;
}

/** Mnemonics by code (WFDB, "annot(5)", ecgcodes.h). */
const symbols: readonly string[] = [
  ...[" ", "N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "~", "[15]"],
  ...["|", "[17]", "s", "T", "*", "D", '"', "=", "p", "B", "^", "t", "+", "u", "?", "!"],
  ...["[", "]", "e", "n", "@", "x", "f", "(", ")", "r"],
];

const codes = { skip: 59, number: 60, subtype: 61, channel: 62, text: 63 };

/**
 * Read an annotation file in the MIT format (WFDB, "annot(5)").
 *
 * 16-bit words: six bits of type and ten bits of the number of samples since the previous one; a zero word ends the
 * list.
 */
export function readWfdbAnnotations(bytes: Uint8Array, file: string): readonly WfdbAnnotation[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const list: { sample: number; symbol: string; text: string }[] = [];
  let sample = 0;
  for (let at = 0; at + 2 <= bytes.length; ) {
    const word = view.getUint16(at, true);
    const code = word >>> 10;
    const value = word & 1023;
    at += 2;
    if (word === 0) return list;
    if (code === codes.skip) {
      if (at + 4 > bytes.length) break;
      // Two words, the upper one first.
      sample += (view.getInt16(at, true) << 16) | view.getUint16(at + 2, true);
      at += 4;
    } else if (code === codes.text) {
      if (at + value > bytes.length) break;
      const last = list.at(-1);
      const text = new TextDecoder("latin1").decode(bytes.subarray(at, at + value));
      if (last !== undefined) last.text = text.replace(/\0+$/, "");
      at += value + (value % 2);
    } else if (code < codes.skip) {
      sample += value;
      list.push({ sample, symbol: symbols[code] ?? `[${code}]`, text: "" });
    }
    // Numbers, subtypes and channels of annotations do not affect the result.
  }
  const expected = "a zero word at the end";
  throw RECORD_DAMAGED({ file, byte: bytes.length, expected, got: "none" });
}
