import { type Audience, type Kind, TributaryError } from '../errors/tributary-error.ts';

/** The parts of a delivery were tokenized under different versions of the key. */
export class KeyVersionsMixed extends TributaryError {
  readonly code = 'KEY_VERSIONS_MIXED';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(deliveryId: string) {
    super(
      `Delivery ${deliveryId} was tokenized while the key was being rotated, so that its parts do not belong together. Nothing of it is in force; start its intake again.`,
    );
  }
}

/** The parts of a delivery hold more or fewer rows than were accepted. */
export class PartsDoNotAddUp extends TributaryError {
  readonly code = 'PARTS_DO_NOT_ADD_UP';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(deliveryId: string, rows: number, accepted: number) {
    super(
      `The parts of delivery ${deliveryId} hold ${rows} rows, and ${accepted} were accepted. Nothing of it is in force; start its intake again, and report this if it stays.`,
    );
  }
}
