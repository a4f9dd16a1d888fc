import { littleEndian } from "./little-endian.ts";
import type { Space } from "./space.ts";
import { noAddress } from "./superblock.ts";

/** Chunk index of a dataset that grows by rows: a version 1 B-tree. */
export interface ChunkTree {
  /** Address of the root node. */
  readonly root: number;
  /** Add the next chunk; compressed ones have individual sizes. */
  add(address: number, bytes?: number): void;
  /** Return the changed nodes in the order in which they must be written. */
  changed(): readonly { readonly address: number; readonly bytes: Uint8Array }[];
}

/** Parameters of a dataset's tree. */
export interface ChunkTreeOptions {
  readonly space: Space;
  /** Elements of a chunk in each dimension; all but the first span the dataset. */
  readonly chunk: readonly number[];
  /** Size of the first chunk, and default size. */
  readonly chunkBytes: number;
}

interface Child {
  /** Index of the first chunk below it, or of the chunk. */
  readonly first: number;
  readonly address: number;
  /** Address of the first chunk below it. */
  readonly bytes: number;
}

interface Node {
  readonly address: number;
  readonly level: number;
  readonly left: number | undefined;
  /** Right neighbour, known once the node is full. */
  right: Omit<Child, "bytes"> | undefined;
  /** Index of the first chunk below it. */
  readonly first: number;
  readonly children: Child[];
}

/** Twice the rank that readers assume if the superblock states no other. */
const mostChildren = 64;

/** A node never crosses a page boundary, so a single write replaces it atomically. */
const pageBytes = 4096;

/**
 * Create the tree of a dataset with its first chunk.
 *
 * Chunks are only appended, so a written node only gains children. It is overwritten in place: a reader with older
 * metadata finds everything of the old node in the new one.
 */
export function chunkTree(firstChunk: number, options: ChunkTreeOptions): ChunkTree {
  const { space } = options;
  const dirty = new Set<Node>();
  let chunks = 0;
  /** Last node of each level, leaves first. */
  const edge: Node[] = [];
  const newNode = (level: number, first: number, left?: Node): Node => {
    const address = space.take(pageBytes, pageBytes);
    const node: Node = {
      address,
      level,
      first,
      left: left?.address,
      right: undefined,
      children: [],
    };
    if (left !== undefined) left.right = { address, first };
    edge[level] = node;
    return node;
  };
  const insert = (level: number, child: Child): void => {
    const last = edge[level];
    if (last !== undefined && last.children.length < mostChildren) {
      last.children.push(child);
      return;
    }
    const node = newNode(level, child.first, last);
    node.children.push(child);
    if (last === undefined) return;
    if (edge[level + 1] === undefined) newNode(level + 1, last.first).children.push(childOf(last));
    insert(level + 1, childOf(node));
  };
  const add = (address: number, bytes = options.chunkBytes): void => {
    for (const node of edge) dirty.add(node);
    insert(0, { first: chunks, address, bytes });
    for (const node of edge) dirty.add(node);
    chunks += 1;
  };
  add(firstChunk);
  return {
    get root() {
      return edge.at(-1)?.address ?? 0;
    },
    add,
    changed() {
      // No node may refer to an unwritten one: lower levels first, then right to left.
      const nodes = [...dirty].sort((a, b) => a.level - b.level || b.first - a.first);
      dirty.clear();
      return nodes.map((node) => ({
        address: node.address,
        bytes: encodeNode(node, { ...options, chunks }),
      }));
    },
  };
}

function childOf({ first, address, children }: Node): Child {
  return { first, address, bytes: children[0]?.bytes ?? 0 };
}

function encodeNode(
  { level, left, right, children }: Node,
  { chunk, chunkBytes, chunks }: ChunkTreeOptions & { readonly chunks: number },
): Uint8Array {
  const out = littleEndian();
  const [rows = 1, ...others] = chunk;
  const key = (index: number, bytes = chunkBytes): void => {
    out.u32(bytes);
    // No filter is skipped.
    out.u32(0);
    out.u64(index * rows);
    for (const _ of others) out.u64(0);
    // Offset within an element.
    out.u64(0);
  };
  out.ascii("TREE");
  out.u8(1);
  out.u8(level);
  out.u16(children.length);
  out.u64(left ?? noAddress);
  out.u64(right?.address ?? noAddress);
  for (const { first, address, bytes } of children) {
    key(first, bytes);
    out.u64(address);
  }
  key(right?.first ?? chunks);
  out.padTo(pageBytes);
  return out.view();
}
