/**
 * The formulas that code computes and pages show, in one place. Each side is a mathjs expression: `npm run docs` writes the
 * right-hand blocks of docs/theory/*.md from it, and a test evaluates the same string against the function that claims it.
 *
 * Names are those of `SYMBOLS`; w, q, f, W, Z and A are vectors, everything else is a number.
 */
export interface Formula {
  /** What the formula gives, such as `rho_k(l)`. */ readonly left: string;
  /** "=" unless given. */ readonly relation?: "=" | ">=" | "<=";
  readonly right: string;
  /** What it says, in a few words. */ readonly words: string;
}

/** Names in formulas and their TeX. A name that is not here is an error of whoever wrote the formula. */
export const SYMBOLS: Readonly<Record<string, string>> = {
  // The model
  G: "G",
  l: "\\ell",
  eps: "\\varepsilon",
  M: "M",
  R: "R",
  K: "K",
  lambda: "\\lambda",
  sigma: "\\sigma",
  lo: "\\mathrm{lo}",
  hi: "\\mathrm{hi}",
  c: "c",
  r: "r",
  p: "p",
  P: "P",
  // T1
  m: "\\bar m",
  v: "v",
  k: "k",
  theta: "\\theta",
  gap_k: "g_k",
  Lambda: "\\Lambda",
  rho: "\\rho",
  rho_k: "\\rho_k",
  cost: "B",
  kappa_star: "\\kappa^\\ast",
  penalty: "\\Delta",
  // T2
  w: "w_i",
  q: "q_i",
  f: "f_i",
  W: "W_j",
  W_step: "W",
  p_0: "p_0",
  p_lambda: "p_\\lambda",
  Gamma: "\\Gamma",
  W_accepted: "a",
  W_rejected: "b",
  odds_0: "o_0",
  odds_lambda: "o_\\lambda",
  ess: "n_{\\mathrm{eff}}",
  // T3
  pass: "\\mathrm{pass}",
  kappa: "\\kappa",
  Q: "Q",
  drop: "D",
  risk_here: "\\mathcal R(G-rc)",
  risk_next: "\\mathcal R(G-(r+1)c)",
  r_star: "r^\\ast",
  t: "t_c",
  // Optimal harness
  attempts: "A",
  deviation: "\\delta",
  delta_a: "\\delta_a",
  delta_r: "\\delta_r",
  // Relatives
  S: "S",
  len: "L",
  T50: "T_{50}",
  n50: "n_{50}",
  q_step: "q",
  horizon: "L_t",
  target: "t",
  beta: "\\beta",
  tau: "\\tau",
  hazard: "h",
  u_0: "u_0",
  p_full: "p_{\\mathrm{full}}",
  s: "s",
  k_min: "k_{\\min}",
  votes: "E\\,N",
  n: "n",
  some_of_k: "\\widehat{\\mathrm{pass@}k}",
  all_of_k: "\\widehat{\\mathrm{pass\\hat{\\ }}k}",
  H: "H",
  pass_retried: "\\mathrm{pass}_{\\mathrm{retried}}",
  pass_voted: "\\mathrm{pass}_{\\mathrm{voted}}",
};

export const FORMULAS: Readonly<Record<string, Formula>> = {
  "T1.1": { left: "v", right: "min(sigma^2, (hi - lo)^2 / 4)", words: "variance proxy of one step, one action distribution" },
  "T1.5": { left: "gap_k(l)", right: "max(abs(l - k * m) - eps, 0)", words: "how far k mean steps end from the window" },
  "T1.6": { left: "rho_k(l)", right: "gap_k^2 / (2 * k * v)", words: "quadratic cost of ending k steps in the window" },
  "T1.10": { left: "cost(l)", right: "max(rho - log(M * R), 0)", words: "least cost of a stage" },
  "T2.7": { left: "W_step", right: "sum(w .* f) / sum(q .* f)", words: "likelihood ratio of one observed step" },
  "T2.3": {
    left: "Gamma",
    right: "log(W_accepted / p_0) - log(W_rejected / (1 - p_0))",
    words: "retention gap",
  },
  "T2.5": { left: "p_lambda / (1 - p_lambda)", right: "p_0 / (1 - p_0) * exp(Gamma)", words: "odds identity" },
  "T2.10": { left: "ess", right: "sum(W)^2 / sum(W .^ 2)", words: "effective sample size of a class" },
  "T3.1": { left: "pass(r)", right: "P^r * Q", words: "pass rate of a partial harness" },
  "T3.2": { left: "drop(r)", right: "risk_here - risk_next", words: "drop in tail risk that chunk r + 1 buys" },
  "T3.8": { left: "r_star", right: "max(ceil((G - t) / c), 0)", words: "extent of a harness whose tail risk is convex" },
  "O.2": { left: "P(l)", right: "1 - (1 - p)^R", words: "a stage passes within its retry budget" },
  "O.5": { left: "attempts(l)", right: "(1 - (1 - p)^R) / p", words: "mean attempts of a stage" },
  "O.6": {
    left: "deviation(l)",
    right: "attempts * delta_a + (1 - p)^(R - 1) * delta_r",
    words: "mean deviation of a stage",
  },
  "R.2": { left: "S(len)", right: "2^(-len / T50)", words: "success of a task of a length, constant hazard" },
  "R.4": { left: "n50", right: "-log(2) / log(q_step)", words: "steps that half of the attempts get through" },
  "R.5": { left: "horizon", right: "T50 * log(1 / target) / log(2)", words: "longest task that reaches a target" },
  "R.6": { left: "S(len)", right: "exp(-log(2) * (len / T50)^beta)", words: "success of a task of a length, Weibull" },
  "R.7": { left: "tau", right: "T50 / log(2)^(1 / beta)", words: "Weibull's scale" },
  "R.8": { left: "hazard(len)", right: "beta * log(2) / T50 * (len / T50)^(beta - 1)", words: "Weibull's hazard" },
  "R.11": { left: "u_0", right: "1 / (1 + ((1 - p) / p)^k)", words: "one step decided rightly by votes" },
  "R.13": { left: "p_full", right: "(1 + ((1 - p) / p)^k)^(-s)", words: "all steps decided rightly by votes" },
  "R.14": { left: "k_min", right: "max(1, ceil(-log(target^(-1 / s) - 1) / lambda))", words: "least lead that reaches a target" },
  "R.16": { left: "votes", right: "k * tanh(k * lambda / 2) / tanh(lambda / 2)", words: "expected votes on a step" },
  "R.18": { left: "some_of_k", right: "1 - combinations(n - c, k) / combinations(n, k)", words: "unbiased estimate of pass@k" },
  "R.19": { left: "all_of_k", right: "combinations(c, k) / combinations(n, k)", words: "unbiased estimate of pass^k" },
  "R.25": { left: "pass_retried(K)", right: "(1 - (1 - exp(-H / K))^R)^K", words: "independent stages under a retry budget" },
  "R.26": { left: "pass_voted(K)", right: "(1 + (exp(H / K) - 1)^k)^(-K)", words: "independent stages put to the vote" },
};
