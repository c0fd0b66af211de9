/** Faults of fields about care flags, liaison officers, needs and key customers. */
export const careFaults = {
  'in-past': 'not before today',
  'too-late': 'too late',
  'not-in-force': 'another consent text was in force on that day',
  'out-of-date': 'This consent is too old; ask again',
  'no-officer-here': 'not a liaison officer who serves this place',
  'out-of-reach': 'this person does not work for the customer',
  'by-cycle': 'inspections follow their cycle; leave it empty',
  'the-same': 'nobody stands in for themselves',
  'only-hand-over': 'only for handing over',
}

/** Why the server refuses something about them. */
export const careProblems = {
  'care-flag-exists': 'This flag stands already; renew or correct it',
  'care-flag-of-list': 'A list says this; the next one changes it',
  'care-not-watched': 'No rule looks after households of this kind',
  'no-watch': 'There is no such consent',
  'request-decided': 'The request is decided',
  'need-closed': 'The need is closed',
  'rule-ended': 'The rule has ended',
  'absence-overlaps': 'An absence of these days is noted already',
  'absence-over': 'The absence is over',
  'hazard-removed': 'The hazard is gone',
}

export const careNouns = {
  care: 'Care',
  liaison: 'Liaison officers',
  need: 'Needs',
  assurance: 'Key customers',
  hazard: 'Hazards',
}

/** What the audit trail says; of the protected store never what stands in it. */
export const careEvents = {
  'care-looked': 'looked at care information, because: {{purpose}}',
  'care-searched': 'searched care information',
  'care-copied': 'made a copy of personal data',
  'care-granted': 'noted a care flag',
  'care-listed': 'noted a care flag from a list of the civil affairs',
  'care-corrected': 'corrected a care flag, because: {{reason}}',
  'care-renewed': 'renewed a care flag',
  'care-watch-agreed': 'noted a consent of its own beside a care flag',
  'care-watch-withdrawn': 'withdrew a consent of its own beside a care flag',
  'care-watch-read': 'rules asked which {{accounts}} households agreed to a watch',
  'care-erased': 'erased a care flag',
  'care-ended': 'erased all care information of a customer',
  'care-expired': 'care information expired and was erased',
  'care-contact-saved': 'noted a care contact',
  'care-contact-erased': 'erased a care contact',
  'care-request-filed': 'took in a request about personal data',
  'care-request-decided': 'answered a request about personal data',
  'care-requests-listed': 'looked at requests about personal data',
  'liaison-assigned': 'assigned officers to {{assigned}} customers; {{without}} have none',
  'liaison-set': 'set the liaison officer, because: {{reason}}',
  'liaison-released': 'Released the officer named by hand, reason: {{reason}}',
  'liaison-rule-made': 'made a liaison rule',
  'liaison-rule-ended': 'ended a liaison rule',
  'liaison-card-saved': 'set the work telephone {{workPhone}}',
  'liaison-absence-noted': 'noted an absence, {{fromOn}} to {{toOn}}',
  'liaison-absence-ended': 'ended an absence',
  'need-filed': 'filed a need',
  'need-moved': 'moved a need on, next step {{nextStepOn}}',
  'need-closed': 'closed a need: {{result}}',
  'need-exported': 'exported {{rows}} needs ({{format}})',
  'assurance-recorded': 'recorded assurance work, {{doneOn}}',
  'assurance-cycle-set': 'set the inspection cycle to {{months}} months',
  'hazard-reported': 'reported a hazard, deadline {{deadlineOn}}',
  'hazard-removed': 'hazard removed, {{removedOn}}',
  'hazard-passed-on': 'hazard reported to {{reportedTo}}',
}
