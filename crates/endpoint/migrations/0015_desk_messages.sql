-- A message is an act of its own: it keeps no promise of a call, and changes no hour that was agreed.
UPDATE desk_steps SET act = 'wrote', call_back_at = NULL WHERE act = 'called' AND result IN ('text_sent', 'mail_sent');
-- What was opened is called as the rest of the program calls it.
UPDATE desk_views SET what = 'registration' WHERE what = 'sheet';
