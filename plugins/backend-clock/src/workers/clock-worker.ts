import { parallelism, startedBy } from "@spikeloom/code";
import { atOnce } from "@spikeloom/program";
import { postedFault } from "@spikeloom/simulate/threads";
import { buildShard, countShard } from "../build-shard.ts";
import * as carrying from "../checkpoint/carrying.ts";
import * as drawing from "../drives/drawing.ts";
import { type Reach, watchShard } from "../finite/watch-shard.ts";
import { javascriptMachine } from "../javascript-machine.ts";
import type { JobPlan } from "../job-plan.ts";
import type { LoadedParts } from "../loaded-parts.ts";
import { profile as startProfile } from "../recording/profile.ts";
import { makeSamplers } from "../recording/sampler.ts";
import { ruleActs } from "../rules/rule-acts.ts";
import * as building from "../rules/rule-building.ts";
import type { CountedShard } from "../shard.ts";
import { shardSteps } from "../shard-steps.ts";
import { totalsOf } from "../synapses/decide-delivery.ts";
import * as synapses from "../synapses/synapse-building.ts";
import { webAssemblyMachine } from "../webassembly-machine.ts";
import { builtShard } from "./built-shard.ts";
import {
  commands,
  controlWords,
  type FromWorker,
  readPosted,
  type ToWorker,
} from "./pool-messages.ts";
import { commandPatience, type Patience, patience, progress, stopped } from "./progress.ts";
import { meetingRounds } from "./rounds.ts";
import { spikeExchange } from "./spike-exchange.ts";
import { valueExchange, valueLayout } from "./value-exchange.ts";

// Runs in its own thread: counts its shards, builds them, then runs them on command.

type Count = Extract<ToWorker, { kind: "count" }>;
type Build = Extract<ToWorker, { kind: "build" }>;

const first = startedBy();
const post = (message: FromWorker): void => first.post(message);
let task: { readonly count: Count; readonly plan: JobPlan; counted: CountedShard[] } | undefined;
// Loaded immediately: the thread through which it would be loaded may be busy later.
const parts: LoadedParts = { synapses, building, drawing, carrying };
const machines = { wasm: webAssemblyMachine, js: javascriptMachine };

post({ kind: "started" });
first.onMessage(async (message: ToWorker) => {
  try {
    if (message.kind === "count") {
      const plan = await readPosted(message.job);
      const { shards: of } = message;
      const counted = message.numbers.map((index) =>
        atOnce(countShard(plan, { index, of }, parts)),
      );
      task = { count: message, plan, counted };
      post({ kind: "counted", totals: counted.map(totalsOf) });
    } else if (task !== undefined) {
      build(task.count, message, { plan: task.plan, counted: task.counted });
    }
  } catch (error) {
    post({ kind: "fault", fault: postedFault(error) });
  }
});

function build(
  count: Count,
  { decision, exchange, shape, values }: Build,
  { plan, counted }: { readonly plan: JobPlan; readonly counted: CountedShard[] },
): void {
  const kind = machines[count.target];
  const options = { delivery: decision, kind, shared: true, parts };
  // Counts are large; each is freed once its shard is built.
  const shards = count.numbers.map(() =>
    atOnce(buildShard(counted.shift() as CountedShard, options)),
  );
  const { recorders: recorded } = plan;
  const samplers = shards.map((shard) => makeSamplers(shard, recorded));
  const built = shards.map((shard, k) => builtShard(shard, samplers[k] ?? []));
  const profile = count.job.profile ? startProfile() : undefined;
  const steps = shards.map((shard, k) =>
    shardSteps(shard, {
      samplers: samplers[k] ?? [],
      profile,
      parts,
      ruleActs,
      values: valueExchange(values, valueLayout(plan)),
    }),
  );
  const watches = shards.map(watchShard);
  const words = new Int32Array(count.control);
  const { workers, worker: own } = count;
  const hasCores = workers <= parallelism();
  const ownProgress = progress(words, {
    at: controlWords.progress,
    workers,
    own,
    patience: patience(hasCores),
  });
  const rounds = meetingRounds({
    shards: steps,
    exchange: spikeExchange(exchange, shape),
    numbers: count.numbers,
    profile,
    receive: () => undefined,
    progress: ownProgress,
  });
  const seen = Atomics.load(words, controlWords.command);
  post({ kind: "built", shards: built });
  obey(
    words,
    { seen, patience: commandPatience(hasCores) },
    {
      run(from, until) {
        for (const sampler of samplers.flat()) sampler.restart();
        try {
          rounds.run(from, until);
        } catch (error) {
          if (error === stopped) return;
          post({ kind: "fault", fault: postedFault(error) });
          ownProgress.fail();
        }
      },
      search(reach) {
        const isSound = watches.every((watch) => watch(reach));
        if (!isSound) Atomics.store(words, controlWords.unsound, 1);
        ownProgress.arrive();
      },
      profile: () => post({ kind: "profile", entries: profile?.entries() ?? [] }),
    },
  );
}

interface Orders {
  run(from: number, until: number): void;
  search(reach: Reach): void;
  profile(): void;
}

/** Execute commands of the first worker until it requests the end. */
function obey(
  words: Int32Array,
  { seen, patience: own }: { readonly seen: number; readonly patience: Patience },
  orders: Orders,
): void {
  const { command } = controlWords;
  for (let last = seen; ; ) {
    // No time limit: code may do other things between two commands.
    if (!own(words, command, (last + 1) | 0)) {
      while (Atomics.load(words, command) === last) Atomics.wait(words, command, last);
    }
    last = Atomics.load(words, command);
    const kind = Atomics.load(words, controlWords.kind);
    if (kind === commands.close) return;
    if (kind === commands.profile) orders.profile();
    else if (kind === commands.searchAll) orders.search("all");
    else if (kind === commands.searchNeurons) orders.search("neurons");
    else {
      const from = Atomics.load(words, controlWords.from);
      orders.run(from, Atomics.load(words, controlWords.until));
    }
  }
}
