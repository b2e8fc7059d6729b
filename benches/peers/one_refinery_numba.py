"""The reference scenario `one-refinery` as a strong peer: Numba, parallel over chunks of trials, its own xoshiro256++ and ziggurat.

The scenario is compiled in as constants, and every distribution is exact. Work is saved where it changes nothing: incidents that strike nothing are
never made (the rate times the chance to strike something, then the set struck from its conditional law), an incident is applied only while what it
strikes matters, and stages without exposure have no monthly loop. It makes the month of arrival and the bridging stock of every trial, and four yearly
series (arrivals, shortage, controlled supply, concentration) with their squares: less than `adit` makes of the same trials.

    python one_refinery_numba.py [--trials N] [--seed S] [--threads T] [--repeat R]
"""
import argparse
import math
import time
import numpy as np
import numba as nb
from numba import njit, prange, uint64, float64

T, Y = 240, 20
Z90 = 1.2815515655446004


def logn(p10, p90):
    return 0.5 * (math.log(p10) + math.log(p90)), (math.log(p90) - math.log(p10)) / (2 * Z90)


def pert(a, m, b):
    return a, b - a, 1 + 4 * (m - a) / (b - a), 1 + 4 * (b - m) / (b - a)


# ------------------------------------------------------------------ ziggurat tables (Doornik / ZIGNOR-style, 256 strips)
def zig_tables(f, finv, r, v, n=256):
    x = np.zeros(n + 1)
    x[0], x[1] = v / f(r), r
    for i in range(2, n):
        x[i] = finv(v / x[i - 1] + f(x[i - 1]))
    x[n] = 0.0
    return x, np.array([f(t) for t in x])


NR, NV = 3.6541528853610088, 0.00492867323399
NX, NF = zig_tables(lambda x: math.exp(-0.5 * x * x), lambda y: math.sqrt(-2 * math.log(y)), NR, NV)
ER, EV = 7.69711747013104972, 0.0039496598225815571993
EX, EF = zig_tables(lambda x: math.exp(-x), lambda y: -math.log(y), ER, EV)


@njit
def nextu(s):
    a, b, c, d = s[0], s[1], s[2], s[3]
    x = a + d
    r = ((x << uint64(23)) | (x >> uint64(41))) + a
    t = b << uint64(17)
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = (d << uint64(45)) | (d >> uint64(19))
    s[0], s[1], s[2], s[3] = a, b, c, d
    return r


@njit
def uni(s):
    return (float64(nextu(s) >> uint64(11)) + 0.5) * (1.0 / 9007199254740992.0)


@njit
def normal(s):
    while True:
        r = nextu(s)
        i = np.int64(r & uint64(255))
        u = float64(r >> uint64(11)) * (2.0 / 9007199254740992.0) - 1.0
        x = u * NX[i]
        if abs(x) < NX[i + 1]:
            return x
        if i == 0:
            while True:
                xx = math.log(uni(s)) / NR
                y = math.log(uni(s))
                if -2 * y >= xx * xx:
                    return NR - xx if u > 0 else xx - NR
        if NF[i + 1] + (NF[i] - NF[i + 1]) * uni(s) < math.exp(-0.5 * x * x):
            return x


@njit
def expo(s):
    while True:
        r = nextu(s)
        i = np.int64(r & uint64(255))
        u = float64(r >> uint64(11)) * (1.0 / 9007199254740992.0)
        x = u * EX[i]
        if x < EX[i + 1]:
            return x
        if i == 0:
            return ER - math.log(uni(s))
        if EF[i + 1] + (EF[i] - EF[i + 1]) * uni(s) < math.exp(-x):
            return x


@njit
def gamma(s, k):            # Marsaglia & Tsang, k >= 1 (all shapes here are)
    d = k - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal(s)
        v = 1 + c * x
        if v <= 0:
            continue
        v = v * v * v
        u = uni(s)
        if u < 1 - 0.0331 * x * x * x * x or math.log(u) < 0.5 * x * x + d * (1 - v + math.log(v)):
            return d * v


