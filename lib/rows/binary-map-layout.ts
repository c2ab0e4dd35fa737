/**
 * A map is two arrays of as many elements: the first key belongs to the first value.
 *
 *     0               4             4 + bytes of keys
 *     +---------------+-------------+---------------+
 *     | int, bytes of | array of    | array of      |
 *     | the keys      | keys        | values        |
 *     +---------------+-------------+---------------+
 */
export const MAP_KEY_BYTES = 0;
export const MAP_KEYS = 4;
