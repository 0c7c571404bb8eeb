import { Piscina } from "piscina";

type PoolOptions = NonNullable<ConstructorParameters<typeof Piscina>[0]>;

/**
 * Threads kept warm until destroyed.
 *
 * Somebody always listens to such a pool: a thread that fails between tasks, or a reply that arrives while its thread is being stopped, is
 * an `error` of the pool, and unheard it would end the process.
 *
 * @param threads  how many, all started at once
 * @returns the pool, and a promise that is rejected once a thread fails where no task would tell of it; it need not be waited for
 */
export function openPool<T, R>(
  threads: number,
  options: Pick<PoolOptions, "filename" | "execArgv" | "resourceLimits">,
): { readonly pool: Piscina<T, R>; readonly broken: Promise<never> } {
  const pool = new Piscina<T, R>({ ...options, minThreads: threads, maxThreads: threads });
  const broken = new Promise<never>((_, reject) => void pool.on("error", reject));
  broken.catch(() => {});
  return { pool, broken };
}

/** A promise that is rejected with the signal's reason once it is aborted, and need not be waited for; `forget` takes the listener off. */
export function whenAborted(signal: AbortSignal | undefined): { readonly aborted: Promise<never>; forget(): void } {
  let forget = () => {};
  const aborted = new Promise<never>((_, reject) => {
    const listener = () => reject(signal?.reason);
    signal?.addEventListener("abort", listener, { once: true });
    forget = () => signal?.removeEventListener("abort", listener);
  });
  aborted.catch(() => {});
  return { aborted, forget };
}
