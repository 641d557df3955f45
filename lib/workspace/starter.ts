import type { IsoDate } from './plain-date.ts';

/**
 * A workspace to start from: one agency, one dataset of people, one agreement, one indicator, each commented. Its
 * dates begin with the year of `today`, so that the agreement is in force.
 * @returns path to text
 */
export function starterWorkspace(today: IsoDate): ReadonlyMap<string, string> {
  const year = Number(today.slice(0, 4));
  return new Map([
    ['.gitignore', '# Deliveries, keys, tokens, releases: never in a repository.\n/.tributary/\n'],
    ['collaborative.yaml', collaborative(year)],
    ['agencies/schools.yaml', AGENCY],
    ['contracts/schools/enrolment.yaml', CONTRACT],
    ['agreements/schools_dsa.yaml', agreement(year)],
    ['indicators/children_enrolled.yaml', INDICATOR],
  ]);
}

const collaborative = (year: number) => `# Who we are, how often we publish, and what nobody may go below.
name: our_county
title: Our County Integrated Data System

calendar:
  cycle: quarter          # month, quarter or year: how often a release is made
  first: ${year}-Q1          # the first period that agencies deliver
  dueDays: 45             # days after a period's end at which deliveries are due

# The disclosure policy of every agency that writes none of its own.
policy:
  threshold: 11           # counts of 1 to 10 are not shown
  zeros: published        # or protected: a zero is as sensitive as a small count
  minimumDenominator: 11  # no rate is shown over fewer people than this
  dominance: { n: 2, k: 0.9 }

# Code lists that agencies' own codes are mapped to.
vocabularies:
  sex:
    title: Sex
    codes:
      - { code: F, label: Female }
      - { code: M, label: Male }
      - { code: X, label: Another or not stated }
`;

const AGENCY = `# One file an agency; its name (schools) is the agency's id everywhere.
name: Our County Schools
owner: { name: Name of the owner, email: owner@schools.example }     # decides about the data and signs
steward: { name: Name of the steward, email: steward@schools.example } # delivers, and gets the receipts
# policy: { threshold: 20 }   # the owner's own disclosure policy, where it is stricter
`;

const CONTRACT = `# What a delivery of schools/enrolment looks like: an Open Data Contract Standard document.
# "tributary contract infer FILE" drafts one from a file.
apiVersion: v3.1.0
kind: DataContract
id: schools-enrolment
name: School enrolment
version: 1.0.0
status: active
description:
  purpose: Children enrolled in public schools, one row a child.
  limitations: Home-schooled children are missing.
customProperties:
  - { property: maxQuarantinedShare, value: 0.1 }  # past this share of bad rows the whole file is rejected
schema:
  - name: enrolment
    properties:
      # A column with a role is used to link people. It never leaves the landing zone as it is.
      - name: student_id
        required: true
        primaryKey: true
        customProperties:
          - { property: role, value: local_id }
          - { property: aliases, value: [Student ID] }   # other headers that mean this column
      - name: last_name
        required: true
        customProperties:
          - { property: role, value: surname }
      - name: first_name
        required: true
        customProperties:
          - { property: role, value: given_name }
      - name: date_of_birth
        logicalType: date
        logicalTypeOptions: { format: M/d/yyyy }
        customProperties:
          - { property: role, value: birth_date }
          - { property: keep, value: birth_year }        # coarsened, it may leave
      - name: gender
        customProperties:
          - { property: role, value: sex }
          - { property: codes, value: { vocabulary: sex, map: { F: F, M: M, N: X } } }
          - { property: keep, value: { as: sex } }
      # A column without a role leaves only if the contract keeps it; all others are checked and dropped.
      - name: grade
        customProperties:
          - { property: codes, value: [K, "01", "02", "03", "04", "05"] }
          - { property: keep, value: true }
      - name: entry_date
        logicalType: date
        required: true
        customProperties:
          - { property: keep, value: true }
      - name: exit_date
        logicalType: date
    quality:
      # A row for which the expression is false goes to quarantine.
      - name: exit_after_entry
        type: custom
        engine: tributary
        implementation: exit_date >= entry_date
        description: A child cannot leave before it enters.
`;

const agreement = (
  year: number,
) => `# What the owners allow. Without an agreement in force nothing is taken in, linked or published.
title: Data sharing agreement of the schools
parties: [schools]                   # every party has to sign
datasets: [schools/enrolment]        # what may be taken in, and compared and joined with each other
purpose: indicators                  # indicators, analytics or operations
indicators: [children_enrolled]      # what may be published; '*' for all that need no more than these datasets
authority: Name the law or ordinance that allows it
effective: ${year}-01-01
expires: ${year + 3}-12-31
signatories:
  - { name: Name of the owner, agency: schools, date: ${year}-01-01 }
`;

const INDICATOR = `# What is published. The query is Athena SQL over the tables <agency>_<dataset>; it yields one row a person and cell.
title: Children enrolled, by grade and sex
definition: Children with an enrolment in the period, counted once.
limitations: Home-schooled children are missing.
datasets: [schools/enrolment]
query: |
  SELECT person_id, grade, max(sex) AS sex
  FROM schools_enrolment
  WHERE period = {{period}}
  GROUP BY person_id, grade
measures:
  - { kind: persons, title: Children }
dimensions:
  - { name: grade, title: Grade, codes: [K, "01", "02", "03", "04", "05"] }
  - { name: sex, title: Sex, vocabulary: sex }
crosses:
  - [grade, sex]                     # published with all margins
`;
