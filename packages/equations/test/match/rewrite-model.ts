import {
  type Expression,
  formatExpression,
  mapChildren,
  parseExpression,
  substitute,
} from "@spikeloom/equations";
import type { NeuronRecord, PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import type { Draw } from "../../../../tools/test/draws.ts";

/** What is done to a text of a model. */
export type Change = (e: Expression) => Expression;

/** Change all equations of a neuron model. */
export function changeEquations(model: NeuronRecord, change: Change): NeuronRecord {
  const text = (written: string): string => formatExpression(change(parseExpression(written)));
  const texts = (written: object | undefined) =>
    written && Object.fromEntries(Object.entries(written).map(([name, one]) => [name, text(one)]));
  const { spike, expressions, receptors, outputs } = model;
  const inner = <Part extends object>(parts: Readonly<Record<string, Part>>, key: keyof Part) =>
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => {
        const value = part[key] as unknown;
        return [
          name,
          { ...part, [key]: typeof value === "string" ? text(value) : texts(value as object) },
        ];
      }),
    );
  return JSON.parse(
    JSON.stringify({
      ...model,
      expressions: expressions && inner(expressions, "value"),
      receptors: receptors && inner(receptors, "on"),
      outputs: outputs && inner(outputs, "value"),
      dynamics: texts(model.dynamics),
      step: model.step?.map(texts),
      spike: spike && {
        ...spike,
        ...texts({
          ...(spike.when && { when: spike.when }),
          ...(spike.rate && { rate: spike.rate }),
        }),
        reset: texts(spike.reset),
        refractory: spike.refractory && {
          ...spike.refractory,
          ...(spike.refractory.for && { for: text(spike.refractory.for) }),
        },
      },
    }),
  );
}

/** Change all equations of a synapse model or a rule of plasticity. */
export function changeRules(
  model: SynapseRecord | PlasticityRecord,
  change: Change,
): SynapseRecord | PlasticityRecord {
  const text = (written: string): string => formatExpression(change(parseExpression(written)));
  const each = <Part>(
    parts: Readonly<Record<string, Part>> | undefined,
    of: (one: Part) => unknown,
  ) => parts && Object.fromEntries(Object.entries(parts).map(([name, one]) => [name, of(one)]));
  const { deliver, coupling } = model.kind === "synapse" ? model : {};
  return JSON.parse(
    JSON.stringify({
      ...model,
      expressions: each(model.expressions, (one) => ({ ...one, value: text(one.value) })),
      dynamics: each(model.dynamics, (one) =>
        typeof one === "string" ? text(one) : { ...one, derivative: text(one.derivative) },
      ),
      on: each(model.on, (group) => each(group, text)),
      deliver: deliver && text(deliver),
      coupling: coupling?.map((one) => ({ ...one, value: text(one.value) })),
    }),
  );
}

/** Call every parameter, state, input, receptor and expression something else. */
export function renamed(model: NeuronRecord): NeuronRecord {
  const { parameters, state, inputs, expressions, receptors, outputs, spike } = model;
  const own = [parameters, state, inputs, expressions, outputs].flatMap((one) =>
    Object.keys(one ?? {}),
  );
  const names = new Map(own.map((name, k) => [name, `x${k}q`] as const));
  const changed = changeEquations(model, (e) =>
    substitute(e, new Map([...names].map(([name, to]) => [name, { kind: "name", name: to }]))),
  );
  const keys = (part: object | undefined) =>
    part &&
    Object.fromEntries(Object.entries(part).map(([name, one]) => [names.get(name) ?? name, one]));
  const initials = (part: NeuronRecord["state"]) =>
    part &&
    Object.fromEntries(Object.entries(part).map(([name, one]) => [name, { ...one, initial: 0 }]));
  const nextSpike = changed.spike && {
    ...changed.spike,
    reset: keys(changed.spike.reset),
    refractory: changed.spike.refractory && {
      ...changed.spike.refractory,
      hold: spike?.refractory?.hold?.map((name) => names.get(name)),
    },
  };
  return JSON.parse(
    JSON.stringify({
      ...changed,
      name: "of-a-stranger",
      parameters: keys(changed.parameters),
      state: keys(zeroUnits(initials(changed.state))),
      inputs: keys(changed.inputs),
      expressions: keys(changed.expressions),
      outputs: keys(changed.outputs),
      dynamics: keys(changed.dynamics),
      step: changed.step?.map(keys),
      receptors:
        receptors &&
        Object.fromEntries(
          Object.entries(changed.receptors ?? {}).map(([name, one]) => [
            `${name}_port`,
            { ...one, on: keys(one.on) },
          ]),
        ),
      spike: nextSpike,
    }),
  );
}

function zeroUnits(part: NeuronRecord["state"]) {
  return (
    part &&
    Object.fromEntries(
      Object.entries(part).map(([name, one]) => [
        name,
        { ...one, initial: one.unit === "1" ? 0 : `0 ${one.unit}` },
      ]),
    )
  );
}

/** Write an expression in another form that means the same. */
export function reformed(draw: Draw): Change {
  const rewrite = (whole: Expression): Expression => {
    const e = mapChildren(whole, rewrite);
    if (e.kind === "add" || e.kind === "multiply") {
      const [left, right] = draw(2) === 0 ? [e.left, e.right] : [e.right, e.left];
      const sum = right.kind === "add" || right.kind === "subtract" ? right : undefined;
      if (e.kind === "multiply" && sum !== undefined && draw(2) === 0) {
        const times = (part: Expression): Expression => ({ kind: "multiply", left, right: part });
        return { kind: sum.kind, left: times(sum.left), right: times(sum.right) };
      }
      return { kind: e.kind, left, right };
    }
    if (e.kind === "subtract" && draw(3) === 0) {
      return { kind: "add", left: { kind: "negate", of: e.right }, right: e.left };
    }
    if (e.kind === "divide" && draw(2) === 0) {
      const { left } = e;
      if (left.kind === "add" || left.kind === "subtract") {
        const part = (of: Expression): Expression => ({ kind: "divide", left: of, right: e.right });
        return { kind: left.kind, left: part(left.left), right: part(left.right) };
      }
      const inverse: Expression = {
        kind: "divide",
        left: { kind: "number", value: 1 },
        right: e.right,
      };
      return { kind: "multiply", left: inverse, right: left };
    }
    if (e.kind === "name" && draw(12) === 0) {
      const twice: Expression = { kind: "multiply", left: { kind: "number", value: 4 }, right: e };
      return { kind: "divide", left: twice, right: { kind: "number", value: 4 } };
    }
    return e;
  };
  return rewrite;
}
