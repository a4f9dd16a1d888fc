import type { ElementType, NumberArray } from "./datatypes.ts";

/** A string, a float64 (number), an int64 (bigint), numbers of any type, strings, or the position of a dataset. */
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
  /** Whether it is a scalar instead of a list. */
  readonly isOne?: boolean;
}

/** A group as it will appear in the file. */
export interface GroupNode {
  readonly kind: "group";
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  /** By name; a node with two names is stored once. */
  readonly links: ReadonlyMap<string, TreeNode>;
  /** Target paths of soft links, by name. */
  readonly paths?: ReadonlyMap<string, string>;
}

/** Position of a dataset's elements. */
export type Storage =
  | { readonly kind: "contiguous"; readonly address: number; readonly bytes: number }
  | {
      readonly kind: "chunked";
      readonly tree: number;
      readonly chunk: readonly number[];
      /** gzip level of its chunks, if compressed; such a dataset does not grow. */
      readonly gzip?: number;
    };

/** A dataset whose elements are already in the file. */
export interface DatasetNode {
  readonly kind: "dataset";
  readonly type: ElementType;
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  readonly storage: Storage;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

/** Any named object of a file. */
export type TreeNode = GroupNode | DatasetNode;
