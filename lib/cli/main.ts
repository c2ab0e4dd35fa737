#!/usr/bin/env node
import { runCommandLine } from './command-line.ts';

// Not process.exit: what standard output and standard error still hold is written first.
process.exitCode = await runCommandLine(process.argv.slice(2));
