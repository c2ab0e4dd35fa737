import { type ErrorFields, OffheapError } from './offheap-error.ts';

/** The engine that was asked for cannot run here. `cause` is the error of the attempt. */
export class EngineUnavailableError extends OffheapError {
  readonly code = 'ERR_ENGINE_UNAVAILABLE';

  constructor(fields?: ErrorFields, options?: ErrorOptions) {
    super('Engine is unavailable', fields, options);
  }
}
