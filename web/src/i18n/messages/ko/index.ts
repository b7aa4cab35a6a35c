import board from '@/i18n/messages/ko/board.json';
import bottleneck from '@/i18n/messages/ko/bottleneck.json';
import chart from '@/i18n/messages/ko/chart.json';
import common from '@/i18n/messages/ko/common.json';
import deal from '@/i18n/messages/ko/deal.json';
import dictionary from '@/i18n/messages/ko/dictionary.json';
import forecast from '@/i18n/messages/ko/forecast.json';
import gate from '@/i18n/messages/ko/gate.json';
import imports from '@/i18n/messages/ko/import.json';
import insight from '@/i18n/messages/ko/insight.json';
import records from '@/i18n/messages/ko/records.json';
import review from '@/i18n/messages/ko/review.json';
import session from '@/i18n/messages/ko/session.json';
import settings from '@/i18n/messages/ko/settings.json';
import workshop from '@/i18n/messages/ko/workshop.json';

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
