import type { Loss } from "@spikeloom/kernel";
import { placeOf } from "../xml/xml-element.ts";
import type { Component } from "./component.ts";
import type { LemsDocument } from "./document.ts";
import { isOfType } from "./type.ts";

/** How a simulation is integrated. */
export interface Method {
  /** By the steps of Euler alone, also what is simultaneous. */
  readonly isEuler: boolean;
  readonly losses: readonly Loss[];
}

/**
 * Read how jLEMS is asked to integrate, in a `<Meta for="jlems" method="..."/>`.
 *
 * By itself and with `rk4`, jLEMS takes the steps of Runge and Kutta where dynamics are simultaneous, and those
 * of Euler elsewhere; with `eulertree`, those of Euler alone.
 */
export function methodOf(document: LemsDocument, { children }: Component): Method {
  const asked = children.flatMap(({ component: { type, element } }) => {
    const { attributes } = element;
    const isOurs = isOfType(type, "Meta") && attributes.get("for") === "jlems";
    const method = isOurs ? attributes.get("method")?.toLowerCase() : undefined;
    return method === undefined ? [] : [{ method, element }];
  });
  const losses = asked.flatMap(({ method, element }): Loss[] => {
    if (known.has(method) || (method === "rk4" && hasSimultaneous(document))) return [];
    const message = `It is integrated by the steps of Euler instead of by ${JSON.stringify(method)}, as jLEMS does.`;
    return [{ code: "method", place: placeOf(element), message }];
  });
  return { isEuler: asked.some(({ method }) => method === "eulertree"), losses };
}

const known: ReadonlySet<string> = new Set(["euler", "eulertree"]);

function hasSimultaneous({ declared }: LemsDocument): boolean {
  return [...declared.values()].some(({ children }) =>
    children.some(({ attributes }) => attributes.get("simultaneous") === "true"),
  );
}
