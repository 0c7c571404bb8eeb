import { CONSTANTS, WORDS } from "./memory";

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
 * Threefry-2x32-13 of (lane, counter) under the key (k0, k1) for `count` lanes from `ids` on: first words to `WORDS`,
 * second words to `seconds`. Sixteen lanes at a time: a single chain of additions waits for itself.
 */
export function threefry(k0: i32, k1: i32, counter: i32, count: i32, ids: usize, seconds: usize): void {
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
    const x0 = key(0);
    const y0 = key(1);
    let a = i32x4.add(v128.load(ids + at), x0);
    let b = i32x4.add(v128.load(ids + at + 16), x0);
    let c = i32x4.add(v128.load(ids + at + 32), x0);
    let d = i32x4.add(v128.load(ids + at + 48), x0);
    let A = y0;
    let B = y0;
    let C = y0;
    let D = y0;
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 13, a); B = mixed(B, 13, b); C = mixed(C, 13, c); D = mixed(D, 13, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 15, a); B = mixed(B, 15, b); C = mixed(C, 15, c); D = mixed(D, 15, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 26, a); B = mixed(B, 26, b); C = mixed(C, 26, c); D = mixed(D, 26, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 6, a); B = mixed(B, 6, b); C = mixed(C, 6, c); D = mixed(D, 6, d);
    const x1 = key(2);
    a = i32x4.add(a, x1); b = i32x4.add(b, x1); c = i32x4.add(c, x1); d = i32x4.add(d, x1);
    const y1 = key(3);
    A = i32x4.add(A, y1); B = i32x4.add(B, y1); C = i32x4.add(C, y1); D = i32x4.add(D, y1);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 17, a); B = mixed(B, 17, b); C = mixed(C, 17, c); D = mixed(D, 17, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 29, a); B = mixed(B, 29, b); C = mixed(C, 29, c); D = mixed(D, 29, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 16, a); B = mixed(B, 16, b); C = mixed(C, 16, c); D = mixed(D, 16, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 24, a); B = mixed(B, 24, b); C = mixed(C, 24, c); D = mixed(D, 24, d);
    const x2 = key(4);
    a = i32x4.add(a, x2); b = i32x4.add(b, x2); c = i32x4.add(c, x2); d = i32x4.add(d, x2);
    const y2 = key(5);
    A = i32x4.add(A, y2); B = i32x4.add(B, y2); C = i32x4.add(C, y2); D = i32x4.add(D, y2);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 13, a); B = mixed(B, 13, b); C = mixed(C, 13, c); D = mixed(D, 13, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 15, a); B = mixed(B, 15, b); C = mixed(C, 15, c); D = mixed(D, 15, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 26, a); B = mixed(B, 26, b); C = mixed(C, 26, c); D = mixed(D, 26, d);
    a = i32x4.add(a, A); b = i32x4.add(b, B); c = i32x4.add(c, C); d = i32x4.add(d, D);
    A = mixed(A, 6, a); B = mixed(B, 6, b); C = mixed(C, 6, c); D = mixed(D, 6, d);
    const x3 = key(0);
    a = i32x4.add(a, x3); b = i32x4.add(b, x3); c = i32x4.add(c, x3); d = i32x4.add(d, x3);
    const y3 = key(6);
    A = i32x4.add(A, y3); B = i32x4.add(B, y3); C = i32x4.add(C, y3); D = i32x4.add(D, y3);
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
