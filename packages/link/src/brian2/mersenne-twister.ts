import { compileModule, type FunctionBuilder, moduleBuilder, wasm } from "@spikeloom/code/encoder";

/** The state of a Mersenne Twister (Matsumoto & Nishimura 1998), and the numbers that it gives. */
export interface MersenneTwister {
  /** The 624 words of the state. */
  readonly words: Uint32Array;
  /** Numbers of [0, 1) with 53 bits, each of two words; only `renew` changes them. */
  readonly fractions: Float64Array;
  /** Advance all words. */
  advance(): void;
  /** Compute the fractions of pairs of words from the word `first` on, 0 or 1; with 1, the last one is invalid. */
  renew(first: number): void;
}

/** Number of words. */
export const wordCount = 624;

const middle = 397;
const wordBytes = 4 * wordCount;
// The fractions follow the words, both at multiples of 16 bytes.
const fractionsAt = wordBytes;

let compiled: ReturnType<typeof compileModule> | undefined;

/** Create a generator in a memory of its own, four words at a time. */
export function mersenneTwister(): MersenneTwister {
  compiled ??= compileModule(written());
  const memory = new wasm.Memory({ initial: 1, maximum: 1 });
  const { exports } = new wasm.Instance(compiled, { env: { memory } });
  return {
    words: new Uint32Array(memory.buffer, 0, wordCount),
    fractions: new Float64Array(memory.buffer, fractionsAt, wordCount / 2),
    advance: exports["advance"] as () => void,
    renew: exports["renew"] as (first: number) => void,
  };
}

function written(): Uint8Array<ArrayBuffer> {
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 1 } });
  writeFractions(m.func("renew", { params: [["first", "i32"]] }));
  const f = m.func("advance");
  // Words before the last 227 read words ahead of them, the others read words that are already advanced.
  const ahead = wordCount - middle;
  const whole = ahead - (ahead % 4);
  writeVectors(f, { from: 0, until: whole, partner: middle });
  for (let k = whole; k < ahead; k++) writeWord(f, { word: k, next: k + 1, partner: k + middle });
  writeVectors(f, { from: ahead, until: wordCount - 1, partner: -ahead });
  writeWord(f, { word: wordCount - 1, next: 0, partner: middle - 1 });
  return m.build();
}

interface Vectors {
  /** Words from here, up to a multiple of four after it. */
  readonly from: number;
  readonly until: number;
  /** Distance of the word that is mixed in. */
  readonly partner: number;
}

function writeVectors(f: FunctionBuilder, { from, until, partner }: Vectors): void {
  const [at, end, next] = [f.local("i32"), f.local("i32"), f.local("v128")];
  const first = Math.min(0, partner);
  f.i32(4 * (from + first)).set(at);
  f.i32(4 * (until + first)).set(end);
  const [own, mixed] = [-4 * first, 4 * (partner - first)];
  f.count({ index: at, limit: end, step: 16 }, () => {
    f.get(at).get(at).op("v128.load", { offset: mixed });
    f.get(at).op("v128.load", { offset: own });
    f.get(f.constant("i32x4", upper)).op("v128.and");
    f.get(at)
      .op("v128.load", { offset: own + 4 })
      .tee(next);
    f.get(f.constant("i32x4", lower)).op("v128.and").op("v128.or");
    f.i32(1).op("i32x4.shr_u").op("v128.xor");
    f.get(next).get(f.constant("i32x4", 1)).op("v128.and").op("i32x4.neg");
    f.get(f.constant("i32x4", matrix)).op("v128.and").op("v128.xor");
    f.op("v128.store", { offset: own });
  });
}

interface OneWord {
  readonly word: number;
  readonly next: number;
  readonly partner: number;
}

function writeWord(f: FunctionBuilder, { word, next, partner }: OneWord): void {
  const load = (index: number): FunctionBuilder => f.i32(0).op("i32.load", { offset: 4 * index });
  f.i32(0);
  load(partner);
  load(word).i32(upper).op("i32.and");
  load(next).i32(lower).op("i32.and").op("i32.or").i32(1).op("i32.shr_u").op("i32.xor");
  f.i32(0);
  load(next).i32(1).op("i32.and").op("i32.sub").i32(matrix).op("i32.and").op("i32.xor");
  f.op("i32.store", { offset: 4 * word });
}

/** Temper the words, and join pairs of 27 and 26 bits to fractions. */
function writeFractions(f: FunctionBuilder): void {
  const [at, end, y] = [f.local("i32"), f.local("i32"), f.local("v128")];
  const shift = f.local("i32");
  f.get(f.param("first")).i32(2).op("i32.shl").set(shift);
  f.i32(0).set(at).i32(wordBytes).set(end);
  const mixWith = (shift: "shr_u" | "shl", bits: number, mask?: number): void => {
    f.get(y).get(y).i32(bits).op(`i32x4.${shift}`);
    if (mask !== undefined) f.get(f.constant("i32x4", mask)).op("v128.and");
    f.op("v128.xor").set(y);
  };
  const half = (lanes: readonly number[], unused: number): void => {
    f.get(y).get(y).op("i8x16.shuffle", lanes);
    f.i32(unused).op("i32x4.shr_u").op("f64x2.convert_low_i32x4_u");
  };
  f.count({ index: at, limit: end, step: 16 }, () => {
    f.get(at).get(shift).op("i32.add").op("v128.load").set(y);
    mixWith("shr_u", 11);
    mixWith("shl", 7, 0x9d2c5680 | 0);
    mixWith("shl", 15, 0xefc60000 | 0);
    mixWith("shr_u", 18);
    f.get(at);
    half(evenWords, 5);
    f.get(f.constant("f64x2", 2 ** 26)).op("f64x2.mul");
    half(oddWords, 6);
    f.op("f64x2.add")
      .get(f.constant("f64x2", 2 ** -53))
      .op("f64x2.mul");
    // Two fractions take the space of their four words.
    f.op("v128.store", { offset: fractionsAt });
  });
}

const upper = 0x80000000 | 0;
const lower = 0x7fffffff;
const matrix = 0x9908b0df | 0;
const evenWords = [0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11];
const oddWords = [4, 5, 6, 7, 12, 13, 14, 15, 4, 5, 6, 7, 12, 13, 14, 15];
