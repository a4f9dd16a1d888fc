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
  let refractory_steps_2 = slots[bitcast<u32>(neuron_0) + 200u];
  let v_3 = slots[bitcast<u32>(neuron_0) + 100u];
  let i_syn_4 = slots[bitcast<u32>(neuron_0)];
  let free_0_5 = (refractory_steps_2 <= 0.0f);
  let v_1_6 = select(v_3, rounded(rounded(rounded(0.9950124621391296f * v_3) + rounded(0.0004987521097064018f * i_syn_4)) + (-0.3491264581680298f)), free_0_5);
  let refractory_steps_2_7 = rounded(refractory_steps_2 - select(1.0f, 0.0f, free_0_5));
  let spiked_3_8 = (free_0_5 && (v_1_6 >= (-50.0f)));
  let v_4_9 = select(v_1_6, (-65.0f), spiked_3_8);
  let refractory_steps_5_10 = rounded(refractory_steps_2_7 + select(0.0f, 20.0f, spiked_3_8));
  slots[bitcast<u32>(neuron_0) + 100u] = v_4_9;
  slots[bitcast<u32>(neuron_0) + 200u] = refractory_steps_5_10;
  return step_0f_results(spiked_3_8, false);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let number = id.x + id.y * groups.x * 64u;
  if (number >= given.count) { return; }
  let done = step_0f(bitcast<i32>(number), given.t);
  if (done.r0) { spikes[atomicAdd(&counts[0], 1i)] = bitcast<i32>(number); }
  if (done.r1) { atomicAdd(&counts[1], 1i); }
}
