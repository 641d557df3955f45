import { TributaryError } from '../errors/tributary-error.ts';

/** The demo was asked for a county of a size that it cannot make. */
export class CountySizeRefused extends TributaryError {
  readonly code = 'DEMO_COUNTY_SIZE';
  readonly kind = 'usage';
  readonly audience = 'operator';

  constructor(people: number, smallest: number, largest: number) {
    super(
      `A county of ${people} people cannot be made. Ask for a whole number from ${smallest} to ${largest} with --people.`,
    );
  }
}
