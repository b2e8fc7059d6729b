"""The reference scenario `one-refinery` as a good NumPy user would write it: vectorised over the trials of a batch, months first.

It makes the month of arrival and the bridging stock of every trial, and four yearly series (arrivals, shortage, controlled supply, concentration) with
their squares: less than `adit` makes of the same trials.

    python one_refinery_numpy.py [--trials N] [--seed S] [--batch B] [--repeat R]
"""
import argparse
import math
import time

import numpy as np
T, Y, Z90 = 240, 20, 1.2815515655446004


def logn(r, p10, p90, n):
    return np.exp(0.5 * math.log(p10 * p90) + math.log(p90 / p10) / (2 * Z90) * r.standard_normal(n))


def pert(r, a, m, b, n):
    return a + (b - a) * r.beta(1 + 4 * (m - a) / (b - a), 1 + 4 * (b - m) / (b - a), n)


def spread(idx, a, b, v, n):
    """sum of v * |[a,b) in month m| as a (T, n) array, by differences: bincount of the slopes, then two cumsums"""
    b = np.minimum(b, T)
    k = b > a
    idx, a, b, v = idx[k], a[k], b[k], v[k]
    # integral F(x) of the step function at whole x, then F(m+1)-F(m): second differences of ramps
    def ramp(x, w):
        m = x.astype(np.int64)
        f = x - m                       # from x on: month m gets (1-f), later months 1
        ok = m < T
        i = m[ok] * n + idx[ok]
        j = i + n
        ok2 = m[ok] + 1 < T
        return (np.concatenate([i, j[ok2]]), np.concatenate([w[ok] * (1 - f[ok]), (w[ok] * f[ok])[ok2]]))
    i1, w1 = ramp(a, v)
    i2, w2 = ramp(b, -v)
    return np.bincount(np.concatenate([i1, i2]), np.concatenate([w1, w2]), T * n).reshape(T, n).cumsum(0)


def strikes(tr, a, b, loss, n):
    """product over incidents of 1 - loss*share: logs, with whole losses kept apart"""
    out = np.ones(T * n)
    b = np.minimum(b, T)
    m = a.astype(np.int64)
    keys, fac = [], []
    while len(tr):
        keys.append(m * n + tr)
        fac.append(1 - loss * (np.minimum(b, m + 1) - np.maximum(a, m)))
        m = m + 1
        k = m < b
        tr, a, b, loss, m = tr[k], a[k], b[k], loss[k], m[k]
    np.multiply.at(out, np.concatenate(keys), np.concatenate(fac))
    return out.reshape(T, n)


def stage(start, work, pace, n):
    """cumulative work available, searched where start's own has been added"""
    cum = np.zeros((T + 1, n))
    np.cumsum(pace, 0, out=cum[1:])
    cols = np.arange(n)
    k = np.minimum(start, T - 1e-9).astype(np.int64)
    need = work + cum[k, cols] + pace[k, cols] * (np.minimum(start, T) - k)
    j = (cum[1:] < need).sum(0)                 # month in which it ends
    ok = (j < T) & (start < T)
    j = np.minimum(j, T - 1)
    p = pace[j, cols]
    with np.errstate(divide="ignore", invalid="ignore"):
        e = j + (need - cum[j, cols]) / p
    return np.where(ok, e, np.inf)


DEM = (24000 / 12 * 1.02 ** (np.arange(T) / 12))[:, None]
MID = np.arange(T)[:, None] + 0.5


