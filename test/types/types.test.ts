import { describe, expectTypeOf, it } from 'vitest';
import { type Decimal, type TypeInformation, types, type ValueOf } from '../../lib/index.ts';

/** Held by the type checker (`npm run typecheck`): at run time these pass whatever the types are. */
describe('types of atomic types', () => {
  it('are those of the values', () => {
    expectTypeOf(types.int()).toEqualTypeOf<TypeInformation<number>>();
    expectTypeOf(types.long()).toEqualTypeOf<TypeInformation<bigint>>();
    expectTypeOf(types.long({ as: 'bigint' })).toEqualTypeOf<TypeInformation<bigint>>();
    expectTypeOf(types.long({ as: 'number' })).toEqualTypeOf<TypeInformation<number>>();
    const decimal = types.decimal();
    expectTypeOf<ValueOf<typeof decimal>>().toEqualTypeOf<Decimal>();
    expectTypeOf(types.void()).toEqualTypeOf<TypeInformation<null>>();
  });

  it('keep the constants of enums', () => {
    const status = types.enum('open', 'closed');
    expectTypeOf<ValueOf<typeof status>>().toEqualTypeOf<'open' | 'closed'>();
    // @ts-expect-error: no constant of the enum.
    void (() => status.encode('other'));
  });
});
