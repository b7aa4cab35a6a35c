import { useLocale } from '@/lib/use-locale';
import type { Money } from '@/lib/money';
import { formatMoney, formatMoneyCompact } from '@/lib/money';

/** An amount: compact in dense places, whole on hover. */
export function MoneyText({ money, compact = false }: { money: Money; compact?: boolean }) {
  const locale = useLocale();
  const whole = formatMoney(money, locale);
  return compact ? <span title={whole}>{formatMoneyCompact(money, locale)}</span> : <span>{whole}</span>;
}
