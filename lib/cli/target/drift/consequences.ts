/** What breaks, or stands open, where a statement of a policy is missing. By its Sid; a pattern stands for many. */
const CONSEQUENCES: readonly (readonly [sid: RegExp, means: string])[] = [
  [/^NobodyElseReads$/, 'Whoever another policy of the account lets in can read what lies there.'],
  [
    /^NobodyElseWrites$/,
    'Whoever another policy of the account lets in can change or remove what lies there.',
  ],
  [
    /^NothingUnderAnotherCipher$/,
    'Objects can be stored unencrypted by our key, so that revoking the key does not close them.',
  ],
  [/^NothingUnderAnotherKey$/, 'Objects can be stored under a foreign key, which its owner can take away.'],
  [
    /^NothingUnderTheSendersKey$/,
    'Objects can be stored under a key that only their sender has: intake cannot read them.',
  ],
  [/^Deliver\d+$/, 'The agency cannot deliver while this agreement is in force: every upload is denied.'],
  [/^ReadReceipts$/, 'The agency cannot read its receipts.'],
  [/^ListReceipts$/, 'The agency cannot find its receipts, and "submit --target aws" stops before it sends.'],
  [/^NothingUnscannedIsRead$/, 'A file can be read before it was found to be free of malware.'],
  [/^OnlyTheScanTags$/, 'Somebody else can mark a file as free of malware.'],
  [/^AgencyReadsReceiptsOnly$/, 'An agency can read back what it delivered, rejected rows included.'],
  [/^AgencyRemovesNothing$/, 'An agency can remove receipts and deliveries.'],
  [/^AgencyWritesIncomingOnly$/, 'An agency can write receipts of its own.'],
  [/^AccessIs(Listed|Read)$/, 'The watch cannot read the log of access, and unusual access goes unseen.'],
  [
    /^NobodyElse$/,
    'Whoever another policy lets in can read the log of access, in which names of objects stand, or add to it.',
  ],
  [/^NobodyDeletesLogs$/, 'Somebody can remove the log of access.'],
  [/^OnlyCloudTrailWritesLogs$/, 'Somebody can put false entries into the log of access.'],
  [
    /^Watch(ListsItsMemory|Remembers)$/,
    'The watch forgets what is usual, so everything or nothing is unusual.',
  ],
  [/^ScanAndTag$/, 'GuardDuty cannot look at deliveries, so none is taken in.'],
  [/^AdministerWithoutUse$/, 'Nobody can administer the key any more: AWS support has to be asked.'],
  [/^DeletionWaitsThirtyDays$/, 'The key can be deleted in seven days, and with it everything under it.'],
  [/^DeriveKeysOfTokens$/, 'Tokenize cannot derive its keys: every delivery fails.'],
  [
    /^NobodyElseMakesTokens$/,
    'Whoever may use the key by another policy can make tokens, and so look for a person.',
  ],
  [
    /^DeriveKeysOfNoise$/,
    'Protect and AuditProtection cannot derive their keys: every indicator that is rounded or noisy is lost.',
  ],
  [
    /^NobodyElseTellsNoise$/,
    'Whoever may use the key by another policy can take rounding and noise off what is published.',
  ],
  [/^DecryptIn\w+$/, 'Steps that read this zone fail with "access denied" on the key.'],
  [/^EncryptIn\w+$/, 'Steps that write to this zone fail with "access denied" on the key.'],
  [
    /^AgencyDeliversAndReadsReceipts$/,
    'The agency can neither deliver nor read its receipts: the key refuses it.',
  ],
  [/^IntakeReads$/, 'Intake cannot read what the agency delivered: every delivery fails.'],
  [/^IntakeWrites$/, 'Intake cannot write receipts: every delivery fails.'],
  [/^LogsAreEncrypted$/, 'Functions and workflows write no logs.'],
  [/^AlarmsAreSent$/, 'No alarm reaches anybody.'],
  [/^NoticesAreSent$/, 'The agency is not told of its receipts.'],
  [/^CloudTrail\w+$/, 'CloudTrail writes no log of access, and unusual access goes unseen.'],
  [/^OurBucketsLogHere$/, 'S3 writes no log of access.'],
  [/^AuditorReads$/, 'Auditors cannot read decisions.'],
  [/^WatchReadsAndRemembers$/, 'Unusual access goes unseen.'],
  [/aws:SecureTransport/, 'Requests without TLS are let through.'],
  [/s3:TlsVersion/, 'Requests with outdated TLS are let through.'],
];

/** @param sid as `statementsOf` names the statement */
export function consequenceOf(sid: string, refuses: boolean): string {
  return (
    knownConsequence(sid) ??
    (refuses
      ? 'What it refuses is open to whoever another policy lets in.'
      : 'Whoever it lets in is refused, mostly as "access denied".')
  );
}

/** @returns undefined where nothing is written of it */
export function knownConsequence(sid: string): string | undefined {
  return CONSEQUENCES.find(([pattern]) => pattern.test(sid))?.[1];
}
