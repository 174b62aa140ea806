// The questionnaire with SurveyJS: its model, its renderer.

import { Model, settings } from 'survey-core';
import { renderSurvey } from 'survey-js-ui';
import questionnaire from 'questionnaire';

settings.titleTags.page = 'h1';

function start(event) {
  event?.preventDefault();
  const app = document.getElementById('app');
  app.replaceChildren();
  const survey = new Model(questionnaire);
  // What fills in answers during a measurement reaches for it.
  globalThis.survey = survey;
  renderSurvey(survey, app);
}

if (location.pathname === '/') document.getElementById('start').addEventListener('click', start);
else start();
