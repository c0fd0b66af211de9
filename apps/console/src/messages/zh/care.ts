/** Faults of fields about care flags, liaison officers, needs and key customers. */
export const careFaults = {
  'in-past': '不能早于今天',
  'too-late': '太晚了',
  'not-in-force': '当天有效的不是这份同意书',
  'out-of-date': '同意已超过期限，请重新征求',
  'no-officer-here': '不是能服务这里的联络员',
  'out-of-reach': '此人不负责这个客户',
  'by-cycle': '检查按周期计算，不用填',
  'the-same': '不能由本人代班',
  'only-hand-over': '移交时填写，其他情况不填',
}

/** Why the server refuses something about them. */
export const careProblems = {
  'care-flag-exists': '这个标识已有，请续期或更正',
  'care-flag-of-list': '名单登记的内容由下一份名单更新',
  'care-not-watched': '这类标识不适用用电关爱',
  'no-watch': '没有登记用电关爱的同意',
  'request-decided': '这个请求已经办结',
  'need-closed': '需求已经办结',
  'rule-ended': '规则已经停用',
  'absence-overlaps': '这些天已登记离岗',
  'absence-over': '离岗已经结束',
  'hazard-removed': '隐患已经销号',
}

export const careNouns = {
  care: '关爱信息',
  liaison: '联络员',
  need: '需求',
  assurance: '重点客户保障',
  hazard: '隐患',
}

/** What the audit trail says; of the protected store never what stands in it. */
export const careEvents = {
  'care-looked': '查看了关爱信息，原因：{{purpose}}',
  'care-searched': '查询了关爱信息',
  'care-copied': '制作了个人信息副本',
  'care-granted': '登记了关爱标识',
  'care-listed': '按民政名单登记了关爱标识',
  'care-corrected': '更正了关爱标识，原因：{{reason}}',
  'care-renewed': '续期了关爱标识',
  'care-watch-agreed': '登记了关爱标识的一项单独同意',
  'care-watch-withdrawn': '撤回了关爱标识的一项单独同意',
  'care-watch-read': '运行规则时查询了同意用电关爱的户号 {{accounts}} 户',
  'care-erased': '删除了关爱标识',
  'care-ended': '删除了客户的全部关爱信息',
  'care-expired': '到期自动删除了关爱信息',
  'care-contact-saved': '登记了关爱联系人',
  'care-contact-erased': '删除了关爱联系人',
  'care-request-filed': '受理了个人信息请求',
  'care-request-decided': '办结了个人信息请求',
  'care-requests-listed': '查看了个人信息请求',
  'liaison-assigned': '分配联络员 {{assigned}} 户，还缺 {{without}} 户',
  'liaison-set': '指定了联络员，原因：{{reason}}',
  'liaison-released': '解除了指定的联络员，原因：{{reason}}',
  'liaison-rule-made': '新增联络员规则',
  'liaison-rule-ended': '停用联络员规则',
  'liaison-card-saved': '登记联络电话 {{workPhone}}',
  'liaison-absence-noted': '登记离岗，{{fromOn}} 至 {{toOn}}',
  'liaison-absence-ended': '结束离岗',
  'need-filed': '提出需求',
  'need-moved': '推进需求，下一步 {{nextStepOn}}',
  'need-closed': '办结需求：{{result}}',
  'need-exported': '导出需求 {{rows}} 行（{{format}}）',
  'assurance-recorded': '登记保障记录，{{doneOn}}',
  'assurance-cycle-set': '检查周期设为 {{months}} 个月',
  'hazard-reported': '登记隐患，限期 {{deadlineOn}}',
  'hazard-removed': '隐患销号，{{removedOn}}',
  'hazard-passed-on': '隐患报送 {{reportedTo}}',
}