@njit
def beta(s, a, b):
    x = gamma(s, a)
    return x / (x + gamma(s, b))


W_MU, W_SG = logn(1, 4)
MI_MU, MI_SG = logn(0.05, 0.5)
MA_MU, MA_SG = logn(1, 6)
CL_MU, CL_SG = logn(4, 14)
CH_MU, CH_SG = logn(6, 24)
NU = 0.5 * 0.5 / 0.15 ** 2 - 1
PA = 0.5 * NU
G_SH, G_SC = (6 / 3) ** 2, 3 ** 2 / 6 / 12.0
P_PERM = pert(6, 12, 30)
P_MCON = pert(12, 18, 36)
P_FEAS = pert(6, 9, 18)
P_RCON = pert(24, 36, 60)
P_COMM = pert(3, 6, 12)
P_CAP = pert(3000, 5000, 8000)
EXPO = np.array([0.25, 0.25, 0.25, 0.15, 0.30])      # mine.construction, refinery.construction, mine, refinery, corridor
PM = np.zeros(32)
for _m in range(32):
    _p = 1.0
    for _j in range(5):
        _p *= EXPO[_j] if _m >> _j & 1 else 1 - EXPO[_j]
    PM[_m] = _p
PHIT = 1 - PM[0]
# alias table of the 31 non-empty sets (slot 0 carries nothing)
_q = PM.copy(); _q[0] = 0; _q = _q / _q.sum() * 32
AP, AI = np.ones(32), np.arange(32)
_small = [i for i in range(32) if _q[i] < 1]; _large = [i for i in range(32) if _q[i] >= 1]
while _small and _large:
    a_, b_ = _small.pop(), _large.pop()
    AP[a_], AI[a_] = _q[a_], b_
    _q[b_] -= 1 - _q[a_]
    (_small if _q[b_] < 1 else _large).append(b_)
DEM = 24000 / 12 * 1.02 ** (np.arange(T) / 12)
_c = np.concatenate([[0.0], np.cumsum(DEM)])
NEED = np.concatenate([np.full(11, np.inf), 0.10 * (_c[12:] - _c[:-12]) * (1 - 1e-9)])


@njit
def pdraw(s, p):
    return p[0] + p[1] * beta(s, p[2], p[3])


@njit
def add(x, a, b, v):
    """x[m] += v * overlap"""
    if b > T:
        b = T
    if b <= a or v == 0.0:
        return
    i, j = int(a), int(b)
    if i == j:
        x[i] += v * (b - a)
        return
    x[i] += v * (i + 1 - a)
    for m in range(i + 1, j):
        x[m] += v
    if j < T:
        x[j] += v * (b - j)


@njit
def hit(x, a, b, loss):
    if b > T:
        b = T
    i, j = int(a), int(b)
    if i == j:
        x[i] *= 1 - loss * (b - a)
        return
    x[i] *= 1 - loss * (i + 1 - a)
    for m in range(i + 1, j):
        x[m] *= 1 - loss
    if j < T:
        x[j] *= 1 - loss * (b - j)


@njit
def work(start, w, pace):
    if not start < T:
        return np.inf
    k = int(start)
    b = start
    while k < T:
        can = pace[k] * (k + 1 - b)
        if w <= can:
            return b + (w / pace[k] if w > 0 else 0.0)
        w -= can
        k += 1
        b = float(k)
    return np.inf


@njit
def ramp_mine(x):
    if x < 0:
        return 0.0
    if x < 6:
        return x * (0.5 / 6)
    if x < 12:
        return 0.5 + (x - 6) * (0.4 / 6)
    if x < 18:
        return 0.9 + (x - 12) * (0.1 / 6)
    return 1.0


@njit
def ramp_ref(x):
    if x < 0:
        return 0.0
    if x < 3:
        return x * (0.2 / 3)
    if x < 12:
        return 0.2 + (x - 3) * (0.4 / 9)
    if x < 24:
        return 0.6 + (x - 12) * (0.2 / 12)
    if x < 36:
        return 0.8 + (x - 24) * (0.1 / 12)
    return 0.9


