import { listImportTargetsRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'

export type Target = ReplyOf<typeof listImportTargetsRoute>['items'][number]

/** What may be imported, and where. */
export function useTargets() {
  return useQuery({
    queryKey: ['imports', 'targets'],
    queryFn: () => call(listImportTargetsRoute, {}),
    staleTime: 60_000,
  })
}

/** Whether a file of a target is taken in whole or not at all; a list goes in row by row. */
export function useIsWhole(target: string): boolean {
  return useTargets().data?.items.find((item) => item.target === target)?.isWhole ?? false
}

/** Names of targets, of their columns and of faults, in the reader's language where we have the words. */
export function useImportWords() {
  const { t, i18n } = useTranslation()
  const isChinese = i18n.language === 'zh'
  return {
    targetName: (target: string) =>
      i18n.exists(`importTarget.${target}`) ? t(`importTarget.${target}`) : target,
    columnName: ({ field, title }: { field: string; title: string }) =>
      isChinese ? title : `${title} (${field})`,
    /** A run without a list is one of the command line; names of people out of reach are not told. */
    starterName: ({ startedBy, fileId }: { startedBy: string | null; fileId: string | null }) =>
      startedBy ?? (fileId ? '—' : t('imports.commandLine')),
    /** The server gives the reason in Chinese, with the details of the cell. */
    faultWords: ({ code, message }: { code: string; message: string }) => {
      const key = [`rowFault.${code}`, `readingFault.${code}`].find((name) => i18n.exists(name))
      return !isChinese && key ? t(key) : message
    },
  }
}
