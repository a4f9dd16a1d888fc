/** Neurons and sources of PyNN in the compact notation; facts from NeuroML 2.3.1. */
export const pynnTypes = `
= basePyNNCell < baseCellMembPot
P cm:none i_offset:none tau_syn_E:none tau_syn_I:none v_init:none
K MSEC:time=1ms
K MVOLT:voltage=1mV
K NFARAD:capacitance=1nF
A synapses:baseSynapse
I spike_in_E:in spike_in_I:in
E iSyn:current
= basePyNNIaFCell < basePyNNCell
P tau_refrac:none v_thresh:none tau_m:none v_rest:none v_reset:none
= basePyNNIaFCondCell < basePyNNIaFCell
P e_rev_E:none e_rev_I:none
= IF_curr_exp < basePyNNIaFCell
s v:voltage lastSpikeTime:time
d iSyn + synapses[*]/i
0 v = v_init * MVOLT
r refractory
> lastSpikeTime = t; v = v_reset * MVOLT
? t .gt. lastSpikeTime + (tau_refrac * MSEC) > @integrating
e
i integrating
' v = (MVOLT * ((i_offset / cm) + ((v_rest - (v / MVOLT)) / tau_m)) / MSEC) + (iSyn / (cm * NFARAD))
? v .gt. v_thresh * MVOLT > ^spike; @refractory
e
= IF_curr_alpha < IF_curr_exp
= IF_cond_exp < IF_curr_exp
P e_rev_E:none e_rev_I:none
= IF_cond_alpha < IF_cond_exp
= EIF_cond_exp_isfa_ista < basePyNNIaFCondCell
P v_spike:none delta_T:none tau_w:none a:none b:none
E w:none
s v:voltage w:none lastSpikeTime:time
d iSyn + synapses[*]/i
d eif_threshold = v_spike * H(delta_T - 1e-12) + v_thresh * H(-1 * delta_T + 1e-9)
c delta_I = delta_T .gt. 0 ? delta_T * exp(((v / MVOLT) - v_thresh) / delta_T) | 0
0 v = v_init * MVOLT; w = 0
r refractory
' w = (1 / tau_w) * (a * ((v / MVOLT) - v_rest) - w) / MSEC
> lastSpikeTime = t; v = v_reset * MVOLT; w = w + b
? t .gt. lastSpikeTime + (tau_refrac * MSEC) > @integrating
e
i integrating
' v = (MVOLT * ((-1 * ((v / MVOLT) - v_rest) + delta_I) / tau_m + (i_offset - w) / cm) / MSEC) + (iSyn / (cm * NFARAD))
' w = (1 / tau_w) * (a * ((v / MVOLT) - v_rest) - w) / MSEC
? v .gt. eif_threshold * MVOLT > ^spike; @refractory
e
= EIF_cond_alpha_isfa_ista < EIF_cond_exp_isfa_ista
= HH_cond_exp < basePyNNCell
P gbar_K:none gbar_Na:none g_leak:none e_rev_K:none e_rev_Na:none e_rev_leak:none v_offset:none
P e_rev_E:none e_rev_I:none
E m:none h:none n:none
s v:voltage m:none h:none n:none
d iSyn + synapses[*]/i
d iLeak = g_leak * (e_rev_leak - (v / MVOLT))
d iNa = gbar_Na * (m * m * m) * h * (e_rev_Na - (v / MVOLT))
d iK = gbar_K * (n * n * n * n) * (e_rev_K - (v / MVOLT))
d iMemb = iLeak + iNa + iK + i_offset
d alpham = 0.32 * (13 - (v / MVOLT) + v_offset) / (exp((13 - (v / MVOLT) + v_offset) / 4.0) - 1)
d betam = 0.28 * ((v / MVOLT) - v_offset - 40) / (exp(((v / MVOLT) - v_offset - 40) / 5.0) - 1)
d alphah = 0.128 * exp((17 - (v / MVOLT) + v_offset) / 18.0)
d betah = 4.0 / (1 + exp((40 - (v / MVOLT) + v_offset) / 5))
d alphan = 0.032 * (15 - (v / MVOLT) + v_offset) / (exp((15 - (v / MVOLT) + v_offset) / 5) - 1)
d betan = 0.5 * exp((10 - (v / MVOLT) + v_offset) / 40)
' v = (MVOLT * (iMemb / cm) / MSEC) + (iSyn / (cm * NFARAD))
' m = (alpham * (1 - m) - betam * m) / MSEC
' h = (alphah * (1 - h) - betah * h) / MSEC
' n = (alphan * (1 - n) - betan * n) / MSEC
0 v = v_init * MVOLT
= SpikeSourcePoisson < baseSpikeSource
P start:time duration:time rate:per_time
K LONG_TIME:time=1e9hour
K SMALL_TIME:time=1e-9ms
I in:in
E isi:time tnextIdeal:time tnextUsed:time
s tsince:time tnextIdeal:time tnextUsed:time isi:time
' tsince = 1
0 isi = start - log(random(1)) / rate; tsince = 0; tnextIdeal = isi + H((isi - (start + duration)) / duration) * LONG_TIME; tnextUsed = tnextIdeal
? t .gt. tnextUsed > isi = 0 - log(random(1)) / rate; tnextIdeal = (tnextIdeal + isi) + H(((tnextIdeal + isi) - (start + duration)) / duration) * LONG_TIME; tnextUsed = tnextIdeal * H((tnextIdeal - t) / t) + (t + SMALL_TIME) * H((t - tnextIdeal) / t); tsince = 0; ^spike
`;
