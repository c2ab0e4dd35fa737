export { createNativeSortKernels } from './native-sort-kernels.ts';
