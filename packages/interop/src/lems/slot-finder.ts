import type { EventLink } from "./connect.ts";
import type { Attached } from "./populations.ts";
import type { Prototype, Slot } from "./prototype.ts";

/** Find the slot of each connection in turn: components attached to an instance occupy its slots in order. */
export function slotFinder({
  slots,
}: Pick<Prototype, "slots">): (link: EventLink, index: number) => Slot | undefined {
  const slotsOf = Map.groupBy(slots, ({ attached }) => attached);
  const attachedOf = new Map<EventLink, Attached>();
  for (const attached of slotsOf.keys()) {
    for (const { link } of attached.links) attachedOf.set(link, attached);
  }
  const counts = new Map<Attached, Map<number, number>>();
  return (link, index) => {
    const attached = attachedOf.get(link);
    const alike = attached && slotsOf.get(attached);
    if (attached === undefined || alike?.[0]?.nth === undefined) return alike?.[0];
    const own = counts.get(attached) ?? new Map<number, number>();
    counts.set(attached, own);
    const nth = own.get(index) ?? 0;
    own.set(index, nth + 1);
    return alike[nth];
  };
}
