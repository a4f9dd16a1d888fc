import type { Tensor } from "@spikeloom/kernel";
import { damaged } from "../layers/damage.ts";
import { transposed } from "../layers/tensor.ts";
import type { NodeView, Outcome, Value } from "./node-view.ts";

/** Read a reshape; the batch axis must be preserved. */
export function reshape(node: NodeView): Outcome {
  const shape = node.constant(1)?.values;
  if (shape === undefined) return undefined;
  const [value, constant] = [node.value(0), node.constant(0)];
  if (constant !== undefined) return { constant: reshaped(node, constant, [...shape]) };
  if (value === undefined) return undefined;
  const [examples, ...rest] = [...shape];
  if (
    examples === undefined ||
    ![0, -1, 1].includes(examples) ||
    (examples === -1 && rest.includes(-1))
  )
    return undefined;
  const wanted = rest.map((length, k) => (length === 0 ? (value.shape[k] ?? -1) : length));
  return shapedAs(node, value, wanted);
}

function shapedAs({ name }: NodeView, { layer, shape }: Value, wanted: readonly number[]): Outcome {
  if (wanted.filter((length) => length < 0).length > 1) return undefined;
  if (wanted.length === 1) return { layer: { kind: "flatten", name, from: [layer] } };
  const all = shape.reduce<number | undefined>(
    (a, b) => (a === undefined || b === undefined ? undefined : a * b),
    1,
  );
  const given = wanted.filter((length) => length >= 0).reduce((a, b) => a * b, 1);
  const open = all === undefined || given === 0 ? -1 : all / given;
  return {
    layer: {
      kind: "reshape",
      name,
      from: [layer],
      shape: wanted.map((length) => (length < 0 ? open : length)),
    },
  };
}

function reshaped(
  { name }: NodeView,
  { shape, values }: Tensor,
  wanted: readonly number[],
): Tensor {
  const kept = wanted.map((length, k) => (length === 0 ? (shape[k] ?? 0) : length));
  const given = kept.filter((length) => length >= 0).reduce((a, b) => a * b, 1);
  const to = kept.map((length) => (length < 0 ? values.length / given : length));
  if (to.reduce((a, b) => a * b, 1) !== values.length)
    damaged(name, `${values.length} numbers do not fill ${to.join(" by ")}`);
  return { shape: to, values };
}

/** Read a transposition; the batch axis must stay first. */
export function transpose(node: NodeView): Outcome {
  const [value, constant] = [node.value(0), node.constant(0)];
  const rank = constant?.shape.length ?? (value?.shape.length ?? 0) + 1;
  const axes = node.wholes("perm") ?? Array.from({ length: rank }, (_, k) => rank - 1 - k);
  if ([...axes].sort((a, b) => a - b).some((axis, k) => axis !== k) || axes.length !== rank) {
    damaged(node.name, `its axes are ${axes.join(", ")}, of ${rank}`);
  }
  if (constant !== undefined) return { constant: transposed(constant, axes) };
  if (value === undefined || axes[0] !== 0) return undefined;
  const own = axes.slice(1).map((axis) => axis - 1);
  return { layer: { kind: "transpose", name: node.name, from: [value.layer], axes: own } };
}

/** Read the removal of axes of length 1. */
export function squeeze(node: NodeView): Outcome {
  return withAxes(node, (shape, axes) => {
    const rank = shape.length;
    const gone = axes?.map((axis) => (axis < 0 ? axis + rank : axis));
    return shape.filter(
      (length, axis) => !(gone === undefined ? axis > 0 && length === 1 : gone.includes(axis)),
    );
  });
}

/** Read the insertion of axes of length 1. */
export function unsqueeze(node: NodeView): Outcome {
  return withAxes(node, (shape, axes = []) => {
    const rank = shape.length + axes.length;
    const places = axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
    return places.reduce((all, axis) => all.toSpliced(axis, 0, 1), [...shape]);
  });
}

type Reshaping = (
  shape: readonly number[],
  axes: readonly number[] | undefined,
) => readonly number[];

/** Axes are an attribute up to operator set 12, and an input afterwards. */
function withAxes(node: NodeView, change: Reshaping): Outcome {
  const [value, constant, given] = [node.value(0), node.constant(0), node.constant(1)];
  const axes = node.wholes("axes") ?? (given && [...given.values]);
  if (constant !== undefined)
    return { constant: { ...constant, shape: change(constant.shape, axes) } };
  if (value === undefined || value.shape.includes(undefined)) return undefined;
  // A batch axis is prepended, so that positions keep their meaning; it must remain.
  const examples = -7;
  const [first, ...rest] = change([examples, ...(value.shape as readonly number[])], axes);
  return first === examples ? shapedAs(node, value, rest) : undefined;
}
