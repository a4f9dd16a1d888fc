import type { FunctionBuilder, Local } from "../targets/webassembly/encoder/function.ts";
import type { ModuleBuilder } from "../targets/webassembly/encoder/module.ts";
import type { Node } from "../targets/webassembly/node.ts";
import {
  type WebAssemblyOperations,
  webAssemblyOperations,
} from "../targets/webassembly/operations.ts";
import { encrypt, type WordOperations, type Words } from "./threefry-rounds.ts";

/** The four words of a block or a key, each in four lanes. */
export type LaneWords = Words<Node>;

/** Load the four words of the key at the parameter `key`, each into all lanes. */
export function loadKey(f: FunctionBuilder, o: WebAssemblyOperations): LaneWords {
  return [0, 1, 2, 3].map((word) => {
    const local = f.local("v128");
    f.get(f.param("key"))
      .op("v128.load32_splat", { offset: 4 * word })
      .set(local);
    return o.value(local);
  }) as unknown as LaneWords;
}

/**
 * Add the function that computes blocks of four words for a list of entities.
 *
 * Parameters: `key` (address of four words), `entities` (address of their numbers), `count`, `block_low` and
 * `block_high` (the counter's upper half), `out` (address), `stride` (bytes from one plane to the next). Word w of
 * entity i is written to out + w * stride + 4 i. Entities are processed in fours: the list and each plane need room for
 * up to three more.
 */
export function emitFillBlocks(m: ModuleBuilder): FunctionBuilder {
  const f = m.func("fill_blocks", {
    params: ["key", "entities", "count", "block_low", "block_high", "out", "stride"].map(
      (name) => [name, "i32"] as const,
    ),
  });
  const o = webAssemblyOperations(f, "f32x4");
  const key = loadKey(f, o);
  const upper = upperCounter(f, o, key);
  const [first, entity] = [key[0], f.local("v128")];
  const at = f.local("i32");
  const end = f.local("i32");
  f.get(f.param("count")).i32(2).op("i32.shl").set(end);
  f.count({ index: at, limit: end, step: 16 }, () => {
    f.get(f.param("entities")).get(at).op("i32.add").op("v128.load", { align: 4 }).set(entity);
    const start = o.instruction("i32x4.add", o.value(entity), first);
    const block = encryptLanes(o, [start, ...upper], key);
    const locals = block.map(() => f.local("v128"));
    o.assign(...block.map((word, i) => [locals[i] as Local, word] as const));
    const address = f.local("i32");
    f.get(f.param("out")).get(at).op("i32.add").set(address);
    for (const local of locals) {
      f.get(address).get(local).op("v128.store", { align: 4 });
      f.get(address).get(f.param("stride")).op("i32.add").set(address);
    }
  });
  return f;
}

/** The words of the counter after the entity, with the key added. */
function upperCounter(
  f: FunctionBuilder,
  o: WebAssemblyOperations,
  key: LaneWords,
): readonly [Node, Node, Node] {
  const splat = (name: string): Node => o.instruction("i32x4.splat", o.value(f.param(name)));
  const words = [o.integer("i32x4", 0), splat("block_low"), splat("block_high")];
  return words.map((word, i) => {
    const local = f.local("v128");
    o.assign([local, o.instruction("i32x4.add", word, key[i + 1] as Node)]);
    return o.value(local);
  }) as unknown as readonly [Node, Node, Node];
}

/** Encrypt blocks in four lanes. */
export function encryptLanes(
  o: WebAssemblyOperations,
  start: LaneWords,
  key: LaneWords,
): LaneWords {
  const operations: WordOperations<Node> = {
    word: (value) => o.integer("i32x4", value),
    add: (a, b) => o.instruction("i32x4.add", a, b),
    xor: (a, b) => o.instruction("v128.xor", a, b),
    rotate: (a, by) =>
      o.instruction(
        "v128.or",
        o.instruction("i32x4.shl", a, o.integer("i32", by)),
        o.instruction("i32x4.shr_u", a, o.integer("i32", 32 - by)),
      ),
  };
  return encrypt(operations, start, key);
}
