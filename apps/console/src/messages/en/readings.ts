/** What the screens of meter readings say. */
export const readings = {
  readings: {
    title: 'Meter readings',
    note: 'Taken in by the command nuandeng readings import. Unread is not nought; a new reading of an account takes the place of the old one.',
    unit: 'Unit',
    coverage: 'Customers read',
    coverageOf: '{{name}}: customers read',
    coverageDrawn:
      'Share of customers with a reading, by month; the figures stand in the table below',
    noCoverage: 'Nothing is known yet of how many customers of this unit were read',
    below: 'Units below',
    month: 'Month',
    customers: 'Customers',
    covered: 'Read',
    share: 'Share',
    files: 'Files by month',
    none: 'There are no meter readings yet',
    city: 'City',
    state: 'State',
    counts: 'Counts',
    superseded: 'Superseded',
    accounts: 'Accounts',
    readings: 'Readings',
    changed: 'New or changed',
    energy: 'Energy (kWh)',
    source: 'Source file',
    by: 'Imported',
    imports: 'Imports',
    noImports: 'There are no imports that you may see',
    rows: 'Rows',
    imported: 'Imported',
    unchanged: 'Unchanged',
    unread: 'Unread',
    rejected: 'Refused',
    rejectedLines: '{{number}} refused',
    rejects: 'Refused lines',
    rejectsNote:
      'Looking at refused lines is recorded. Mend them where they come from and import again.',
    line: 'Line',
    reason: 'Reason',
    raw: 'Text',
  },
  readingPeriod: { month: 'monthly', day: 'daily', interval: 'parts of a day' },
  readingFault: {
    'wrong-columns': 'Another number of columns than the header',
    required: 'No account number',
    'wrong-form': 'The account number is too long',
    'not-a-date': 'No date or month',
    'out-of-range': 'An impossible date',
    'not-a-number': 'The use is no number',
    negative: 'The use is negative',
    absurd: 'The use is above the limit',
    duplicate: 'The same account and time again, with another use',
    'unknown-account': 'The register does not know the account, or knows it in several cities',
  },
}

export const readingNav = { readings: 'Meter readings' }
export const readingNouns = { reading: 'Meter readings' }
export const readingEvents = {
  'reading-imported': 'Imported meter readings: {{imported}}, refused {{rejected}}',
  'reading-rejects-read': 'Looked at refused lines of meter readings',
}