def batch(n, r):
    # regime
    states = np.zeros(n, np.int8)
    t = np.zeros(n)
    act = np.arange(n)
    I, A, B, V, PI, PA, PB, PV = [], [], [], [], [], [], [], []
    mean = np.array([18.0, 12.0, 24.0])
    while len(act):
        s, t0 = states[act], t[act]
        t1 = t0 + mean[s] * r.standard_exponential(len(act))
        st = s == 0
        k = int(st.sum())
        tw = np.minimum(t0[st] + logn(r, 1, 4, k), t1[st])
        nu = 0.25 / 0.15 ** 2 - 1
        I += [act[st]]; A += [tw]; B += [t1[st]]; V += [r.beta(0.5 * nu, 0.5 * nu, k)]
        ea = s == 2
        I += [act[ea]]; A += [t0[ea]]; B += [t1[ea]]; V += [np.ones(int(ea.sum()))]
        ns = ~st
        PI += [act[ns]]; PA += [t0[ns]]; PB += [t1[ns]]; PV += [np.where(s[ns] == 1, 0.2, -0.1)]
        u = r.random(len(act))
        nxt = np.where(st, np.where(u < 0.4, 1, 2), np.where(s == 1, np.where(u < 0.5, 0, 2), np.where(u < 0.8, 0, 1)))
        go = t1 < T
        states[act], t[act] = nxt, t1
        act = act[go]
    c = np.concatenate
    fac = spread(c(I), c(A), c(B), c(V), n)
    pace = 1 + spread(c(PI), c(PA), c(PB), c(PV), n)
    # hazard
    cnt = r.poisson(r.gamma(4.0, 1.5, n) * (T / 12))
    tr = np.repeat(np.arange(n), cnt)
    N = len(tr)
    tm = r.random(N) * T
    minor = r.random(N) < 0.85
    z = r.standard_normal(N)
    s2 = 2 * Z90
    out = np.exp(np.where(minor, 0.5 * math.log(0.025) + math.log(10) / s2 * z, 0.5 * math.log(6) + math.log(6) / s2 * z))
    loss = np.where(minor, 0.5, 1.0)
    end = tm + out
    av = []
    for p in (0.25, 0.25, 0.25, 0.15, 0.30):
        h = np.flatnonzero(r.random(N, dtype=np.float32) < p)
        av.append(strikes(tr[h], tm[h], end[h], loss[h], n))
    # projects
    e_mine = stage(pert(r, 6, 12, 30, n), pert(r, 12, 18, 36, n), av[0], n)
    clr = pert(r, 6, 9, 18, n) + logn(r, 4, 14, n) + (r.random(n) < 0.3) * logn(r, 6, 24, n)
    e_con = stage(clr, pert(r, 24, 36, 60, n), av[1] * pace, n)
    e_ref = np.maximum(e_con, e_mine) + pert(r, 3, 6, 12, n)
    e_ref[r.random(n) < 0.05] = np.inf
    e_ref = np.minimum(e_ref, 1e6)
    e_mine = np.minimum(e_mine, 1e6)
    # chain
    f = np.interp(MID - e_mine, [-1e-9, 0, 6, 12, 18], [0, 0, 0.5, 0.9, 1.0])
    f *= pert(r, 3000, 5000, 8000, n) / 12
    f *= av[2]
    g = np.interp(MID - e_ref, [-1e-9, 0, 3, 12, 24, 36], [0, 0, 0.2, 0.6, 0.8, 0.9])
    g *= 500
    g *= av[3]
    np.minimum(f, g, out=f)
    f *= r.uniform(0.80, 0.92, n)
    np.minimum(f, 750 * av[4], out=f)
    a = np.zeros((T, n))
    a[2:] = 0.7125 * f[:-2]
    a[3:] += 0.2375 * f[:-3]
    # market
    u, cc = 0.4 * DEM, 0.6 * DEM * fac
    gap = DEM - u - cc - a
    sh = np.maximum(gap, 0)
    ex = np.maximum(-gap, 0)
    d = np.minimum(ex, cc)
    cc -= d
    ex -= d
    du = np.minimum(ex, u)
    un = u - du
    aa = a - (ex - du)
    tot = cc + un + aa
    hhi = 1e4 * (cc * cc + un * un + aa * aa) / (tot * tot)
    # goal
    cs = np.zeros((T + 1, n))
    np.cumsum(a, 0, out=cs[1:])
    cd = np.concatenate([[0.0], np.cumsum(DEM[:, 0])])
    holds = cs[12:] - cs[:-12] >= 0.10 * ((cd[12:] - cd[:-12]) * (1 - 1e-9))[:, None]        # row j: month j + 11
    hc = np.zeros((T - 10, n), np.int16)
    np.cumsum(holds, 0, out=hc[1:])
    full = hc[12:] - hc[:-12] == 12
    arrival = np.where(full.any(0), full.argmax(0) + 11, -1)
    np.cumsum(sh, 0, out=cs[1:])
    bridge = cs[np.where(arrival < 0, T, arrival), np.arange(n)]
    yr = [x.reshape(Y, 12, n).sum(1) for x in (a, sh, cc, hhi)]
    yr[3] /= 12
    return arrival, bridge, np.array([x.sum(1) for x in yr]), np.array([(x * x).sum(1) for x in yr])


def run(trials, seed, size=1000):
    arr, bri, s1, s2 = [], [], 0.0, 0.0
    rng = np.random.Generator(np.random.SFC64(seed))
    while trials:
        n = min(size, trials)
        a, b, x, y = batch(n, rng)
        arr.append(a); bri.append(b); s1 = s1 + x; s2 = s2 + y
        trials -= n
    return np.concatenate(arr), np.concatenate(bri), s1, s2


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--trials", type=int, default=20000)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--batch", type=int, default=1000)
    ap.add_argument("--repeat", type=int, default=1)
    a = ap.parse_args()
    for i in range(a.repeat):
        t0, c0 = time.perf_counter(), time.process_time()
        out = run(a.trials, a.seed, a.batch)
        wall, busy = time.perf_counter() - t0, time.process_time() - c0
        print(f"{a.trials / wall:.0f} trials/s, {a.trials / busy:.0f} trials/s of processor time")
    arrival = out[0]
    print(f"# month of arrival, where it comes: P10 and P50 {np.quantile(arrival[arrival >= 0], [0.1, 0.5])}; never {(arrival < 0).mean():.4f}")
