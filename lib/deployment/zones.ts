/** The parts of zones that are granted apart, by the prefix of their keys. What is not listed is granted to nobody. */
export const ZONE_PARTS = {
  landing: {
    /** Extracts as agencies put them: `incoming/<dataset>/<period>/<file>`. */
    incoming: 'incoming/',
    receipts: 'receipts/',
    quarantine: 'quarantine/',
    outcomes: 'outcomes/',
    /** Which row a record id belongs to. */
    recordIds: 'record-ids/',
    /** Which execution answers which version of which file. */
    claims: 'claims/',
  },
  tokens: {
    /** Which delivery of a slot is in force; holds no token. */
    ledger: 'deliveries/',
    identities: 'identities/',
    /** Work tables of linkage, removed at the end of a run. */
    linkage: 'linkage/',
    answers: 'answers/',
  },
  /** Tables by dataset, and nothing else. */
  records: { records: '' },
  crosswalk: {
    /** What a run does; holds no person. */
    plans: 'plans/',
    /** Persons, registry, memberships, history, model. */
    people: 'runs/',
    turn: 'turn/',
  },
  integrated: {
    /** Attributes by person id. */
    people: 'runs/',
    /** Raw cells of indicators and quality, before protection. */
    measured: 'measured/',
    /** What the query engine answers to integrate, and to measure and protect. */
    answersOfIntegrate: 'answers/integrate/',
    answersOfMeasure: 'answers/measure/',
  },
  release: {
    candidates: 'candidates/',
    /** A partition a release, below the views. */
    tables: 'tables/',
    answers: 'answers/',
    answersOfPublish: 'answers/publish/',
    answersOfAnalysts: 'answers/analyst/',
    /** Everything else is published: `<four digits>/`, as IAM writes a pattern of them. */
    published: '????/',
  },
  audit: {
    /** Decisions by delivery and by run, plans, what was asked of the query engine. */
    decisions: '',
    /** What each data owner's privacy budget was spent on: protecting reads what it has added. */
    budgets: 'privacy/',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Zones that every deployment has one bucket of; landing zones belong to agencies. */
export const SHARED_ZONES = ['tokens', 'records', 'crosswalk', 'integrated', 'release', 'audit'] as const;

/** Which key of the foundation encrypts which zone. */
export const ZONE_KEYS = {
  tokens: 'linkage',
  crosswalk: 'linkage',
  records: 'records',
  integrated: 'records',
  release: 'release',
  audit: 'audit',
} as const;
export type ZoneKey = (typeof ZONE_KEYS)[keyof typeof ZONE_KEYS];
