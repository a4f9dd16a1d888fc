import { hostFunctions } from "../../packages/equations/src/functions/index.ts";
import type { Environment } from "./environment.ts";
import type { PlacedWorld } from "./live-by-reward.ts";

type Function = (x: number) => number;
const sin = hostFunctions["sin"] as Function;
const cos = hostFunctions["cos"] as Function;
const exp = hostFunctions["exp"] as Function;

/** Position and speed of the cart in m, angle and angular speed of the pole in radians. */
export type CartState = readonly [x: number, speed: number, angle: number, turn: number];

// The constants of Barto, Sutton and Anderson 1983, in steps of 20 ms as in Gymnasium's CartPole-v1.
const [gravity, cart, pole, halfLength, force, dt] = [9.8, 1, 0.1, 0.5, 10, 0.02];
const [mostX, mostAngle] = [2.4, (12 * Math.PI) / 180];

/** Push the cart to the left (0) or to the right (1) for a step. */
function pushed([x, speed, angle, turn]: CartState, action: number): CartState {
  const mass = cart + pole;
  const push = action === 1 ? force : -force;
  const swing = (push + pole * halfLength * turn * turn * sin(angle)) / mass;
  const share = halfLength * (4 / 3 - (pole * cos(angle) ** 2) / mass);
  const fall = (gravity * sin(angle) - cos(angle) * swing) / share;
  const acceleration = swing - (pole * halfLength * fall * cos(angle)) / mass;
  return [x + dt * speed, speed + dt * acceleration, angle + dt * turn, turn + dt * fall];
}

/** Test whether the pole has fallen, or the cart has left its track. */
function hasFailed([x, , angle]: CartState): boolean {
  return Math.abs(x) > mostX || Math.abs(angle) > mostAngle;
}

/** Number of neurons for each number of a state, each with a preferred value. */
const fields = 10;
/** Scale of each number of the state. */
const far = [2.4, 2.5, 0.2, 2.5] as const;
const discount = 0.99;

/** A pole on a cart that must be balanced for 500 steps; each gives a reward of 1. */
export const cartPole: Environment<CartState> = {
  inputs: far.length * fields,
  actions: 2,
  mostSteps: 500,
  discount,
  // The pole would have stayed up.
  afterCut: 1 / (1 - discount),
  begin(draws) {
    const small = (): number => 0.1 * draws.uniform() - 0.05;
    return [small(), small(), small(), small()];
  },
  act: (state, action) => ({ state: pushed(state, action), reward: 1 }),
  isOver: hasFailed,
  rates: (state) =>
    state.flatMap((value, k) => {
      const scaled = Math.max(-1, Math.min(1, value / (far[k] as number)));
      return Array.from({ length: fields }, (_, n) => {
        const distance = (scaled - (2 * n) / (fields - 1) + 1) * fields * 0.4;
        return exp(-distance * distance);
      });
    }),
};

/** Bounds of each number of a state, with as many boxes as in Barto, Sutton and Anderson 1983, closer to the middle. */
const cuts: readonly (readonly number[])[] = [
  [-0.4, 0.4],
  [-0.375, 0.375],
  [-0.1, -0.05, 0, 0.05, 0.1],
  [-0.65, 0.65],
];

/** The same pole, whose states are divided into 162 boxes. */
export const boxedCartPole: PlacedWorld<CartState> = {
  ...cartPole,
  places: cuts.reduce((product, { length }) => product * (length + 1), 1),
  placeOf: (state) =>
    cuts.reduce((place, own, k) => {
      const before = own.filter((cut) => (state[k] as number) >= cut).length;
      return place * (own.length + 1) + before;
    }, 0),
};
