/** What customers ask about their own data, and who looked at it. */
export const dataRights = {
  dataRight: {
    title: 'Requests about own data',
    views: 'Views of care data',
    listNote: 'What is due first stands first; each look is audited.',
    note: 'A customer may see, copy, correct, withdraw or have erased what is kept for their care; supply is not affected.',
    none: 'No such requests',
    kind: 'Request',
    words: 'What the customer asks',
    state: 'State',
    askedBy: 'Asked by {{asker}}, {{check}}; taken in by {{by}}',
    due: 'Answer by {{day}}',
    late: 'Was to be answered by {{day}}',
    show: 'Show requests',
    file: 'Take in a request',
    filed: 'Request taken in',
    fileNote: 'Make sure first who asks. Next of kin may ask for a customer who died.',
    askerHint: 'The customer, who acts for them, or next of kin',
    answer: 'Answer',
    answerOf: 'Answer: {{kind}}',
    answered: 'Answered',
    reason: 'Answer in words',
    reasonHint: 'Needed for a refusal; the customer is told',
  },
  dataRightKind: {
    copy: 'See or copy',
    correct: 'Correct or complete',
    explain: 'Explain the rules',
    'withdraw-all': 'Withdraw all consent',
    'delete-all': 'Erase everything',
  },
  dataRightTask: {
    copy: 'Download the copy on the care page of the customer and hand it over, then answer.',
    correct: 'Correct it on the care page of the customer, then answer.',
    explain: 'Explain purpose, ground, retention and who may see it, then answer.',
    'withdraw-all':
      'When done, all care flags and contacts of the customer are erased at once and cannot be restored.',
    'delete-all':
      'When done, all care flags and contacts of the customer are erased at once and cannot be restored.',
  },
  dataRightState: { open: 'Open', done: 'Done', refused: 'Refused' },
}
