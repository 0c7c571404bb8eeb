import { CONSTANTS, IDS, WORDS } from "./memory";

@inline
function turned(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

@inline
function mixed(y: v128, by: i32, x: v128): v128 {
  return v128.xor(turned(y, by), x);
}

@inline
function key(i: i32): v128 {
  return v128.load(CONSTANTS + 512 + 16 * i);
}

@inline
function put(i: i32, word: i32): void {
  v128.store(CONSTANTS + 512 + 16 * i, i32x4.splat(word));
}

/**
 * Threefry-2x32-13 of (lane, counter) under the key (k0, k1) for the first `count` lanes of `IDS`: first words to `WORDS`,
 * second words to `seconds`. Sixteen lanes at a time: a single chain of additions waits for itself.
 */
export function threefry(k0: i32, k1: i32, counter: i32, count: i32, seconds: usize): void {
  const k2 = k0 ^ k1 ^ 0x1bd11bda;
  put(0, k0);
  put(1, counter + k1);
  put(2, k1);
  put(3, k2 + 1);
  put(4, k2);
  put(5, k0 + 2);
  put(6, k1 + 3);
  for (let i = 0; i < count; i += 16) {
    const at = <usize>(4 * i);
    let a = i32x4.add(v128.load(IDS + at), key(0));
    let b = i32x4.add(v128.load(IDS + at + 16), key(0));
    let c = i32x4.add(v128.load(IDS + at + 32), key(0));
    let d = i32x4.add(v128.load(IDS + at + 48), key(0));
    let A = key(1);
    let B = key(1);
    let C = key(1);
    let D = key(1);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 13, a); B = mixed(B, 13, b); C = mixed(C, 13, c); D = mixed(D, 13, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 15, a); B = mixed(B, 15, b); C = mixed(C, 15, c); D = mixed(D, 15, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 26, a); B = mixed(B, 26, b); C = mixed(C, 26, c); D = mixed(D, 26, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 6, a); B = mixed(B, 6, b); C = mixed(C, 6, c); D = mixed(D, 6, d);
    a = i32x4.add(a, key(2)); b = i32x4.add(b, key(2)); c = i32x4.add(c, key(2)); d = i32x4.add(d, key(2));
    A = i32x4.add(A, key(3)); B = i32x4.add(B, key(3)); C = i32x4.add(C, key(3)); D = i32x4.add(D, key(3));
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 17, a); B = mixed(B, 17, b); C = mixed(C, 17, c); D = mixed(D, 17, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 29, a); B = mixed(B, 29, b); C = mixed(C, 29, c); D = mixed(D, 29, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 16, a); B = mixed(B, 16, b); C = mixed(C, 16, c); D = mixed(D, 16, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 24, a); B = mixed(B, 24, b); C = mixed(C, 24, c); D = mixed(D, 24, d);
    a = i32x4.add(a, key(4)); b = i32x4.add(b, key(4)); c = i32x4.add(c, key(4)); d = i32x4.add(d, key(4));
    A = i32x4.add(A, key(5)); B = i32x4.add(B, key(5)); C = i32x4.add(C, key(5)); D = i32x4.add(D, key(5));
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 13, a); B = mixed(B, 13, b); C = mixed(C, 13, c); D = mixed(D, 13, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 15, a); B = mixed(B, 15, b); C = mixed(C, 15, c); D = mixed(D, 15, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 26, a); B = mixed(B, 26, b); C = mixed(C, 26, c); D = mixed(D, 26, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 6, a); B = mixed(B, 6, b); C = mixed(C, 6, c); D = mixed(D, 6, d);
    a = i32x4.add(a, key(0)); b = i32x4.add(b, key(0)); c = i32x4.add(c, key(0)); d = i32x4.add(d, key(0));
    A = i32x4.add(A, key(6)); B = i32x4.add(B, key(6)); C = i32x4.add(C, key(6)); D = i32x4.add(D, key(6));
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 17, a); B = mixed(B, 17, b); C = mixed(C, 17, c); D = mixed(D, 17, d);
    v128.store(WORDS + at, a);
    v128.store(WORDS + at + 16, b);
    v128.store(WORDS + at + 32, c);
    v128.store(WORDS + at + 48, d);
    v128.store(seconds + at, A);
    v128.store(seconds + at + 16, B);
    v128.store(seconds + at + 32, C);
    v128.store(seconds + at + 48, D);
  }
}
