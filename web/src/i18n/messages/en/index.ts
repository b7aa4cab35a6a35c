import board from '@/i18n/messages/en/board.json';
import bottleneck from '@/i18n/messages/en/bottleneck.json';
import chart from '@/i18n/messages/en/chart.json';
import common from '@/i18n/messages/en/common.json';
import deal from '@/i18n/messages/en/deal.json';
import dictionary from '@/i18n/messages/en/dictionary.json';
import forecast from '@/i18n/messages/en/forecast.json';
import gate from '@/i18n/messages/en/gate.json';
import imports from '@/i18n/messages/en/import.json';
import insight from '@/i18n/messages/en/insight.json';
import records from '@/i18n/messages/en/records.json';
import review from '@/i18n/messages/en/review.json';
import session from '@/i18n/messages/en/session.json';
import settings from '@/i18n/messages/en/settings.json';
import workshop from '@/i18n/messages/en/workshop.json';

export default {
  dictionary,
  bottleneck,
  chart,
  common,
  session,
  board,
  gate,
  deal,
  forecast,
  records,
  review,
  settings,
  insight,
  import: imports,
  workshop,
};
