import { OffheapError } from './offheap-error.ts';

/** An environment variable has a value that offheap does not know. Thrown when the library loads. */
export class InvalidSettingError extends OffheapError {
  readonly code = 'ERR_INVALID_SETTING';

  constructor(variable: string, value: string, allowed: string) {
    super('Environment variable has a value that is not known', { variable, value, allowed });
  }
}
