import process from 'node:process';

/**
 * What this runtime's JIT does well, by the version of its V8, since nothing else tells (docs/decisions/008-bulk-operations.md).
 * Only speed depends on it.
 */
const v8Major = Number.parseInt(process.versions.v8 ?? '', 10);

/** 64-bit integers go from one DataView to another without becoming BigInts on the heap: 0.2 ns a byte, where V8 12 takes 2. */
export const WIDE_WORDS = v8Major >= 13;

/** Buffer.copy of a range beats `set` with an array made for it: 12 ns to 25 on V8 12; not on 11, 13 and 14. */
export const COPIES_BY_BUFFER = v8Major === 12;

/**
 * One string and parts of it instead of two strings made of bytes take a tenth less of a row, for which they share memory; nothing
 * less on V8 13 and 14 (docs/decisions/012-reading-rows.md).
 */
export const JOINS_TEXTS = v8Major < 13;
