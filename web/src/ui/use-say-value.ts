import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, body } from '@/api/client';
import { productsQuery, teamsQuery, usersQuery } from '@/api/queries';
import { formatDate } from '@/lib/dates';
import type { Money } from '@/lib/money';
import { formatMoney } from '@/lib/money';
import { useLocale, useT } from '@/lib/use-locale';

type Word = (field: string, value: string) => string | undefined;

/** Reads a field's value aloud: money and dates as everywhere, and records by their names. */
export function useSayValue(): (field: string, value: unknown, word?: Word) => Promise<string> {
  const t = useT('common');
  const locale = useLocale();
  const client = useQueryClient();
  return useCallback(
    async (field, value, word) => {
      const nameOf = async (id: string): Promise<string | undefined> => {
        switch (field) {
          case 'account_id':
            return (await body(api.GET('/api/v1/accounts/{account_id}', { params: { path: { account_id: id } } })))
              .name;
          case 'parent_id': {
            const team = client.getQueryData(teamsQuery.queryKey)?.rows.find((one) => one.id === id);
            if (team) return team.name;
            return (await body(api.GET('/api/v1/accounts/{account_id}', { params: { path: { account_id: id } } })))
              .name;
          }
          case 'contact_id':
            return (await body(api.GET('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: id } } })))
              .name;
          case 'owner_id':
          case 'manager_id':
            return (await client.ensureQueryData(usersQuery)).rows.find((one) => one.id === id)?.name;
          case 'product_id':
            return (await client.ensureQueryData(productsQuery)).rows.find((one) => one.id === id)?.name;
          case 'team_id':
            return (await client.ensureQueryData(teamsQuery)).rows.find((one) => one.id === id)?.name;
          default:
            return undefined;
        }
      };
      const sayOne = async (one: unknown): Promise<string> => {
        if (one === null || one === undefined || one === '') return t('none');
        if (typeof one === 'boolean') return t(one ? 'yes' : 'no');
        if (typeof one === 'object' && 'amount_minor' in one) return formatMoney(one as Money, locale);
        const text = String(one);
        if (field.endsWith('_id')) return (await nameOf(text).catch(() => undefined)) ?? text;
        if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDate(text, locale);
        return word?.(field, text) ?? text;
      };
      if (!Array.isArray(value)) return sayOne(value);
      return value.length === 0 ? t('none') : (await Promise.all(value.map(sayOne))).join(', ');
    },
    [client, locale, t],
  );
}
