-- Version 6: reasons are codes with arguments (class Reason); sentences are made of them where they are shown.

-- reason and its arguments take the place of cause, which nothing reads or writes any more. Old rows are read by their code.
ALTER TABLE delivery ADD COLUMN reason TEXT;
ALTER TABLE delivery ADD COLUMN reason_arguments TEXT;

UPDATE delivery SET reason = CASE
    WHEN state = 'SENT' THEN 'decision.arrived'
    WHEN code IS NULL THEN CASE state
      WHEN 'CANCELLED' THEN 'ended.stopped'
      WHEN 'IN_DOUBT' THEN 'ended.programEnded'
      ELSE 'decision.sendAgain' END
    WHEN code IN ('OptedOut', 'DoNotContact', 'BlockedTheBot', 'Outsider', 'TooOften', 'SameText') THEN 'guard.' || code
    WHEN state = 'EXCLUDED' THEN 'leftOut.' || code
    ELSE CASE lower(code)
      WHEN 'conversationnotfound' THEN 'answer.conversationGone'
      WHEN 'conversationblockedbyuser' THEN 'answer.blocked'
      WHEN 'messagewritesblocked' THEN 'answer.blockedOrRemoved'
      WHEN 'botnotinconversationroster' THEN 'answer.notInstalled'
      WHEN 'forbiddenoperationexception' THEN 'answer.notInstalled'
      WHEN 'notenoughpermissions' THEN 'answer.notPermitted'
      WHEN 'membernotfoundinconversation' THEN 'answer.memberGone'
      WHEN 'activitynotfoundinconversation' THEN 'answer.messageGone'
      WHEN 'gaveup' THEN 'answer.gaveUp'
      WHEN 'timeout' THEN 'answer.none'
      WHEN 'answerbroken' THEN 'answer.none'
      ELSE 'answer.earlier' END
  END,
  reason_arguments = CASE WHEN state IN ('REFUSED', 'IN_DOUBT', 'WAITING') AND lower(code) NOT IN (
      'conversationnotfound', 'conversationblockedbyuser', 'messagewritesblocked', 'botnotinconversationroster',
      'forbiddenoperationexception', 'notenoughpermissions', 'membernotfoundinconversation',
      'activitynotfoundinconversation', 'gaveup', 'timeout', 'answerbroken',
      'optedout', 'donotcontact', 'blockedthebot', 'outsider', 'toooften', 'sametext')
    THEN 's' || length(code) || ':' || code END
WHERE cause IS NOT NULL;

-- What paused a run, and what ailed a team, keep the words that they were stored with.
UPDATE job SET pause_detail = 'reason.earlier|s' || length(pause_detail) || ':' || pause_detail
  WHERE pause_detail IS NOT NULL;
UPDATE team SET trouble = 'reason.earlier|s' || length(trouble) || ':' || trouble WHERE trouble IS NOT NULL;

-- People of unknown kind took part in every job before there was a choice; what is planned stays as it was seen.
ALTER TABLE job ADD COLUMN unknown_kind INTEGER NOT NULL DEFAULT 0 CHECK (unknown_kind IN (0, 1));

UPDATE job SET unknown_kind = 1;

PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(sql, '(cause IS NOT NULL AND object_id IS NULL)',
  '(reason IS NOT NULL AND object_id IS NULL)')
WHERE type = 'table' AND name = 'delivery';

PRAGMA writable_schema = RESET;
