import type { ElementType, NumberArray } from "./datatypes.ts";

/** A text, a float64 (number), an int64 (bigint), numbers of any type, texts, or the place of a dataset. */
export type AttributeValue =
  | string
  | number
  | bigint
  | AttributeNumbers
  | readonly string[]
  | { readonly to: DatasetNode };

/** Numbers of an attribute. */
export interface AttributeNumbers {
  readonly values: NumberArray;
  /** Whether it is one number instead of a list. */
  readonly isOne?: boolean;
}

/** A group as it is to be found in the file. */
export interface GroupNode {
  readonly kind: "group";
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  /** By name; the same node under two names is kept once. */
  readonly links: ReadonlyMap<string, TreeNode>;
  /** Paths of what is elsewhere in the file, by name: soft links. */
  readonly paths?: ReadonlyMap<string, string>;
}

/** Where the elements of a dataset are. */
export type Storage =
  | { readonly kind: "contiguous"; readonly address: number; readonly bytes: number }
  | {
      readonly kind: "chunked";
      readonly tree: number;
      readonly chunk: readonly number[];
      /** Level of gzip by which chunks are packed, if they are; such a dataset does not grow. */
      readonly gzip?: number;
    };

/** A dataset whose elements are in the file already. */
export interface DatasetNode {
  readonly kind: "dataset";
  readonly type: ElementType;
  /** Empty for a single element. */
  readonly shape: readonly number[];
  readonly storage: Storage;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

/** Anything that has a name in a file. */
export type TreeNode = GroupNode | DatasetNode;
