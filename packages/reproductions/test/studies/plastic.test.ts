import { describeStudies, plastic } from "./published-numbers.ts";

describeStudies((name) => plastic.includes(name));
