import { useMemo } from 'react';
import type { Cut, Place } from '@/features/bottleneck/places';
import { sayable } from '@/features/bottleneck/places';
import { useSayCell } from '@/features/insight';
import { useT } from '@/lib/use-locale';
import type { Writer } from '@/ui/chart';

/** The words for a place: its name, its one sentence, what those that passed had in common. */
export function useSayPlace(cut: Cut, write: Writer) {
  const t = useT('bottleneck');
  const say = useSayCell();
  return useMemo(() => {
    const name = ({ who, stage }: Place) => `${say(cut, who)} · ${say('stage', stage)}`;
    const times = (lift: number) => write.full(Math.round(lift * 10) / 10, 'number');
    const odds = (place: Place) => (place.slower === null ? '' : write.full(sayable(place.slower), 'share'));
    return {
      who: ({ who }: Place) => say(cut, who),
      stage: (stage: string) => say('stage', stage),
      name,
      odds,
      /** How long it takes here against everywhere, and how sure that is. */
      sentence: (place: Place): string => {
        const { medianDays, usualDays } = place;
        const pace =
          medianDays !== null && usualDays !== null
            ? t('pace', { days: write.full(medianDays, 'days'), usual: write.full(usualDays, 'whole') })
            : usualDays !== null
              ? t('pace_unknown', { usual: write.full(usualDays, 'days') })
              : t('pace_none', { count: place.n });
        return place.slower === null ? pace : t('slower', { pace, odds: odds(place) });
      },
      moves: ({ conversion, usualConversion }: Place): string | null =>
        conversion === null || usualConversion === null
          ? null
          : t('moves', { share: write.full(conversion, 'share'), usual: write.full(usualConversion, 'share') }),
      habit: ({ habit }: Place): string | null =>
        habit && t('habit', { lift: times(habit.lift), evidence: say('passers_had', habit.evidence) }),
      /** The same beside the name of the evidence. */
      lift: ({ habit }: Place): string | null => habit && t('lift', { lift: times(habit.lift) }),
    };
  }, [cut, say, t, write]);
}

export type SayPlace = ReturnType<typeof useSayPlace>;
