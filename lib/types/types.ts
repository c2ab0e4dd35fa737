import { INT } from './atoms/int.ts';
import type { TypeInformation } from './type-information.ts';

/** Makes types: `types.row({ user: types.long(), url: types.string() })`. */
export const types = Object.freeze({
  /** java.lang.Integer: an integer from -2^31 to 2^31 - 1. */
  int: (): TypeInformation<number> => INT,
});
