// Many runs as one figure: the median, and between what the runs lay.

/** `{ median, low, high, runs }` of a list of numbers. */
export function spread(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { median, low: sorted[0], high: sorted.at(-1), runs: sorted.length };
}

/** Lists of numbers by name, from runs that each have one number by name. */
export function gathered(runs) {
  const names = Object.keys(runs[0]);
  return Object.fromEntries(names.map((name) => [name, spread(runs.map((run) => run[name]))]));
}
