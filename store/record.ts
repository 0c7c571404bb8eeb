import { canonicalJson } from "./canonicalJson.ts";
import type { Provenance } from "./provenance.ts";
import { type Identity, resultKey, sha256 } from "./resultKey.ts";

/** A stored result with all that is needed to trust it, or to make it again. */
export interface ResultRecord<T = unknown> {
  /** `resultKey(identity)`. */ readonly key: string;
  /** Holds the parameters as resolved. */ readonly identity: Identity;
  /** The parameters as the user passed them. */ readonly passed: unknown;
  readonly provenance: Provenance;
  readonly result: T;
}

/** The record as JSON text, with a checksum over everything else in it. */
export function sealed(record: ResultRecord): string {
  return JSON.stringify({ ...record, checksum: checksumOf(record) });
}

/**
 * Opens a sealed record, and trusts nothing in it that its checksum and its key do not vouch for.
 *
 * @param key  the key it is stored under; its own unless given
 * @returns the record, or in words why it is not to be trusted
 */
export function unsealed(text: string, key?: string): ResultRecord | string {
  try {
    const { checksum, ...record } = JSON.parse(text) as ResultRecord & { checksum: unknown };
    if (checksum !== checksumOf(record)) return "its checksum does not fit its content";
    const own = resultKey(record.identity);
    return record.key === own && own === (key ?? own) ? record : "its key is not the one looked for";
  } catch {
    return "it cannot be read as a record, perhaps cut short";
  }
}

const checksumOf = (record: ResultRecord): string => sha256(canonicalJson(record));
