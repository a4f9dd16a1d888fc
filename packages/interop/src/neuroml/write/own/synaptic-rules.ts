import {
  affineIn,
  type Expression,
  freeNames,
  parseExpression,
  sameExpression,
} from "@spikeloom/equations";
import type { NeuronRecord } from "@spikeloom/kernel";
import { binary, name, renamed } from "../../../lems/tree.ts";
import { ratesOf } from "../../../lems/write/rates.ts";

/** Receptor dynamics, in terms of the model's own variables. */
export interface SynapticRules {
  readonly rates: ReadonlyMap<string, Expression>;
  readonly jumps: ReadonlyMap<string, Expression>;
  /** In units of the input. */
  readonly current: Expression;
  readonly input: string;
}

/**
 * Find the dynamics of a receptor whose events have additive currents.
 *
 * They must be linear in the receptor's states, which only the potential may read. Undefined otherwise.
 */
export function synapticRules(model: NeuronRecord, receptor: string): SynapticRules | undefined {
  const { state = {}, inputs = {} } = model;
  const inFull = (e: Expression): Expression => written(model, e);
  const rates = new Map([...ratesOf(model)].map(([own, e]) => [own, inFull(e)]));
  const jumps = new Map(
    Object.entries(model.receptors?.[receptor]?.on ?? {}).map(([own, text]) => [
      own,
      inFull(parseExpression(text)),
    ]),
  );
  const own = statesOf(rates, [...jumps.keys()]);
  const derivative = rates.get("v");
  const [input] = Object.keys(inputs);
  if (own.has("v") || derivative === undefined || input === undefined) return undefined;
  const others = [...Object.keys(state), ...Object.keys(inputs), "t", "dt"];
  const readsOnly = (e: Expression, names: ReadonlySet<string>): boolean =>
    others.every((each) => names.has(each) || !freeNames(e).has(each));
  const seen = new Set(["v", ...own]);
  const isOwn = [...own].every((each) => {
    const e = rates.get(each);
    return e !== undefined && isLinear(e, own) && readsOnly(e, seen);
  });
  const isJump = [...jumps].every(([to, e]) => isRaised(e, to) && readsOnly(e, seen));
  if (!isOwn || !isJump || !isLeftAlone(model, { rates, own })) return undefined;
  const form = affineIn(derivative, new Set([...own, input]));
  const share = form?.coefficients.get(input);
  if (form === undefined || share === undefined || !readsOnly(share, new Set())) return undefined;
  const terms = [...own].flatMap((each) => {
    const open = form.coefficients.get(each);
    return open === undefined ? [] : [binary("multiply", overShare(open, share), name(each))];
  });
  const [first, ...rest] = terms;
  if (first === undefined || !terms.every((e) => readsOnly(e, seen))) return undefined;
  const current = rest.reduce((before, each) => binary("add", before, each), first);
  return { rates: new Map([...rates].filter(([each]) => own.has(each))), jumps, current, input };
}

/** Divide a receptor's effect by an input's effect: the common capacitance cancels. */
function overShare(open: Expression, share: Expression): Expression {
  if (share.kind === "number" && share.value === 1) return open;
  if (
    open.kind === "divide" &&
    share.kind === "divide" &&
    sameExpression(open.right, share.right)
  ) {
    return overShare(open.left, share.left);
  }
  return binary("divide", open, share);
}

/** Expand named expressions. */
export function written(model: NeuronRecord, e: Expression): Expression {
  return renamed(e, (each) => {
    const text = model.expressions?.[each]?.value;
    return text === undefined ? name(each) : written(model, parseExpression(text));
  });
}

/** Whether only the potential reads receptor states, and nothing else sets them. */
export function isLeftAlone(
  model: NeuronRecord,
  {
    rates,
    own,
  }: { readonly rates: ReadonlyMap<string, Expression>; readonly own: ReadonlySet<string> },
): boolean {
  const { spike } = model;
  const reset = spike?.reset ?? {};
  const texts = [spike?.when ?? "False", spike?.rate ?? "0", ...Object.values(reset)];
  const isUnread = [
    ...texts.map((text) => written(model, parseExpression(text))),
    ...[...rates].flatMap(([to, e]) => (to === "v" || own.has(to) ? [] : [e])),
  ].every((e) => ![...freeNames(e)].some((each) => own.has(each)));
  const set = [...Object.keys(reset), ...(spike?.refractory?.hold ?? [])];
  return isUnread && !set.some((each) => own.has(each));
}

/** States changed by events, and those that depend on them, except the potential. */
function statesOf(
  rates: ReadonlyMap<string, Expression>,
  jumping: readonly string[],
): ReadonlySet<string> {
  const own = new Set(jumping);
  for (let before = 0; before !== own.size; ) {
    before = own.size;
    for (const [each, e] of rates) {
      if (each !== "v" && [...freeNames(e)].some((read) => own.has(read))) own.add(each);
    }
  }
  return own;
}

function isLinear(e: Expression, names: ReadonlySet<string>): boolean {
  const form = affineIn(e, names);
  return form?.constant.kind === "number" && form.constant.value === 0;
}

/** Whether an event adds to a state a multiple of its weight. */
function isRaised(e: Expression, to: string): boolean {
  const form = affineIn(e, new Set([to, "weight"]));
  const own = form?.coefficients.get(to);
  if (form?.constant.kind !== "number" || form.constant.value !== 0) return false;
  return own?.kind === "number" && own.value === 1;
}
