import type { Tensor } from "@spikeloom/kernel";
import { mapped } from "../layers/tensor.ts";
import type { NodeView, Outcome, Value } from "./node-view.ts";

/** Operation of a value with a constant, as scale and offset. */
interface Changes {
  readonly scale?: Tensor;
  readonly shift?: Tensor;
}

type Change = (constant: Tensor) => Changes;

const one: Tensor = { shape: [], values: Float32Array.of(1) };
const negated = (tensor: Tensor): Tensor => mapped(tensor, (value) => -value);

/** By operator: with the constant on the right, and on the left if different. */
const changes: Readonly<
  Record<"Add" | "Sub" | "Mul" | "Div", { right: Change; left?: Change | undefined }>
> = {
  Add: { right: (shift) => ({ shift }), left: (shift) => ({ shift }) },
  Sub: {
    right: (shift) => ({ shift: negated(shift) }),
    left: (shift) => ({ scale: negated(one), shift }),
  },
  Mul: { right: (scale) => ({ scale }), left: (scale) => ({ scale }) },
  Div: { right: (divisor) => ({ scale: mapped(divisor, (value) => 1 / value) }) },
};

/** Read a binary operation; with two variable inputs only an addition is a layer. */
export function affine(operator: keyof typeof changes): (node: NodeView) => Outcome {
  return (node) => {
    const [a, b] = [node.value(0), node.value(1)];
    if (a !== undefined && b !== undefined) {
      if (operator !== "Add") return undefined;
      return { layer: { kind: "add", name: node.name, from: [a.layer, b.layer] } };
    }
    const [left, right] = [node.constant(0), node.constant(1)];
    const { right: onRight, left: onLeft } = changes[operator];
    if (a !== undefined && right !== undefined) return changed(node, a, onRight(right));
    return b && left && onLeft && changed(node, b, onLeft(left));
  };
}

function changed({ name }: NodeView, { layer, shape }: Value, { scale, shift }: Changes): Outcome {
  const [factor, summand] = [scale, shift].map(
    (tensor) => tensor && withoutExamples(tensor, shape.length),
  );
  if ((scale && !factor) || (shift && !summand)) return undefined;
  const given = { ...(factor && { scale: factor }), ...(summand && { shift: summand }) };
  return { layer: { kind: "scale", name, from: [layer], ...given } };
}

/** Remove the batch axis; undefined if a constant has more axes than the value. */
function withoutExamples({ shape, values }: Tensor, axes: number): Tensor | undefined {
  if (shape.length <= axes) return { shape, values };
  if (shape.length > axes + 1 || shape[0] !== 1) return undefined;
  return { shape: shape.slice(1), values };
}
