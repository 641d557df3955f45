/** A question that an analyst finds ready in Athena. */
export interface SavedQuery {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly sql: string;
}

/** What to ask first, of the views that every release has. `test/stacks/analytics.test.ts` asks them of a release. */
export const SAVED_QUERIES: readonly SavedQuery[] = [
  {
    id: 'WhatThereIs',
    name: '1 What there is',
    description: 'Every indicator: what it counts, what it does not say, how much of it is hidden.',
    sql: `SELECT indicator, title, definition, limitations, measures, dimensions, threshold, cells, suppressed, status, reason
FROM indicators ORDER BY indicator`,
  },
  {
    id: 'WhatAColumnMeans',
    name: '2 What a column means',
    description: 'The dictionary: meaning, codes, coverage, lag. Filter by view.',
    sql: 'SELECT * FROM data_dictionary ORDER BY 1, 2, 3',
  },
  {
    id: 'WhatWasPublished',
    name: '3 What was published when',
    description: 'Releases with what each lacks. Cite release_id with every number.',
    sql: 'SELECT release_id, period, published_at, status, skipped, indicators FROM releases ORDER BY release_id',
  },
  {
    id: 'HowCompleteTheDataAre',
    name: '4 How complete the data are',
    description: 'What was delivered, kept back and missing, by agency and dataset.',
    sql: 'SELECT * FROM data_quality ORDER BY 1, 2, 3, 4, 5',
  },
  {
    id: 'HowWellPeopleAreLinked',
    name: '5 How well people are linked',
    description: 'By group. Read it before comparing groups: linkage finds some people worse than others.',
    sql: `SELECT agency, dataset, period, group_by, group_code, records, linked, linked_share, expected_precision, expected_recall, status
FROM linkage_quality ORDER BY agency, dataset, period, group_by, group_code`,
  },
];
