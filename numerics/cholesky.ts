/**
 * The inverse of a symmetric positive definite matrix, by Cholesky's factors.
 *
 * @param matrix  d rows of shape [d]; only the lower triangle is read
 * @returns undefined where it is not positive definite beyond rounding: a pivot below 1e-12 of its diagonal entry
 */
export function inverseOfPositive(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const d = matrix.length;
  const factor = matrix.map(() => new Array<number>(d).fill(0));
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i][j];
      for (let m = 0; m < j; m++) rest -= factor[i][m] * factor[j][m];
      if (i > j) factor[i][j] = rest / factor[j][j];
      else if (!(rest > 1e-12 * matrix[i][i])) return undefined;
      else factor[i][i] = Math.sqrt(rest);
    }
  // Column by column: L·Lᵀ·x = e.
  const inverse = matrix.map(() => new Array<number>(d).fill(0));
  for (let column = 0; column < d; column++) {
    const x = new Array<number>(d).fill(0);
    for (let i = 0; i < d; i++) {
      x[i] = i === column ? 1 : 0;
      for (let m = 0; m < i; m++) x[i] -= factor[i][m] * x[m];
      x[i] /= factor[i][i];
    }
    for (let i = d - 1; i >= 0; i--) {
      for (let m = i + 1; m < d; m++) x[i] -= factor[m][i] * x[m];
      x[i] /= factor[i][i];
      inverse[i][column] = x[i];
    }
  }
  return inverse;
}
