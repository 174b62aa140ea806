-- What may be mailed at all is said once: the content is held, and no right holds it back.
CREATE VIEW mailable AS
SELECT * FROM submissions
WHERE envelope IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM effects WHERE about = submissions.id AND lifted_at IS NULL);

-- What is still to be handed over: what may be mailed, was not delivered, and was not set aside by an operator.
-- Rights requests go to the officer, everything else to the mailbox.
DROP VIEW deliverable;
CREATE VIEW deliverable AS
SELECT deliveries.*, received_at,
    EXISTS (SELECT 1 FROM rights_requests WHERE rights_requests.submission = deliveries.submission) AS to_officer
FROM deliveries JOIN mailable ON mailable.id = deliveries.submission
WHERE state IN ('pending', 'sending', 'failed');
