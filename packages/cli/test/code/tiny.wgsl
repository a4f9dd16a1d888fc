// Population a b: 3 × decay, step
struct Given { count: u32, zero: u32, t: f32 }
@group(0) @binding(0) var<uniform> given: Given;
@group(0) @binding(1) var<storage, read_write> slots: array<f32>;
@group(0) @binding(2) var<storage, read_write> spikes: array<i32>;
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<i32>>;

fn rounded(x: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(x) ^ given.zero);
}

struct step_0f_results { r0: bool, r1: bool }
// Kernel "step" for one neuron.
fn step_0f(neuron_0: i32, t_1: f32) -> step_0f_results {
  let v_2 = slots[bitcast<u32>(neuron_0)];
  let v_0_3 = rounded(0.9900498390197754f * v_2);
  let spiked_1_4 = (v_0_3 < 1.0f);
  let v_2_5 = select(v_0_3, 2.0f, spiked_1_4);
  slots[bitcast<u32>(neuron_0)] = v_2_5;
  return step_0f_results(spiked_1_4, false);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let number = id.x + id.y * groups.x * 64u;
  if (number >= given.count) { return; }
  let done = step_0f(bitcast<i32>(number), given.t);
  if (done.r0) { spikes[atomicAdd(&counts[0], 1i)] = bitcast<i32>(number); }
  if (done.r1) { atomicAdd(&counts[1], 1i); }
}
