import { listSubjectRequestsRoute } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import {
  AnswerSubjectRequest,
  FileSubjectRequest,
  type SubjectRequest,
  SubjectRequests,
} from './SubjectRequests.tsx'

/** What one customer asked about their own data; read on request, since each look is audited. */
export function CareRequests({ customerId }: { customerId: string }) {
  const { t } = useTranslation()
  const reason = useRefusal()('care.write')
  const [isOpen, setOpen] = useState(false)
  const [isFiling, setFiling] = useState(false)
  const [answered, setAnswered] = useState<SubjectRequest>()
  const list = useQuery({
    queryKey: ['subject-requests', 'customer', customerId],
    queryFn: () => call(listSubjectRequestsRoute, { customerId }),
    enabled: isOpen,
    refetchOnWindowFocus: false,
  })
  return (
    <section className="card" aria-live="polite">
      <h2>{t('dataRight.title')}</h2>
      <p className="soft">{t('dataRight.note')}</p>
      {list.error && <Failure error={list.error} />}
      {list.data && <SubjectRequests requests={list.data.items} onAnswer={setAnswered} />}
      <Actions
        actions={[
          { label: t('dataRight.file'), reason, onClick: () => setFiling(true) },
          ...(isOpen
            ? []
            : [{ label: t('dataRight.show'), reason: undefined, onClick: () => setOpen(true) }]),
        ]}
      />
      {isFiling && (
        <FileSubjectRequest
          customerId={customerId}
          onClose={() => {
            setFiling(false)
            setOpen(true)
          }}
        />
      )}
      {answered && (
        <AnswerSubjectRequest request={answered} onClose={() => setAnswered(undefined)} />
      )}
    </section>
  )
}