@njit(fastmath={"contract", "arcp", "reassoc", "nsz"}, error_model="numpy")
def trial(s, inc, mask, av, fac, pace, flow, arrv, cums, sums, sq):
    """av: (5,T); writes yearly sums into sums/sq (4,Y); returns arrival month (or -1) and bridging stock"""
    # regime: 0 strict, 1 ban, 2 eased
    fac[:] = 0.0
    pace[:] = 1.0
    t, st = 0.0, 0
    while t < T:
        if st == 0:
            t1 = t + 18 * expo(s)
            w = math.exp(W_MU + W_SG * normal(s))
            if t + w < t1:
                add(fac, t + w, t1, beta(s, PA, PA))
            st = 1 if uni(s) < 0.4 else 2
        elif st == 1:
            t1 = t + 12 * expo(s)
            add(pace, t, t1, 0.2)
            st = 0 if uni(s) < 0.5 else 2
        else:
            t1 = t + 24 * expo(s)
            add(fac, t, t1, 1.0)
            add(pace, t, t1, -0.1)
            st = 0 if uni(s) < 0.8 else 1
        t = t1
    # hazard: incidents that strike something, kept in a list; applied to a target only where it matters
    n = 0
    mean_gap = 1.0 / (G_SC * gamma(s, G_SH) * PHIT)
    t = mean_gap * expo(s)
    while t < T and n < inc.shape[1]:
        r = nextu(s)
        m = np.int64(r & uint64(31))
        if float64(r >> uint64(11)) * (1.0 / 9007199254740992.0) >= AP[m]:
            m = AI[m]
        if uni(s) < 0.85:
            inc[1, n] = t + math.exp(MI_MU + MI_SG * normal(s))
            inc[2, n] = 0.5
        else:
            inc[1, n] = t + math.exp(MA_MU + MA_SG * normal(s))
            inc[2, n] = 1.0
        inc[0, n] = t
        mask[n] = m
        n += 1
        t += mean_gap * expo(s)
    # projects
    av[0, :] = 1.0
    av[1, :] = pace
    dp, dm = pdraw(s, P_PERM), pdraw(s, P_MCON)
    clr = pdraw(s, P_FEAS) + math.exp(CL_MU + CL_SG * normal(s))
    if uni(s) < 0.3:
        clr += math.exp(CH_MU + CH_SG * normal(s))
    dc, dk = pdraw(s, P_RCON), pdraw(s, P_COMM)
    i, lim = 0, 96.0                                   # first the incidents of eight years, the rest only if needed
    while True:
        while i < n and inc[0, i] < lim:
            if mask[i] & 1:
                hit(av[0], inc[0, i], inc[1, i], inc[2, i])
            if mask[i] & 2:
                hit(av[1], inc[0, i], inc[1, i], inc[2, i])
            i += 1
        e_mine = work(dp, dm, av[0])
        e_con = work(clr, dc, av[1])
        if i == n or (e_mine <= lim and e_con <= lim):
            break
        lim = 1e9
    e_ref = max(e_con, e_mine) + dk
    cap = pdraw(s, P_CAP) / 12
    yld = 0.80 + 0.12 * uni(s)
    if uni(s) < 0.05:
        e_ref = np.inf
    # chain
    first = T
    if e_ref < T:
        first = int(e_ref)
        for j in range(2, 5):
            for k in range(first, T):
                av[j, k] = 1.0
        for i in range(n):
            if inc[1, i] > first and mask[i] & 28:
                a0 = max(inc[0, i], float(first))
                for j in range(2, 5):
                    if mask[i] >> j & 1:
                        hit(av[j], a0, inc[1, i], inc[2, i])
        for k in range(first, T):
            x = min(cap * ramp_mine(k + 0.5 - e_mine) * av[2, k], 500.0 * ramp_ref(k + 0.5 - e_ref) * av[3, k])
            flow[k] = min(x * yld, 750.0 * av[4, k])
    # market, yearly sums, goal
    y, ay, sy, cy, hy = 0, 0.0, 0.0, 0.0, 0.0
    mm = 0
    tr, run, arrival, bridge, cum = 0.0, 0, -1, 0.0, 0.0
    for k in range(T):
        a = 0.0
        if k >= first + 2:
            a = 0.75 * flow[k - 2]
            if k >= first + 3:
                a += 0.25 * flow[k - 3]
            a *= 0.95
        arrv[k] = a
        d = DEM[k]
        u = 0.4 * d
        c = 0.6 * d * fac[k]
        gap = d - (a + u + c)
        sh = 0.0
        if gap >= 0:
            sh = gap
        else:
            if c >= -gap:
                c += gap
            else:
                rest = -gap - c
                c = 0.0
                if u >= rest:
                    u -= rest
                else:
                    a2 = a - (rest - u)
                    u = 0.0
                    # market sees a2; goal sees a
                    hy += 10000.0
                    ay += a; sy += sh; cy += c
                    rest = a2
        tot = d - sh
        if u > 0.0:
            aa = tot - c - u
            hy += 10000.0 * (aa * aa + c * c + u * u) / (tot * tot)
            ay += a; sy += sh; cy += c
        cum += sh
        tr += a
        if k >= 12:
            tr -= arrv[k - 12]
        if arrival < 0:
            if tr >= NEED[k]:
                run += 1
                if run == 12:
                    arrival = k - 11
            else:
                run = 0
        mm += 1
        cums[k] = cum
        if mm == 12:
            sums[0, y] += ay; sq[0, y] += ay * ay
            sums[1, y] += sy; sq[1, y] += sy * sy
            sums[2, y] += cy; sq[2, y] += cy * cy
            hy /= 12
            sums[3, y] += hy; sq[3, y] += hy * hy
            y += 1
            mm = 0
            ay = sy = cy = hy = 0.0
    if arrival < 0:
        bridge = cum
    elif arrival == 0:
        bridge = 0.0
    else:
        bridge = cums[arrival - 1]
    return arrival, bridge


