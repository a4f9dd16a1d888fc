import type { Expression } from "@spikeloom/equations";
import { type Dimension, divideDimensions, parseUnit, sameDimension } from "@spikeloom/units";
import { binary, name, number, select } from "../tree.ts";
import { addDerived, addValue, expose, freeIn, type TypeDraft } from "./type-draft.ts";
import type { TypeRequest } from "./type-request.ts";

const time: Dimension = parseUnit("ms").dimension;
const current: Dimension = parseUnit("pA").dimension;

/** Inputs: the sum of their stimuli as a function of time. */
export function deriveInputs(draft: TypeDraft, request: TypeRequest): void {
  const { resolved, courses, seen } = request;
  for (const [own, { unit, about }] of Object.entries(resolved.model.inputs ?? {})) {
    const { dimension } = parseUnit(unit);
    if (request.place?.input === own) {
      draft.names.set(own, attachedInput(draft, own, { dimension, about }));
      continue;
    }
    const fed = courses.filter(({ input }) => input === own);
    const sums = fed.map((course, k) => {
      const pieces = course.pieces.map(({ after, value }, piece) => {
        const of = `${own}_${k}_${piece}`;
        const amount = { value: { value, dimension }, about: `amount ${piece} of ${about}` };
        const from = {
          value: { value: after, dimension: time },
          about: `start of piece ${piece}`,
        };
        return {
          amount: addValue(draft, of, amount),
          from: after <= 0 ? undefined : addValue(draft, `${of}_from`, from),
        };
      });
      const value = pieces.reduce<Expression>(
        (earlier, { amount, from }) =>
          from === undefined
            ? name(amount)
            : select(binary("greater", name("t"), name(from)), name(amount), earlier),
        number(0),
      );
      return addDerived(draft, `${own}_${k}`, { value, dimension });
    });
    const zero = (): Expression =>
      unit === "1" ? number(0) : binary("multiply", number(0), name(zeroOf(draft, dimension, own)));
    const [first, ...others] = sums.map(name);
    const value = others.reduce((sum, each) => binary("add", sum, each), first ?? zero());
    const exposed = seen.has(own) ? { exposed: about } : {};
    draft.names.set(own, addDerived(draft, own, { value, dimension, ...exposed }));
  }
}

/** An input fed by the sum of all attached currents; if it is not a current, a pA is one unit of it. */
function attachedInput(
  draft: TypeDraft,
  own: string,
  { dimension, about }: { readonly dimension: Dimension; readonly about: string },
): string {
  draft.members.push({
    name: "Attachments",
    attributes: { name: "synapses", type: "basePointCurrent" },
  });
  const sum = freeIn(draft, sameDimension(dimension, current) ? own : `${own}_current`);
  draft.dimensions.set(sum, current);
  draft.variables.push({
    name: "DerivedVariable",
    attributes: {
      name: sum,
      exposure: sum,
      dimension: draft.units.dimension(current),
      select: "synapses[*]/i",
      reduce: "add",
    },
  });
  expose(draft, sum, about);
  if (sameDimension(dimension, current)) return sum;
  const perCurrent = { value: 1, dimension: divideDimensions(dimension, current) };
  const unit = addValue(draft, `${own}_per_current`, {
    value: perCurrent,
    about: `attached current as ${about}`,
  });
  const value = binary("multiply", name(sum), name(unit));
  return addDerived(draft, own, { value, dimension, exposed: about });
}

/** One unit of a dimension. */
function zeroOf(draft: TypeDraft, dimension: Dimension, own: string): string {
  const value = { value: 1, dimension };
  return addValue(draft, `${own}_unit`, { value, about: "one unit, with zero value" });
}
