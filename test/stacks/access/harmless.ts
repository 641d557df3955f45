/** A mutant that no check sees, and why that does no harm. */
export interface Harmless {
  /** Of its title, whole. */
  readonly title: RegExp;
  readonly reason: string;
}

export const HARMLESS: readonly Harmless[] = [
  {
    title:
      /^identity of \S+ \/ List(Landing|Tokens|Records|Crosswalk|Integrated|Release|Audit) \/ action s3:\*$/,
    reason:
      'The statement asks for s3:prefix, which comes with s3:ListBucket and s3:ListBucketVersions alone, and both are allowed as it is.',
  },
  {
    title: /^policy of \S+-in-schools-\S+ \/ ListReceipts \/ action s3:\*$/,
    reason:
      'Of what carries s3:prefix only s3:ListBucketVersions comes in addition: versions of receipts that the agency may read.',
  },
  {
    title: /^policy of \S+-trail-\S+ \/ (AccessIsListed|WatchListsItsMemory) \/ action s3:\*$/,
    reason: 'As with other statements that ask for s3:prefix: nothing but listing carries it.',
  },
  {
    title: /^identity of \S+-(plan|publish|show-views|watch) \/ ListRelease \/ without StringLike s3:prefix$/,
    reason: 'Any prefix is allowed as it is (docs/access.md, zone release).',
  },
  {
    title: /^identity of \S+-integrate-queries \/ ListRecords \/ without StringLike s3:prefix$/,
    reason: 'The records zone is one part: any prefix is allowed as it is.',
  },
  {
    title: /^identity of \S+-auditor \/ ListAudit \/ without StringLike s3:prefix$/,
    reason: 'The audit zone is one part: any prefix is allowed as it is.',
  },
  {
    title:
      /^trust of \S+-(linkage|integrate|measure|publish)-queries \/ statement 1 \/ principal (\*|of another account)$/,
    reason:
      'The condition names the role of the integration workflow by its ARN, which nobody elsewhere has.',
  },
  {
    title:
      /^policy of \S+:key\/\S+ \/ (Decrypt|Encrypt)In(Records|Integrated|Tokens|Crosswalk|Release|Audit) \/ principal (\*|of another account)$/,
    reason: 'The condition names roles of this account by their ARNs, which nobody elsewhere has.',
  },
  {
    title: /^policy of \S+:key\/\S+ \/ Intake(Reads|Writes) \/ principal (\*|of another account)$/,
    reason: 'The condition names roles of this account by their ARNs, which nobody elsewhere has.',
  },
  {
    title: /^policy of \S+:key\/\S+ \/ DeriveKeysOf(Tokens|Noise) \/ principal (\*|of another account)$/,
    reason: 'The condition names roles of this account by their ARNs, which nobody elsewhere has.',
  },
  {
    title: /^policy of \S+:key\/\S+ \/ DeriveKeysOf(Tokens|Noise) \/ without ArnEquals aws:PrincipalArn$/,
    reason:
      'NobodyElseMakesTokens or NobodyElseTellsNoise of the same policy refuses everybody else; without it checks fail.',
  },
  {
    title: /^policy of \S+-in-schools-\S+ \/ ReadReceipts \/ resource \*$/,
    reason: 'AgencyReadsReceiptsOnly of the same policy refuses the other parts; without it checks fail.',
  },
  {
    title: /^policy of \S+-in-schools-\S+ \/ ReadReceipts \/ principal of another account$/,
    reason: 'NobodyElseReads of the same policy refuses everybody else; without it checks fail.',
  },
  {
    title:
      /^policy of \S+-(in-schools|trail)-\S+ \/ (ListReceipts|AccessIsListed|WatchListsItsMemory|CloudTrailAsks) \/ resource \*$/,
    reason: 'A bucket’s policy is asked about that bucket alone, and the actions are of no object.',
  },
  {
    title: /^policy of \S+-logs-\S+ \/ OurBucketsLogHere \/ resource \*$/,
    reason:
      'A bucket’s policy is asked about that bucket alone, and s3:PutObject is of all its objects as it is.',
  },
  {
    title: /^policy of \S+-trail-\S+ \/ CloudTrailWrites \/ principal (\*|of another account)$/,
    reason: 'OnlyCloudTrailWritesLogs of the same policy refuses everybody else; without it checks fail.',
  },
  {
    title: /^policy of \S+-trail-\S+ \/ (AccessIsRead|WatchRemembers) \/ principal of another account$/,
    reason: 'NobodyElse of the same policy refuses everybody else; without it checks fail.',
  },
  {
    title: /^policy of arn:aws:(sns|sqs|lambda):\S+ \/ \S+ \/ resource \*$/,
    reason:
      'The policy of a topic, a queue or a function is asked about that one alone, which it names as it is.',
  },
];
