-- Steps that are written on a page of the desk: a form that is sent twice is written once.
ALTER TABLE rights_steps ADD COLUMN form TEXT;
CREATE UNIQUE INDEX rights_steps_form ON rights_steps (form) WHERE form IS NOT NULL;
