import fc from 'fast-check';

const seed = Number(process.env.FAST_CHECK_SEED);
if (!Number.isInteger(seed)) throw new Error(`FAST_CHECK_SEED is not an integer: ${process.env.FAST_CHECK_SEED}`);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