@njit
def splitmix(z):
    z = (z ^ (z >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> uint64(27))) * uint64(0x94D049BB133111EB)
    return z ^ (z >> uint64(31))


@njit(parallel=True)
def simulate(n, seed, chunk):
    C = (n + chunk - 1) // chunk
    arr = np.empty(n, np.int16)
    bri = np.empty(n)
    sums, sq = np.zeros((C, 4, Y)), np.zeros((C, 4, Y))
    for c in prange(C):
        s = np.empty(4, np.uint64)
        av = np.empty((5, T))
        inc, mask = np.empty((3, 2000)), np.empty(2000, np.int64)     # P(more than 2000 incidents) < 1e-30
        fac, pace, flow, arrv, cums = np.empty(T), np.empty(T), np.empty(T), np.empty(T), np.empty(T)
        for i in range(c * chunk, min((c + 1) * chunk, n)):
            z = splitmix(uint64(seed) * uint64(0x9E3779B97F4A7C15) + uint64(i))
            for j in range(4):
                z += uint64(0x9E3779B97F4A7C15)
                s[j] = splitmix(z)
            arr[i], bri[i] = trial(s, inc, mask, av, fac, pace, flow, arrv, cums, sums[c], sq[c])
    return arr, bri, sums, sq


def run(n, seed, chunk=500):
    arr, bri, sums, sq = simulate(n, seed, chunk)
    return arr.astype(int), bri, sums.sum(0), sq.sum(0)


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--trials", type=int, default=200000)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--repeat", type=int, default=1)
    a = ap.parse_args()
    nb.set_num_threads(a.threads)
    run(1000, 1)
    for i in range(a.repeat):
        t0, c0 = time.perf_counter(), time.process_time()
        out = run(a.trials, a.seed)
        wall, busy = time.perf_counter() - t0, time.process_time() - c0
        print(f"{a.trials / wall:.0f} trials/s, {a.trials / busy:.0f} trials/s of processor time")
    arrival = out[0]
    print(f"# month of arrival, where it comes: P10 and P50 {np.quantile(arrival[arrival >= 0], [0.1, 0.5])}; never {(arrival < 0).mean():.4f}")
